/** `ticketAppealDecide`: staff uphold or reject an appeal. What no longer holds is taken back by counter-entries (TK-17). */
import { invalid } from '../lib/check';
import { newId } from '../lib/ids';
import { Refused, type Refusal } from '../lib/refusal';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { AppealStatus, type TicketAppeal } from './appeal.entity';
import { TicketJudgment, TicketVerdict, type JudgmentKind } from './judgment.entity';
import { decideAppeal, insertJudgments, judgmentsOf } from './judgment.repository';
import { takeBack } from './judgment.rules';
import { announceTicket, moveTicket, sayInTicket, traceInside } from './move-ticket';
import { takeTicket } from './take-ticket';
import type { Ticket } from './ticket.entity';
import { moveOf, REJECTED, TicketAction } from './ticket.moves';
import { checkNote, type Noted } from './urge-ticket';

export interface Decision extends Noted {
  readonly upheld: boolean;
  /** The verdict from now on, for an appeal that is upheld. */
  readonly verdict?: TicketVerdict | null | undefined;
  readonly revokeViolationIds?: readonly string[] | null | undefined;
}

const REJECTION = moveOf(TicketAction.DECIDE_APPEAL, REJECTED);

export const decideTicketAppeal: Command<Decision, string> = async (act, viewer, input) => {
  const taken = await takeTicket(act, viewer, input.ticketId, TicketAction.DECIDE_APPEAL);
  if (taken instanceof Refused) return taken;
  const problems = [...checkNote('note', input.note), ...verdictProblems(input)];
  if (problems.length > 0) return new Refused(problems);
  const { ticket, appeal } = taken;
  if (appeal === null) throw new Error('An appeal that is not there cannot be decided.');
  const { upheld, note = null } = input;
  const verdict = input.verdict ?? null;
  const status = upheld ? AppealStatus.UPHELD : AppealStatus.REJECTED;
  decideAppeal(act.tx, appeal.id, { status, verdict, note, decidedAt: act.now });
  if (verdict === null) traceInside(act, ticket, REJECTION.rule, status);
  else {
    const refusals = await revoke(act, ticket, input);
    if (refusals.length > 0) return new Refused(refusals);
    await uphold(act, ticket, { verdict, appeal });
  }
  const kind = upheld ? ActKind.TICKET_APPEAL_UPHELD : ActKind.TICKET_APPEAL_REJECTED;
  const messageId = await sayInTicket(act, ticket, kind, { outcome: ticket.outcome, note });
  announceTicket(act, ticket, kind, { messageId, toBuyer: upheld });
  return ticket.id;
};

/** An upheld appeal changes the verdict, and only that. */
function verdictProblems({ upheld, verdict, revokeViolationIds }: Decision): Refusal[] {
  const given = verdict ?? null;
  if (upheld)
    return given === null || given === TicketVerdict.SELLER_LIABLE
      ? [invalid('verdict', 'verdictMissing')]
      : [];
  const problems = given === null ? [] : [invalid('verdict', 'verdictOfRejected')];
  if ((revokeViolationIds ?? []).length > 0)
    problems.push(invalid('revokeViolationIds', 'verdictOfRejected'));
  return problems;
}

async function revoke(act: Act, ticket: Ticket, { revokeViolationIds }: Decision) {
  const violationIds = revokeViolationIds ?? [];
  if (violationIds.length === 0) return [];
  const { id: ticketId, shopKey } = ticket;
  return act.app.revokeViolations(act, { shopKey, ticketId, violationIds });
}

/** TK-17: the new verdict, and the metric as if the old one had never been given. */
async function uphold(
  act: Act,
  ticket: Ticket,
  { verdict, appeal }: { verdict: TicketVerdict; appeal: TicketAppeal },
): Promise<void> {
  const entries = await judgmentsOf(act.tx, ticket.orderId);
  const { given, counts, successor } = takeBack(ticket.id, entries);
  const reason = appeal.reason;
  const counter = entryOf(act, given, { kind: 'APPEALED', verdict, reason, counts });
  const next =
    successor === undefined
      ? []
      : [entryOf(act, successor, { kind: 'SUCCEEDED', counts: 1, reason: successor.reason })];
  insertJudgments(act.tx, [counter, ...next]);
  moveTicket(act, ticket, moveOf(TicketAction.DECIDE_APPEAL, verdict));
  traceInside(act, ticket, 'TK-15', String(counts));
}

/** A counter-entry is dated like the judgment it answers, so that every window of days adds up. */
const entryOf = (
  { now, policy }: Act,
  judgment: TicketJudgment,
  changes: Pick<TicketJudgment, 'counts' | 'reason'> & {
    readonly kind: JudgmentKind;
    readonly verdict?: TicketVerdict;
  },
): TicketJudgment =>
  Object.assign(new TicketJudgment(), judgment, changes, {
    id: newId('judgment'),
    judgedAt: now,
    policyVersion: policy.version,
  });
