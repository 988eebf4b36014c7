/** What a carrier's first scan does to a locked order (OR-4, OR-5, OR-7, OR-8), whichever door it came through. */
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import { endAwaiting } from './end-awaiting';
import { afterJudgment } from './judge-order';
import { Sla, type Order } from './order.entity';
import { inboxesOf } from './order.due';
import { updateOrder } from './order.repository';
import { afterPickup, type AfterPickup } from './order.rules';

export interface Scan {
  readonly pickedUpAt: number;
  readonly carrier?: string | null | undefined;
  readonly trackingNo?: string | null | undefined;
}

export async function recordPickup(act: Act, order: Order, scan: Scan): Promise<void> {
  const after = afterPickup(order, scan.pickedUpAt);
  if (after === null) return;
  const wasBreached = order.recordedSla === Sla.BREACHED;
  updateOrder(act.tx, order, {
    ...after,
    picked_up_at: scan.pickedUpAt,
    carrier: scan.carrier ?? order.carrier,
    tracking_no: scan.trackingNo ?? order.trackingNo,
  });
  tracePickup(act, order, after);
  const { status, sla } = after;
  Object.assign(order, { status, recordedSla: sla, pickedUpAt: scan.pickedUpAt });
  const ended = await endAwaiting(act, order.id, 'PICKED_UP');
  const proven = wasBreached && sla === Sla.MET;
  // A clock that was running has left nothing to settle: a breach is recorded before any scan is looked at.
  const judged = proven ? (await afterJudgment(act, [order])).get(order.id) : {};
  const kind = proven ? ActKind.SHIP_BY_MET : ActKind.ORDER_PICKED_UP;
  act.announce(kind, inboxesOf(order), { orderId: order.id, ...ended, ...judged });
}

/** The status moves by OR-4; the judgment by OR-7 when a late scan overturns a breach. */
function tracePickup(act: Act, order: Order, { status, sla }: AfterPickup): void {
  const subject = { orderId: order.id, subjectId: order.id };
  if (status !== order.status)
    act.trace({ ...subject, rule: 'OR-4', from: order.status, to: status });
  const rule = order.recordedSla === Sla.BREACHED ? 'OR-7' : 'OR-4';
  if (sla !== order.recordedSla) act.trace({ ...subject, rule, from: order.recordedSla, to: sla });
}
