/**
 * The rules of tickets (TK-1…TK-18), pure: state, viewer and time in, decision out. Who may move a ticket where is the table
 * in `ticket.moves.ts`; here are the clock, the guards around the table, and until when each move can be made.
 */
import { refusal, UserErrorCode, type Refusal } from '../lib/refusal';
import { firstSecondAfter, hasPassed, isInTime, SECOND_MS, wholeSecond } from '../lib/time';
import { may, Permission, Role, type Viewer } from '../lib/viewer';
import type { Policy } from '../lib/policy';
import { AppealStatus, type TicketAppeal } from './appeal.entity';
import type { TicketContact } from './contact.entity';
import type { TicketReply } from './reply.entity';
import { TicketOutcome, TicketStatus, type Ticket, type TicketCategory } from './ticket.entity';
import { arrival, moveOf, movesOf, TicketAction } from './ticket.moves';

/** What decides about a ticket beside the viewer. */
export interface TicketState {
  readonly ticket: Ticket;
  readonly reply: TicketReply | null;
  readonly appeal: TicketAppeal | null;
  readonly now: number;
}

/** TK-1: fixed when the ticket is opened. */
export const dueAtOf = (openedAt: number, policy: Policy): number =>
  wholeSecond(openedAt + policy.ticketWithinMs);

type Timed = Pick<Ticket, 'recordedStatus' | 'dueAt' | 'worryFree'>;

/** TK-11: due has passed without a reply, and nobody has recorded it yet. */
export const isExpiryDue = ({ recordedStatus, dueAt }: Timed, now: number): boolean =>
  recordedStatus === TicketStatus.AWAITING_SELLER && hasPassed(dueAt, now);

/** TK-11, TK-12, TM-5: what is true now, whether or not it has been recorded. */
export const statusAt = (ticket: Timed, now: number): TicketStatus =>
  (isExpiryDue(ticket, now) ? arrival(moveOf('EXPIRE'), ticket) : null) ?? ticket.recordedStatus;

/** TK-11, TM-5 */
export const isWaivedAt = (ticket: Timed & Pick<Ticket, 'recordedWaiver'>, now: number): boolean =>
  ticket.recordedWaiver || isExpiryDue(ticket, now);

/** TK-3: the instants of the automatic urges, earliest first. At each of them the urge is due in that very second. */
const urgeInstants = (dueAt: number, { urgesBeforeMs }: Policy): number[] =>
  urgesBeforeMs.map((before) => dueAt - wholeSecond(before)).sort((a, b) => a - b);

/** TK-3: the last second before the next urge, which is due in the second after; null when none is left. */
export function urgeAfterOf(dueAt: number, policy: Policy, now: number): number | null {
  const next = urgeInstants(dueAt, policy).find((instant) => !isInTime(instant, now));
  return next === undefined ? null : next - SECOND_MS;
}

/** TK-3: the instant of the urge that is due now: of several missed the latest, none once the ticket is due. */
export function dueUrge(ticket: Ticket, policy: Policy, now: number): number | null {
  if (statusAt(ticket, now) !== TicketStatus.AWAITING_SELLER) return null;
  if (ticket.urgeAfter === null || !hasPassed(ticket.urgeAfter, now)) return null;
  const first = firstSecondAfter(ticket.urgeAfter);
  const passed = urgeInstants(ticket.dueAt, policy).filter((instant) => isInTime(instant, now));
  return Math.max(first, ...passed);
}

/** TK-2: the open ticket of an order and category. */
export const openTicketOf = (
  tickets: readonly Ticket[],
  category: TicketCategory,
): Ticket | undefined =>
  tickets.find(
    (ticket) => ticket.category === category && ticket.recordedStatus !== TicketStatus.CLOSED,
  );

/** TK-5: a contact counts from the second in which the ticket was opened. */
export const contactCounts = (
  { openedAt }: Pick<Ticket, 'openedAt'>,
  { contactedAt }: Pick<TicketContact, 'contactedAt'>,
): boolean => isInTime(openedAt, contactedAt);

/** TK-1, TK-4: the role the table asks for; of seats, those with `tickets`. */
export function roleRefusals(viewer: Viewer, action: TicketAction | 'OPEN'): Refusal[] {
  const allowed = movesOf(action).some(({ by }) => by.includes(viewer.role));
  const permitted = viewer.role !== Role.SELLER || may(viewer, Permission.tickets);
  return allowed && permitted ? [] : [refusal(UserErrorCode.FORBIDDEN)];
}

/** TK-4: once assigned, that seat and the owner act. */
function assignmentRefusals(viewer: Viewer, { assigneeKey: seat }: Ticket): Refusal[] {
  const isOthers = viewer.role === Role.SELLER && seat !== null && seat !== viewer.sub;
  if (!isOthers || may(viewer, Permission.owner)) return [];
  return [refusal(UserErrorCode.TICKET_ASSIGNED_TO_OTHER, 'ticketId', { seat })];
}

const notInState = (status: TicketStatus): Refusal =>
  refusal(UserErrorCode.TICKET_NOT_IN_STATE, 'ticketId', { status });

/** TK-6, TK-11: why it is too late or too early to reply, in the seller's terms. */
function replyStateRefusal({ ticket, reply, now }: TicketState): Refusal {
  const status = statusAt(ticket, now);
  if (reply !== null) return refusal(UserErrorCode.TICKET_ALREADY_REPLIED, 'ticketId');
  if (status === TicketStatus.CLOSED) return notInState(status);
  return refusal(UserErrorCode.TICKET_DUE_PASSED, 'ticketId', { dueAt: ticket.dueAt });
}

/** TK-11, TK-18: what is offered after a waiver counts only where staff asked for it, and in time. */
function waiverRefusals({ ticket, now }: TicketState): Refusal[] {
  const { evidenceUntil } = ticket;
  const isAsked = evidenceUntil !== null && isInTime(now, evidenceUntil);
  if (!isWaivedAt(ticket, now) || isAsked) return [];
  return [refusal(UserErrorCode.EVIDENCE_WAIVED, 'ticketId', { dueAt: ticket.dueAt })];
}

/** TK-17: SELLER_LIABLE can be appealed once, in time. */
function appealRefusals({ ticket, appeal, now }: TicketState): Refusal[] {
  const { outcome, appealBy } = ticket;
  if (appealBy === null) return [notInState(ticket.recordedStatus)];
  const isOpen = outcome === TicketOutcome.SELLER_LIABLE && isInTime(now, appealBy);
  if (isOpen && appeal === null) return [];
  return [refusal(UserErrorCode.APPEAL_CLOSED, 'ticketId', { appealBy })];
}

const decisionRefusals = ({ ticket, appeal }: TicketState): Refusal[] =>
  appeal?.status === AppealStatus.SUBMITTED
    ? []
    : [refusal(UserErrorCode.APPEAL_CLOSED, 'ticketId', { appealBy: ticket.appealBy })];

/** What some actions ask beyond the table's states. */
const ALSO: Partial<Record<TicketAction, (state: TicketState) => Refusal[]>> = {
  [TicketAction.RECORD_CONTACT]: waiverRefusals,
  [TicketAction.ADD_EVIDENCE]: waiverRefusals,
  [TicketAction.APPEAL]: appealRefusals,
  [TicketAction.DECIDE_APPEAL]: decisionRefusals,
};

/** The table's states, and what the action asks beyond them. */
function stateRefusals(action: TicketAction, state: TicketState): Refusal[] {
  const { ticket, now } = state;
  if (action === TicketAction.ADJUDICATE && ticket.worryFree)
    return [refusal(UserErrorCode.WORRY_FREE_NOT_ADJUDICATED, 'ticketId')];
  const status = statusAt(ticket, now);
  const isFrom = movesOf(action).some(({ from }) => from.includes(status));
  if (isFrom) return ALSO[action]?.(state) ?? [];
  return [action === TicketAction.REPLY ? replyStateRefusal(state) : notInState(status)];
}

/** Every reason why this viewer cannot do this now; empty when it can. The guard of every command on a ticket. */
export function actionRefusals(
  viewer: Viewer,
  action: TicketAction,
  state: TicketState,
): Refusal[] {
  const forbidden = roleRefusals(viewer, action);
  if (forbidden.length > 0) return forbidden;
  return [...assignmentRefusals(viewer, state.ticket), ...stateRefusals(action, state)];
}

/** The last second in which an action that is possible now stays possible by itself; null when no clock ends it. */
export function untilOf(action: TicketAction, { ticket, now }: TicketState): number | null {
  if (action === TicketAction.APPEAL) return ticket.appealBy;
  if (action === TicketAction.REPLY || action === TicketAction.URGE) return ticket.dueAt;
  if (action !== TicketAction.RECORD_CONTACT && action !== TicketAction.ADD_EVIDENCE) return null;
  if (isWaivedAt(ticket, now)) return ticket.evidenceUntil;
  return statusAt(ticket, now) === TicketStatus.AWAITING_SELLER ? ticket.dueAt : null;
}
