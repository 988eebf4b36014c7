/** `ticketAssign`: the shop gives a ticket to one of its seats, or back to all (TK-4). */
import { invalid } from '../lib/check';
import { refusal, Refused, UserErrorCode, type Refusal } from '../lib/refusal';
import { expand, Permission } from '../lib/viewer';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { findSeat } from '../shops/shop.repository';
import { announceTicket } from './move-ticket';
import { takeTicket } from './take-ticket';
import type { Ticket } from './ticket.entity';
import { moveOf, TicketAction } from './ticket.moves';
import { updateTicket } from './ticket.repository';

export interface Assignment {
  readonly ticketId: string;
  /** Null: every seat with `tickets` again. */
  readonly seatId?: string | null | undefined;
}

export const assignTicket: Command<Assignment, string> = async (act, viewer, input) => {
  const taken = await takeTicket(act, viewer, input.ticketId, TicketAction.ASSIGN);
  if (taken instanceof Refused) return taken;
  const { ticket } = taken;
  const seatId = input.seatId ?? null;
  if (seatId === ticket.assigneeKey) return ticket.id;
  const reasons = seatId === null ? [] : await seatRefusals(act, ticket, seatId);
  if (reasons.length > 0) return new Refused(reasons);
  updateTicket(act.tx, ticket, { assignee_key: seatId });
  const { id: subjectId, orderId, assigneeKey: from } = ticket;
  const { rule } = moveOf(TicketAction.ASSIGN);
  act.trace({ orderId, subjectId, rule, from, to: seatId, confidential: true });
  announceTicket(act, ticket, ActKind.TICKET_ASSIGNED, { toBuyer: false });
  return ticket.id;
};

/** AC-2: a seat of this shop, known and not disabled, whose registered permissions let it handle tickets. */
async function seatRefusals({ tx }: Act, { shopKey }: Ticket, seatId: string): Promise<Refusal[]> {
  const seat = await findSeat(tx, shopKey, seatId);
  if (seat === undefined) return [refusal(UserErrorCode.NOT_FOUND, 'seatId')];
  const handles = !seat.disabled && expand(seat.permissions).includes(Permission.tickets);
  return handles ? [] : [invalid('seatId', 'seatWithoutTickets')];
}
