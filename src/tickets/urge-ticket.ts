/** `ticketUrge`: staff remind the shop of a ticket (TK-3). The clock's own urges are in `ticket.due.ts`. */
import { checkText } from '../lib/check';
import { newId } from '../lib/ids';
import { Refused } from '../lib/refusal';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { MessageSender } from '../conversations/message.entity';
import { insertUrge } from './judgment.repository';
import { announceTicket, sayInTicket, traceInside } from './move-ticket';
import { WORDS_LENGTH } from './open-ticket';
import { takeTicket } from './take-ticket';
import type { Ticket } from './ticket.entity';
import { moveOf, TicketAction } from './ticket.moves';
import { TicketUrge } from './urge.entity';

export interface Noted {
  readonly ticketId: string;
  readonly note?: string | null | undefined;
}

/** Words that may be left out. */
export const checkNote = (field: string, note: string | null | undefined) =>
  typeof note === 'string' ? checkText(field, note, WORDS_LENGTH, 0) : [];

export const urgeTicket: Command<Noted, string> = async (act, viewer, { ticketId, note }) => {
  const taken = await takeTicket(act, viewer, ticketId, TicketAction.URGE);
  if (taken instanceof Refused) return taken;
  const problems = checkNote('note', note);
  if (problems.length > 0) return new Refused(problems);
  const { ticket } = taken;
  insertUrge(act.tx, urgeOf(ticket, act.now, note ?? null));
  traceInside(act, ticket, moveOf(TicketAction.URGE).rule, 'URGED');
  await announceUrge(act, ticket, 'TICKET_URGED_BY_STAFF', { note: note ?? null });
  return ticketId;
};

export const urgeOf = (
  { id: ticketId }: Ticket,
  urgedAt: number,
  note: string | null,
  automatic = false,
): TicketUrge =>
  Object.assign(new TicketUrge(), { id: newId('urge'), ticketId, urgedAt, automatic, note });

/** TK-3: said by the account that urges; the buyer does not learn of it (AC-5). */
export async function announceUrge(
  act: Act,
  ticket: Ticket,
  code: string,
  { at, note = null }: { readonly at?: number; readonly note?: string | null } = {},
): Promise<void> {
  const { category, dueAt } = ticket;
  const sender = MessageSender.PLATFORM_OPERATIONS;
  const messageId = await sayInTicket(act, ticket, code, { category, dueAt, note }, sender);
  const dated = at !== undefined && { at };
  announceTicket(act, ticket, ActKind.TICKET_URGED, { messageId, toBuyer: false, ...dated });
}
