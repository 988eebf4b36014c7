/** `ticketClose` by staff and `ticketWithdraw` by the consumer or staff: a ticket ends, and its timers are silent (TK-16). */
import { Refused } from '../lib/refusal';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { announceTicket, moveTicket, sayInTicket } from './move-ticket';
import { takeTicket } from './take-ticket';
import { moveOf, type TicketAction } from './ticket.moves';
import { checkNote, type Noted } from './urge-ticket';

const KIND = { CLOSE: ActKind.TICKET_CLOSED, WITHDRAW: ActKind.TICKET_WITHDRAWN } as const;

/** The command for one of the two ways. */
export const endTicket =
  (action: TicketAction.CLOSE | TicketAction.WITHDRAW): Command<Noted, string> =>
  async (act, viewer, { ticketId, note }) => {
    const taken = await takeTicket(act, viewer, ticketId, action);
    if (taken instanceof Refused) return taken;
    const problems = checkNote('note', note);
    if (problems.length > 0) return new Refused(problems);
    const { ticket } = taken;
    moveTicket(act, ticket, moveOf(action));
    const kind = KIND[action];
    const messageId = await sayInTicket(act, ticket, kind, { note: note ?? null });
    announceTicket(act, ticket, kind, { messageId, toBuyer: true });
    return ticketId;
  };
