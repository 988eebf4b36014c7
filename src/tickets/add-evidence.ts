/** `ticketAddEvidence`: more proof, until the platform decides (TK-18). */
import { newId } from '../lib/ids';
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { checkEvidence, linkEvidence } from '../evidence/link-evidence';
import { TicketAddition } from './addition.entity';
import { announceTicket, traceInside } from './move-ticket';
import { insertAddition } from './reply.repository';
import { takeTicket } from './take-ticket';
import { moveOf, TicketAction } from './ticket.moves';

export interface Addition {
  readonly ticketId: string;
  readonly evidenceIds: readonly string[];
}

export const addEvidence: Command<Addition, string> = async (act, viewer, input) => {
  const { ticketId, evidenceIds } = input;
  const taken = await takeTicket(act, viewer, ticketId, TicketAction.ADD_EVIDENCE);
  if (taken instanceof Refused) return taken;
  if (evidenceIds.length === 0) return refuse(UserErrorCode.EVIDENCE_REQUIRED, 'evidenceIds');
  const problems = await checkEvidence(act, taken.order, evidenceIds);
  if (problems.length > 0) return new Refused(problems);
  const id = newId('addition');
  const addition = { id, ticketId, seat: viewer.sub, addedAt: act.now };
  insertAddition(act.tx, Object.assign(new TicketAddition(), addition));
  linkEvidence(act, id, evidenceIds);
  traceInside(act, taken.ticket, moveOf(TicketAction.ADD_EVIDENCE).rule, 'EVIDENCE_ADDED');
  announceTicket(act, taken.ticket, ActKind.TICKET_EVIDENCE_ADDED, { toBuyer: false });
  return ticketId;
};
