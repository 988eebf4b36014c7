/** `ticketReply`: the seller's one answer, in time (TK-6…TK-10). */
import { newId } from '../lib/ids';
import { Refused } from '../lib/refusal';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { subjectsWithEvidence } from '../evidence/evidence.repository';
import { checkEvidence, linkEvidence } from '../evidence/link-evidence';
import { announceTicket, moveTicket, sayInTicket } from './move-ticket';
import { TicketReply, type ReplyOption } from './reply.entity';
import { contactsOf, insertReply } from './reply.repository';
import { replyRefusals, type Handling, type Offered } from './reply.rules';
import { takeTicket } from './take-ticket';
import type { Ticket } from './ticket.entity';
import { moveOf, TicketAction } from './ticket.moves';
import { checkNote } from './urge-ticket';

export interface Reply extends Offered {
  readonly ticketId: string;
  readonly option: ReplyOption;
}

export const replyToTicket: Command<Reply, string> = async (act, viewer, input) => {
  const taken = await takeTicket(act, viewer, input.ticketId, TicketAction.REPLY);
  if (taken instanceof Refused) return taken;
  const { ticket, order } = taken;
  const { option, remark = null, noContactReason = null } = input;
  const evidenceIds = input.evidenceIds ?? [];
  const reasons = [
    ...checkNote('remark', remark),
    ...checkNote('noContactReason', noContactReason),
    ...(await checkEvidence(act, order, evidenceIds)),
    ...replyRefusals(option, await handlingOf(act, ticket), input),
  ];
  if (reasons.length > 0) return new Refused(reasons);
  const id = newId('reply');
  const made = { id, ticketId: ticket.id, option, remark, noContactReason };
  const reply = { ...made, seat: viewer.sub, repliedAt: act.now };
  insertReply(act.tx, Object.assign(new TicketReply(), reply));
  linkEvidence(act, id, evidenceIds);
  moveTicket(act, ticket, moveOf(TicketAction.REPLY, option), { urge_after: null });
  const facts = { option, status: ticket.recordedStatus, remark };
  const messageId = await sayInTicket(act, ticket, 'TICKET_REPLIED', facts);
  announceTicket(act, ticket, ActKind.TICKET_REPLIED, { messageId, toBuyer: true });
  return ticket.id;
};

/** What the ticket has to show when it is replied to. */
async function handlingOf(act: Act, ticket: Ticket): Promise<Handling> {
  const contacts = await contactsOf(act.tx, [ticket.id]);
  const ids = contacts.map(({ id }) => id);
  const proven = await subjectsWithEvidence(act.tx, ids);
  const { unreachableContacts } = act.app.clock.policies.version(ticket.policyVersion);
  return { ticket, contacts, proven, unreachableContacts };
}
