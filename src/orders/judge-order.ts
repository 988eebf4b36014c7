/** What follows a judgment of the ship-by, and judging an order anew (OR-7, DR-2). */
import type { Act } from '../inbox/act';
import type { Judged } from '../inbox/app';
import { Sla, type Order } from './order.entity';
import { updateOrder } from './order.repository';
import { judgedAnew } from './order.rules';

/** Tells the features in `App.onJudged` of orders whose recorded sla has just been set; what each did, by order id. */
export async function afterJudgment(
  act: Act,
  orders: readonly Order[],
): Promise<ReadonlyMap<string, Judged>> {
  const ids = orders.map(({ id }) => id);
  const all = new Map<string, Judged>();
  for (const listener of act.app.onJudged)
    for (const [id, judged] of await listener(act, ids)) all.set(id, { ...all.get(id), ...judged });
  return all;
}

/** Judges a locked order by the ship-by now in force, because of `rule`; what follows from it hangs from the order. */
export async function judgeAnew(act: Act, order: Order, rule: string): Promise<Judged> {
  const sla = judgedAnew(order, act.now);
  if (sla === Sla.VOID) return {};
  if (sla !== order.recordedSla) {
    updateOrder(act.tx, order, { sla });
    act.trace({ orderId: order.id, subjectId: order.id, rule, from: order.recordedSla, to: sla });
    order.recordedSla = sla;
  }
  return (await afterJudgment(act, [order])).get(order.id) ?? {};
}
