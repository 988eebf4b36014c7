/** `ticketAppeal`: the shop disagrees with a SELLER_LIABLE judgment, once and in time (TK-17). */
import { checkText } from '../lib/check';
import { newId } from '../lib/ids';
import { Refused } from '../lib/refusal';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { AppealStatus, TicketAppeal } from './appeal.entity';
import { insertAppeal } from './judgment.repository';
import { announceTicket, sayInTicket, traceInside } from './move-ticket';
import { WORDS_LENGTH } from './open-ticket';
import { takeTicket } from './take-ticket';
import { moveOf, TicketAction } from './ticket.moves';

export interface Objection {
  readonly ticketId: string;
  readonly reason: string;
}

export const appealJudgment: Command<Objection, string> = async (act, viewer, input) => {
  const { ticketId, reason } = input;
  const taken = await takeTicket(act, viewer, ticketId, TicketAction.APPEAL);
  if (taken instanceof Refused) return taken;
  const problems = checkText('reason', reason, WORDS_LENGTH);
  if (problems.length > 0) return new Refused(problems);
  const { ticket } = taken;
  const appeal = Object.assign(new TicketAppeal(), {
    id: newId('appeal'),
    ticketId,
    shopKey: ticket.shopKey,
    status: AppealStatus.SUBMITTED,
    reason,
    seat: viewer.sub,
    submittedAt: act.now,
    verdict: null,
    note: null,
    decidedAt: null,
  });
  insertAppeal(act.tx, appeal);
  traceInside(act, ticket, moveOf(TicketAction.APPEAL).rule, appeal.status);
  const kind = ActKind.TICKET_APPEALED;
  const messageId = await sayInTicket(act, ticket, kind, { note: reason });
  announceTicket(act, ticket, kind, { messageId, toBuyer: false });
  return ticketId;
};
