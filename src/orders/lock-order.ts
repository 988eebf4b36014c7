/** How every command on an order begins: lock it, look at the clock, record what is due, check that the viewer sees it. */
import { isId } from '../lib/ids';
import type { Viewer } from '../lib/viewer';
import type { Act } from '../inbox/act';
import { sees } from '../inbox/sight';
import type { Order } from './order.entity';
import { recordDue } from './order.due';
import { lockOrders } from './order.repository';

/** What an act will need of an order, and remembers (Act.once). */
type Load = (act: Act, orderId: string) => Promise<unknown>;

/** The order, locked and up to date; undefined when there is none or it is not the viewer's (AC-1). */
export async function lockOrder(
  act: Act,
  viewer: Viewer,
  orderId: string,
  ...loads: readonly Load[]
): Promise<Order | undefined> {
  if (!isId('order', orderId)) return undefined;
  const [[order]] = await Promise.all([
    lockOrders(act, [orderId]),
    loadWithLock(act, orderId, loads),
  ]);
  if (order === undefined || !sees(viewer, order)) return undefined;
  await recordDue(act, [orderId]);
  return order;
}

/** What is said after the lock in the same moment is read once it is held; in a cluster the lock holds only some statements later. */
async function loadWithLock(act: Act, orderId: string, loads: readonly Load[]): Promise<void> {
  if (act.app.db.isCluster) return;
  await Promise.all([
    ...act.app.deadlines.map(async (deadline) => deadline.load?.(act, [orderId])),
    ...loads.map((load) => load(act, orderId)),
  ]);
}
