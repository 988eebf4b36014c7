/** `lateShipmentComplaintFile`: the buyer complains, and is answered at once (CO-3, CO-4). */
import { newId } from '../lib/ids';
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { afterJudgment } from '../orders/judge-order';
import { lockOrder } from '../orders/lock-order';
import type { Order } from '../orders/order.entity';
import { inboxesOf } from '../orders/order.due';
import { Complaint } from './complaint.entity';
import { complaintsOf, insertComplaint } from './compensation.repository';
import { complaintRefusals, complaintStatus } from './compensation.rules';

export interface Filing {
  readonly orderId: string;
}

export const fileComplaint: Command<Filing, string> = async (act, viewer, { orderId }) => {
  const order = await lockOrder(act, viewer, orderId);
  if (order === undefined) return refuse(UserErrorCode.NOT_FOUND, 'orderId');
  const first = (await complaintsOf(act.tx, [orderId])).get(orderId);
  const reasons = complaintRefusals(viewer, order, act.now);
  if (reasons.length > 0 && (first === undefined || reasons[0]?.code === UserErrorCode.FORBIDDEN))
    return new Refused(reasons);
  if (first !== undefined) return first.id;
  const complaint = complaintOf(act, order);
  insertComplaint(act.tx, complaint);
  const change = { from: null, to: complaint.status };
  act.trace({ orderId, subjectId: complaint.id, rule: 'CO-3', ...change });
  const judged = (await afterJudgment(act, [order])).get(orderId);
  const told = { orderId, ...judged, complaintId: complaint.id };
  act.announce(ActKind.COMPLAINT_FILED, inboxesOf(order), told);
  return complaint.id;
};

const complaintOf = (act: Act, order: Order): Complaint =>
  Object.assign(new Complaint(), {
    id: newId('complaint'),
    orderId: order.id,
    status: complaintStatus(order, act.now),
    filedAt: act.now,
    judgedAt: act.now,
  });
