/** What acts on tickets have in common: the row, its history, the word in its conversation, the entries in the inboxes. */
import type { Facts } from '../lib/refusal';
import type { Act, Told } from '../inbox/act';
import type { ActKind } from '../inbox/act-kind';
import { buyerInbox, shopInbox, STAFF_INBOX } from '../inbox/inbox.repository';
import type { MessageSender } from '../conversations/message.entity';
import { postResult } from '../conversations/post-message';
import { TicketStatus, type Ticket } from './ticket.entity';
import { arrival, type Move } from './ticket.moves';
import { updateTicket, type TicketChanges } from './ticket.repository';

/** TK-12: the rule that leads a worry-free order's ticket elsewhere is the one to name. */
const ruleOf = (move: Move, ticket: Ticket): string =>
  arrival(move, ticket) === move.to ? move.rule : 'TK-12';

/** Makes a move of the table: status, outcome, and a line of history for each that changes. */
export function moveTicket(
  act: Act,
  ticket: Ticket,
  move: Move,
  { at, ...changes }: TicketChanges & { readonly at?: number } = {},
): void {
  const { id: subjectId, orderId, recordedStatus: from } = ticket;
  const to = arrival(move, ticket) ?? from;
  const closedAt = to === TicketStatus.CLOSED ? (ticket.closedAt ?? act.now) : null;
  const outcome = move.outcome ?? ticket.outcome;
  updateTicket(act.tx, ticket, { status: to, outcome, closed_at: closedAt, ...changes });
  const dated = at !== undefined && { at, policyVersion: ticket.policyVersion };
  const line = { orderId, subjectId, rule: ruleOf(move, ticket), ...dated };
  if (to !== from) act.trace({ ...line, from, to });
  if (outcome !== ticket.outcome) act.trace({ ...line, from: ticket.outcome, to: outcome });
  Object.assign(ticket, { recordedStatus: to, outcome, closedAt });
}

/** AC-5: a line of history for the shop and the platform. */
export const traceInside = (act: Act, { id, orderId }: Ticket, rule: string, to: string): void =>
  act.trace({ orderId, subjectId: id, rule, from: null, to, confidential: true });

/** A result in the ticket's conversation; returns its message. */
export async function sayInTicket(
  act: Act,
  ticket: Ticket,
  code: string,
  facts: Facts,
  sender?: MessageSender,
): Promise<string> {
  const told = { ticketId: ticket.id, ...facts };
  return postResult(act, ticket.id, code, told, sender);
}

export interface TicketNews {
  readonly messageId?: string;
  /** AC-5: whether the buyer learns of it too; never of the message, which is not the buyer's to read. */
  readonly toBuyer: boolean;
  /** When it became true, if a deadline decided. */
  readonly at?: number;
  /** What else the act did. */
  readonly also?: Told;
}

/** IN-1: one entry in the inbox of the shop, of the staff, and of the buyer for what a buyer may see. */
export function announceTicket(
  act: Act,
  { id: ticketId, orderId, shopKey, buyerId }: Ticket,
  kind: ActKind,
  { messageId, toBuyer, at, also }: TicketNews,
): void {
  const told = { ...also, orderId, ticketId };
  act.announce(kind, [shopInbox(shopKey), STAFF_INBOX], { ...told, messageId }, at);
  if (toBuyer) act.announce(kind, [buyerInbox(buyerId)], told, at);
}
