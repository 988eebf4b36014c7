/** What falls due on orders: the ship-by itself (OR-6), and whatever other features add to `App.deadlines`. */
import { firstSecondAfter } from '../lib/time';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { Deadline, DueStep } from '../inbox/app';
import { buyerInbox, shopInbox } from '../inbox/inbox.repository';
import { Sla, type Order } from './order.entity';
import { lockedOrder, recordBreach } from './order.repository';
import { isBreachDue } from './order.rules';

/** IN-1: whom an act on an order concerns. */
export const inboxesOf = (order: Order): string[] => [
  buyerInbox(order.buyerId),
  shopInbox(order.shopKey),
];

/** OR-6: the ship-by passed without a pick-up. After the cards of the same instant. */
export const shipByDeadline: Deadline = {
  name: 'order.shipBy',
  rank: 2,
  dueSql: `SELECT id AS order_id, ship_by AS due_at FROM orders WHERE sla = 'RUNNING' AND ship_by <= ?`,
  async steps(act, orderIds) {
    const orders = await Promise.all(orderIds.map((id) => lockedOrder(act, id)));
    return orders
      .filter((order) => isBreachDue(order, act.now))
      .map((order) => ({ dueAt: order.shipBy, record: () => breach(act, order) }));
  },
};

async function breach(act: Act, order: Order): Promise<void> {
  await recordBreach(act.tx, order);
  order.recordedSla = Sla.BREACHED;
  const at = firstSecondAfter(order.shipBy);
  act.trace({
    orderId: order.id,
    subjectId: order.id,
    rule: 'OR-6',
    from: Sla.RUNNING,
    to: Sla.BREACHED,
    at,
  });
  act.announce(ActKind.SHIP_BY_BREACHED, inboxesOf(order), { orderId: order.id }, at);
}

/**
 * Records everything that is due on locked orders, earliest first, cards before ship-bys of the same instant. Whatever
 * happens to an order next happens after it (TM-5).
 */
export async function recordDue(act: Act, orderIds: readonly string[]): Promise<number> {
  const due: (DueStep & { rank: number })[] = [];
  for (const deadline of act.app.deadlines)
    for (const step of await deadline.steps(act, orderIds))
      due.push({ ...step, rank: deadline.rank });
  due.sort((a, b) => a.dueAt - b.dueAt || a.rank - b.rank);
  for (const step of due) await step.record();
  return due.length;
}
