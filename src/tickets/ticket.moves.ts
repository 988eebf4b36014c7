/**
 * The life of a ticket as one table (TK-1…TK-18): who can do what, in which state, and where that leads.
 *
 * The commands are guarded by it, `availableActions`, `replyOptions` and `atDeadline` are read off it, and the README prints it.
 */
import { Role } from '../lib/viewer';
import { ReplyOption } from './reply.entity';
import { TicketOutcome, TicketStatus } from './ticket.entity';

/** What somebody can do with a ticket that exists. */
export enum TicketAction {
  URGE = 'URGE',
  ASSIGN = 'ASSIGN',
  RECORD_CONTACT = 'RECORD_CONTACT',
  ADD_EVIDENCE = 'ADD_EVIDENCE',
  REPLY = 'REPLY',
  REQUEST_EVIDENCE = 'REQUEST_EVIDENCE',
  REVIEW = 'REVIEW',
  CONFIRM = 'CONFIRM',
  ADJUDICATE = 'ADJUDICATE',
  SETTLE_WORRY_FREE = 'SETTLE_WORRY_FREE',
  CLOSE = 'CLOSE',
  WITHDRAW = 'WITHDRAW',
  APPEAL = 'APPEAL',
  DECIDE_APPEAL = 'DECIDE_APPEAL',
}

export interface Move {
  /** EXPIRE is the clock's: the second after `dueAt`. */
  readonly action: TicketAction | 'OPEN' | 'EXPIRE';
  /** Which of the action's results it is: an option, an answer, a verdict. */
  readonly choice: string | null;
  readonly by: readonly Role[];
  readonly from: readonly TicketStatus[];
  /** Null: the status stays. INTERVENTION is WORRY_FREE_PROCESS for worry-free orders (TK-12). */
  readonly to: TicketStatus | null;
  readonly outcome: TicketOutcome | null;
  readonly rule: string;
}

const { BUYER, SELLER, PLATFORM, SYSTEM } = Role;
const { AWAITING_SELLER, AWAITING_PLATFORM, INTERVENTION, WORRY_FREE_PROCESS, CLOSED } =
  TicketStatus;
const OPEN_STATES = [AWAITING_SELLER, AWAITING_PLATFORM, INTERVENTION, WORRY_FREE_PROCESS];
/** The answer to a reply that is not confirmed (TK-13). */
export const DENIED = 'DENIED';
export const REJECTED = 'REJECTED';

const move = (
  action: Move['action'],
  choice: string | null,
  by: readonly Role[],
  from: readonly TicketStatus[],
  to: TicketStatus | null,
  outcome: TicketOutcome | null,
  rule: string,
): Move => ({ action, choice, by, from, to, outcome, rule });

const A = TicketAction;
const R = ReplyOption;
const O = TicketOutcome;

// prettier-ignore
export const MOVES: readonly Move[] = [
  move('OPEN', null, [PLATFORM, SYSTEM], [], AWAITING_SELLER, null, 'TK-1'),
  move(A.URGE, null, [PLATFORM], [AWAITING_SELLER], null, null, 'TK-3'),
  move(A.ASSIGN, null, [SELLER], OPEN_STATES, null, null, 'TK-4'),
  move(A.RECORD_CONTACT, null, [SELLER], OPEN_STATES, null, null, 'TK-5'),
  move(A.ADD_EVIDENCE, null, [SELLER], OPEN_STATES, null, null, 'TK-18'),
  move(A.REPLY, R.RESOLVED_AGREED, [SELLER], [AWAITING_SELLER], AWAITING_PLATFORM, null, 'TK-7'),
  move(A.REPLY, R.UNRESOLVED_NOT_AGREED, [SELLER], [AWAITING_SELLER], INTERVENTION, null, 'TK-8'),
  move(A.REPLY, R.UNRESOLVED_UNREACHABLE, [SELLER], [AWAITING_SELLER], INTERVENTION, null, 'TK-9'),
  move(A.REPLY, R.OTHER, [SELLER], [AWAITING_SELLER], AWAITING_PLATFORM, null, 'TK-10'),
  move('EXPIRE', null, [SYSTEM], [AWAITING_SELLER], INTERVENTION, null, 'TK-11'),
  move(A.REQUEST_EVIDENCE, null, [PLATFORM], [INTERVENTION, WORRY_FREE_PROCESS], null, null, 'TK-11'),
  move(A.REVIEW, R.RESOLVED_AGREED, [PLATFORM], [AWAITING_PLATFORM], CLOSED, O.AGREED_CONFIRMED, 'TK-13'),
  move(A.REVIEW, R.OTHER, [PLATFORM], [AWAITING_PLATFORM], CLOSED, O.OTHER_ACCEPTED, 'TK-10'),
  move(A.REVIEW, DENIED, [PLATFORM], [AWAITING_PLATFORM], INTERVENTION, null, 'TK-13'),
  move(A.CONFIRM, R.RESOLVED_AGREED, [BUYER], [AWAITING_PLATFORM], CLOSED, O.AGREED_CONFIRMED, 'TK-13'),
  move(A.CONFIRM, R.OTHER, [BUYER], [AWAITING_PLATFORM], CLOSED, O.OTHER_ACCEPTED, 'TK-10'),
  move(A.CONFIRM, DENIED, [BUYER], [AWAITING_PLATFORM], INTERVENTION, null, 'TK-13'),
  move(A.ADJUDICATE, O.SELLER_LIABLE, [PLATFORM], [INTERVENTION], CLOSED, O.SELLER_LIABLE, 'TK-14'),
  move(A.ADJUDICATE, O.SELLER_NOT_LIABLE, [PLATFORM], [INTERVENTION], CLOSED, O.SELLER_NOT_LIABLE, 'TK-14'),
  move(A.ADJUDICATE, O.NO_FAULT, [PLATFORM], [INTERVENTION], CLOSED, O.NO_FAULT, 'TK-14'),
  move(A.SETTLE_WORRY_FREE, null, [PLATFORM], [WORRY_FREE_PROCESS], CLOSED, O.WORRY_FREE_SETTLED, 'TK-12'),
  move(A.CLOSE, null, [PLATFORM], OPEN_STATES, CLOSED, O.CLOSED_BY_PLATFORM, 'TK-16'),
  move(A.WITHDRAW, null, [BUYER, PLATFORM], OPEN_STATES, CLOSED, O.WITHDRAWN, 'TK-16'),
  move(A.APPEAL, null, [SELLER], [CLOSED], null, null, 'TK-17'),
  move(A.DECIDE_APPEAL, O.SELLER_NOT_LIABLE, [PLATFORM], [CLOSED], null, O.SELLER_NOT_LIABLE, 'TK-17'),
  move(A.DECIDE_APPEAL, O.NO_FAULT, [PLATFORM], [CLOSED], null, O.NO_FAULT, 'TK-17'),
  move(A.DECIDE_APPEAL, REJECTED, [PLATFORM], [CLOSED], null, null, 'TK-17'),
];

export const movesOf = (action: Move['action']): Move[] =>
  MOVES.filter((candidate) => candidate.action === action);

export function moveOf(action: Move['action'], choice: string | null = null): Move {
  const found = movesOf(action).find((candidate) => candidate.choice === choice);
  if (found === undefined) throw new Error(`${action} has no result ${String(choice)}.`);
  return found;
}

/** TK-12: where a move leads a ticket of this kind of order; null when its status stays. */
export const arrival = (
  { to }: Move,
  { worryFree }: { worryFree: boolean },
): TicketStatus | null => (worryFree && to === INTERVENTION ? WORRY_FREE_PROCESS : to);
