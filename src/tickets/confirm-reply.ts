/** `ticketReview` by staff and `ticketConfirm` by the consumer: whether the seller's reply holds (TK-10, TK-13). */
import { Refused } from '../lib/refusal';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { announceTicket, moveTicket, sayInTicket } from './move-ticket';
import { takeTicket } from './take-ticket';
import { DENIED, moveOf, type TicketAction } from './ticket.moves';
import { checkNote, type Noted } from './urge-ticket';

export interface Confirmation extends Noted {
  readonly confirmed: boolean;
}

/** The command for one of the two who may say so. */
export const confirmReply =
  (action: TicketAction.REVIEW | TicketAction.CONFIRM): Command<Confirmation, string> =>
  async (act, viewer, { ticketId, confirmed, note }) => {
    const taken = await takeTicket(act, viewer, ticketId, action);
    if (taken instanceof Refused) return taken;
    const problems = checkNote('note', note);
    if (problems.length > 0) return new Refused(problems);
    const { ticket, reply } = taken;
    if (reply === null) throw new Error('A ticket that waits for the platform has a reply.');
    moveTicket(act, ticket, moveOf(action, confirmed ? reply.option : DENIED));
    const { outcome, recordedStatus: status } = ticket;
    const kind = confirmed ? ActKind.TICKET_CONFIRMED : ActKind.TICKET_DENIED;
    const messageId = await sayInTicket(act, ticket, kind, { outcome, status, note: note ?? null });
    announceTicket(act, ticket, kind, { messageId, toBuyer: true });
    return ticketId;
  };
