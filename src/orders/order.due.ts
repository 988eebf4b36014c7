/** What falls due on orders: the ship-by itself (OR-6), and whatever other features add to `App.deadlines`. */
import { firstSecondAfter } from '../lib/time';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { Deadline } from '../inbox/app';
import { buyerInbox, shopInbox } from '../inbox/inbox.repository';
import { Sla, type Order } from './order.entity';
import { afterJudgment } from './judge-order';
import { lockedOrder, recordBreaches } from './order.repository';
import { isBreachDue } from './order.rules';

/** IN-1: whom an act on an order concerns. */
export const inboxesOf = (order: Order): string[] => [
  buyerInbox(order.buyerId),
  shopInbox(order.shopKey),
];

/** OR-6: the ship-by passed without a pick-up. After the cards of the same instant. */
export const shipByDeadline: Deadline<Order> = {
  name: 'order.shipBy',
  rank: 2,
  dueSql: `SELECT id AS order_id, ship_by AS due_at FROM orders WHERE sla = 'RUNNING' AND ship_by <= ?`,
  async due(act, orderIds) {
    const orders = await Promise.all(orderIds.map((id) => lockedOrder(act, id)));
    return orders
      .filter((order) => isBreachDue(order, act.now))
      .map((order) => ({ dueAt: order.shipBy, subject: order }));
  },
  async record(act, orders) {
    recordBreaches(act.tx, orders);
    for (const order of orders) traceBreach(act, order);
    const judged = await afterJudgment(act, orders);
    for (const order of orders) {
      const told = { orderId: order.id, ...judged.get(order.id) };
      const at = firstSecondAfter(order.shipBy);
      act.announce(ActKind.SHIP_BY_BREACHED, inboxesOf(order), told, at);
    }
  },
};

function traceBreach(act: Act, order: Order): void {
  const change = { from: Sla.RUNNING, to: Sla.BREACHED, at: firstSecondAfter(order.shipBy) };
  act.trace({ orderId: order.id, subjectId: order.id, rule: 'OR-6', ...change });
  order.recordedSla = Sla.BREACHED;
}

interface Due {
  readonly dueAt: number;
  readonly deadline: Deadline;
  readonly subject: unknown;
}

async function dueOf(act: Act, orderIds: readonly string[]): Promise<Due[]> {
  const found = await Promise.all(
    act.app.deadlines.map(async (deadline) =>
      (await deadline.due(act, orderIds)).map((due) => ({ ...due, deadline })),
    ),
  );
  return found.flat();
}

interface Run {
  readonly deadline: Deadline;
  readonly subjects: unknown[];
}

/**
 * Records everything that is due on locked orders, earliest first, cards before ship-bys of the same instant. Whatever
 * happens to an order next happens after it (TM-5). Returns how many things it recorded.
 */
export async function recordDue(act: Act, orderIds: readonly string[]): Promise<number> {
  const due = await dueOf(act, orderIds);
  if (due.length > 0) act.goAlone();
  due.sort((a, b) => a.dueAt - b.dueAt || a.deadline.rank - b.deadline.rank);
  const runs: Run[] = [];
  for (const { deadline, subject } of due) {
    const last = runs.at(-1);
    if (last?.deadline === deadline) last.subjects.push(subject);
    else runs.push({ deadline, subjects: [subject] });
  }
  for (const { deadline, subjects } of runs) await act.asDue(() => deadline.record(act, subjects));
  return due.length;
}
