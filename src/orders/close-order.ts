/** `orderClose`: cancelled or refunded (OR-8). Closing it again changes nothing. */
import { checkText } from '../lib/check';
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import { Role } from '../lib/viewer';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { endAwaiting } from './end-awaiting';
import { lockOrder } from './lock-order';
import { OrderStatus, type Order } from './order.entity';
import { inboxesOf } from './order.due';
import { updateOrder } from './order.repository';
import { afterClosing } from './order.rules';

export interface Closing {
  readonly orderId: string;
  readonly reason: string;
}

const REASON_LENGTH = 500;

export const closeOrder: Command<Closing, string> = async (act, viewer, input) => {
  const order = await lockOrder(act, viewer, input.orderId);
  if (order === undefined) return refuse(UserErrorCode.NOT_FOUND, 'orderId');
  if (viewer.role !== Role.SYSTEM) return refuse(UserErrorCode.FORBIDDEN);
  const problems = checkText('reason', input.reason, REASON_LENGTH);
  if (problems.length > 0) return new Refused(problems);
  if (order.status === OrderStatus.CLOSED) return order.id;
  close(act, order, input.reason);
  const ended = await endAwaiting(act, order.id, 'CLOSED');
  act.announce(ActKind.ORDER_CLOSED, inboxesOf(order), { orderId: order.id, ...ended });
  return order.id;
};

function close(act: Act, order: Order, reason: string): void {
  const { status, sla } = afterClosing(order);
  updateOrder(act.tx, order, { status, sla, closed_at: act.now, close_reason: reason });
  const subject = { orderId: order.id, subjectId: order.id, rule: 'OR-8' };
  act.trace({ ...subject, from: order.status, to: status });
  if (sla !== order.recordedSla) act.trace({ ...subject, from: order.recordedSla, to: sla });
}
