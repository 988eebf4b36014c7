/** `ticketRecordContact`: the seller got in touch with the consumer, or tried to (TK-5, TK-18). */
import { newId } from '../lib/ids';
import { refusal, Refused, UserErrorCode, type Refusal } from '../lib/refusal';
import { isInTime } from '../lib/time';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { checkEvidence, linkEvidence } from '../evidence/link-evidence';
import { TicketContact, type ContactChannel } from './contact.entity';
import { announceTicket, traceInside } from './move-ticket';
import { insertContact } from './reply.repository';
import { takeTicket } from './take-ticket';
import { moveOf, TicketAction } from './ticket.moves';
import { checkNote, type Noted } from './urge-ticket';

export interface Contacted extends Noted {
  readonly channel: ContactChannel;
  /** Milliseconds UTC. */
  readonly contactedAt: number;
  readonly reached: boolean;
  readonly evidenceIds?: readonly string[] | null | undefined;
}

/** TK-5: what has not happened yet is no contact; what happened before the ticket is one, but does not count. */
const timeRefusals = (contactedAt: number, now: number): Refusal[] =>
  isInTime(contactedAt, now)
    ? []
    : [refusal(UserErrorCode.CONTACT_IN_FUTURE, 'contactedAt', { contactedAt })];

export const recordContact: Command<Contacted, string> = async (act, viewer, input) => {
  const { ticketId, channel, contactedAt, reached, note = null, evidenceIds } = input;
  const taken = await takeTicket(act, viewer, ticketId, TicketAction.RECORD_CONTACT);
  if (taken instanceof Refused) return taken;
  const { ticket, order } = taken;
  const pieces = evidenceIds ?? [];
  const problems = [
    ...timeRefusals(contactedAt, act.now),
    ...checkNote('note', note),
    ...(await checkEvidence(act, order, pieces)),
  ];
  if (problems.length > 0) return new Refused(problems);
  const id = newId('contact');
  const made = { id, ticketId, channel, contactedAt, reached, note };
  const contact = { ...made, seat: viewer.sub, recordedAt: act.now };
  insertContact(act.tx, Object.assign(new TicketContact(), contact));
  linkEvidence(act, id, pieces);
  traceInside(act, ticket, moveOf(TicketAction.RECORD_CONTACT).rule, channel);
  announceTicket(act, ticket, ActKind.TICKET_CONTACT_RECORDED, { toBuyer: false });
  return id;
};
