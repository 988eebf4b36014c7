/** `ticketAdjudicate`: staff decide who is liable, with reasons and the evidence considered (TK-14, TK-15). */
import { checkText } from '../lib/check';
import { newId } from '../lib/ids';
import { Refused } from '../lib/refusal';
import { wholeSecond } from '../lib/time';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { checkEvidence, linkEvidence } from '../evidence/link-evidence';
import { TicketJudgment, TicketVerdict } from './judgment.entity';
import { insertJudgments, judgmentsOf } from './judgment.repository';
import { countOf } from './judgment.rules';
import { announceTicket, moveTicket, sayInTicket, traceInside } from './move-ticket';
import { WORDS_LENGTH } from './open-ticket';
import { takeTicket } from './take-ticket';
import type { Ticket } from './ticket.entity';
import { moveOf, TicketAction } from './ticket.moves';

export interface Adjudication {
  readonly ticketId: string;
  readonly verdict: TicketVerdict;
  readonly reason: string;
  /** What was considered. */
  readonly evidenceIds?: readonly string[] | null | undefined;
}

export const adjudicateTicket: Command<Adjudication, string> = async (act, viewer, input) => {
  const { ticketId, verdict, reason } = input;
  const taken = await takeTicket(act, viewer, ticketId, TicketAction.ADJUDICATE);
  if (taken instanceof Refused) return taken;
  const { ticket, order } = taken;
  const evidenceIds = input.evidenceIds ?? [];
  const problems = [
    ...checkText('reason', reason, WORDS_LENGTH),
    ...(await checkEvidence(act, order, evidenceIds)),
  ];
  if (problems.length > 0) return new Refused(problems);
  const judgmentId = await judge(act, ticket, input);
  linkEvidence(act, judgmentId, evidenceIds);
  moveTicket(act, ticket, moveOf(TicketAction.ADJUDICATE, verdict), appealTime(act, verdict));
  const kind = ActKind.TICKET_ADJUDICATED;
  const messageId = await sayInTicket(act, ticket, kind, { outcome: ticket.outcome, note: reason });
  announceTicket(act, ticket, kind, { messageId, toBuyer: true });
  return ticketId;
};

/** TK-17: how long it can be appealed is fixed when it is given. */
const appealTime = ({ now, policy }: Act, verdict: TicketVerdict): { appeal_by?: number } =>
  verdict === TicketVerdict.SELLER_LIABLE
    ? { appeal_by: wholeSecond(now + policy.appealWithinMs) }
    : {};

async function judge(act: Act, ticket: Ticket, { verdict, reason }: Adjudication): Promise<string> {
  const counts = countOf(verdict, await judgmentsOf(act.tx, ticket.orderId));
  const judgment = Object.assign(new TicketJudgment(), {
    id: newId('judgment'),
    ticketId: ticket.id,
    orderId: ticket.orderId,
    shopKey: ticket.shopKey,
    kind: 'GIVEN',
    verdict,
    reason,
    judgedAt: act.now,
    counts,
    countedAt: act.now,
    policyVersion: act.policy.version,
  });
  insertJudgments(act.tx, [judgment]);
  if (counts > 0) traceInside(act, ticket, 'TK-15', String(counts));
  return judgment.id;
}
