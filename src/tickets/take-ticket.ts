/** How every command on a ticket begins: lock its order, record what is due, and ask the table whether the viewer may. */
import { isId } from '../lib/ids';
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import type { Viewer } from '../lib/viewer';
import type { Act } from '../inbox/act';
import { lockOrder } from '../orders/lock-order';
import type { Order } from '../orders/order.entity';
import { appealOf } from './judgment.repository';
import { replyOf } from './reply.repository';
import type { TicketAction } from './ticket.moves';
import { lockedTickets, orderIdOfTicket } from './ticket.repository';
import { actionRefusals, type TicketState } from './ticket.rules';

export interface TakenTicket extends TicketState {
  readonly order: Order;
}

/** The ticket, locked and up to date, for an action that the viewer can take now; else why not (AC-1). */
export async function takeTicket(
  act: Act,
  viewer: Viewer,
  ticketId: string,
  action: TicketAction,
): Promise<TakenTicket | Refused> {
  const orderId = isId('ticket', ticketId) ? await orderIdOfTicket(act.tx, ticketId) : undefined;
  const order = orderId && (await lockOrder(act, viewer, orderId));
  if (!order) return refuse(UserErrorCode.NOT_FOUND, 'ticketId');
  const ticket = (await lockedTickets(act, order.id)).find(({ id }) => id === ticketId);
  if (ticket === undefined) throw new Error('The ticket is gone from its order.');
  const reply = await replyOf(act.tx, ticketId);
  const appeal = await appealOf(act.tx, ticketId);
  const taken = { order, ticket, reply, appeal, now: act.now };
  const reasons = actionRefusals(viewer, action, taken);
  return reasons.length > 0 ? new Refused(reasons) : taken;
}
