/** `ticketRequestEvidence`: staff ask for contacts and evidence, also where they were waived (TK-11). */
import { invalid } from '../lib/check';
import { Refused } from '../lib/refusal';
import { isInTime, rfc3339, wholeSecond } from '../lib/time';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { MessageSender } from '../conversations/message.entity';
import { announceTicket, sayInTicket, traceInside } from './move-ticket';
import { takeTicket } from './take-ticket';
import { moveOf, TicketAction } from './ticket.moves';
import { updateTicket } from './ticket.repository';
import { checkNote, type Noted } from './urge-ticket';

export interface EvidenceRequest extends Noted {
  /** Milliseconds UTC; the last second in which it can be offered (TM-3). */
  readonly until: number;
}

export const requestEvidence: Command<EvidenceRequest, string> = async (act, viewer, input) => {
  const { ticketId, note, until } = input;
  const taken = await takeTicket(act, viewer, ticketId, TicketAction.REQUEST_EVIDENCE);
  if (taken instanceof Refused) return taken;
  const problems = checkNote('note', note);
  if (!isInTime(act.now, until)) problems.push(invalid('until', 'pastInstant'));
  if (problems.length > 0) return new Refused(problems);
  const { ticket } = taken;
  const offerBy = wholeSecond(until);
  updateTicket(act.tx, ticket, { evidence_until: offerBy });
  traceInside(act, ticket, moveOf(TicketAction.REQUEST_EVIDENCE).rule, rfc3339(offerBy));
  const kind = ActKind.TICKET_EVIDENCE_REQUESTED;
  const facts = { offerBy, note: note ?? null };
  const messageId = await sayInTicket(act, ticket, kind, facts, MessageSender.PLATFORM_SERVICE);
  announceTicket(act, ticket, kind, { messageId, toBuyer: false });
  return ticketId;
};
