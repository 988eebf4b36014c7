/** How every command on an order begins: lock it, look at the clock, record what is due, check that the viewer sees it. */
import { isId } from '../lib/ids';
import type { Viewer } from '../lib/viewer';
import type { Act } from '../inbox/act';
import { sees } from '../inbox/sight';
import type { Order } from './order.entity';
import { recordDue } from './order.due';
import { lockOrders } from './order.repository';

/** The order, locked and up to date; undefined when there is none or it is not the viewer's (AC-1). */
export async function lockOrder(
  act: Act,
  viewer: Viewer,
  orderId: string,
): Promise<Order | undefined> {
  if (!isId('order', orderId)) return undefined;
  const [order] = await lockOrders(act, [orderId]);
  if (order === undefined || !sees(viewer, order)) return undefined;
  await recordDue(act, [orderId]);
  return order;
}
