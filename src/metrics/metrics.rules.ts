/** The rules of shop metrics (MT-1), pure: which facts fall into a span of time, and what they come to. */
import { DAY_MS, dayOf, daysLater, endOfDay, firstSecondAfter, wholeSecond } from '../lib/time';

/** TM-4: 30 days of 86,400 s. */
export const WINDOW_MS = 30 * DAY_MS;

/** From an instant on, and before another. Both are whole seconds. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** MT-1: the last 30 days, both ends included: what is exactly 30 days old counts, what is a second older does not. */
export const windowAt = (now: number): Span => ({
  from: wholeSecond(now) - WINDOW_MS,
  until: firstSecondAfter(now),
});

export interface DaySpan extends Span {
  /** In the platform zone. */
  readonly day: string;
}

/** MT-1: the last so many calendar days of the platform zone, oldest first. Today is as long as it has lasted. */
export function daysUntil(now: number, days: number, zone: string): DaySpan[] {
  const first = daysLater(dayOf(now, zone), 1 - days);
  const endOf = (day: string): number => firstSecondAfter(endOfDay(day, zone));
  return Array.from({ length: days }, (_, index) => daysLater(first, index)).map((day) => ({
    day,
    from: endOf(daysLater(day, -1)),
    until: Math.min(endOf(day), firstSecondAfter(now)),
  }));
}

/** What is counted of a shop in a span of time. */
export const COUNTS = [
  'ordersPaid',
  'liableJudgments',
  'ordersDue',
  'ordersLate',
  'proposalsSent',
  'proposalsAccepted',
  'ticketsOverdue',
] as const;

export type Count = (typeof COUNTS)[number];

export interface Facts extends Record<Count, number> {
  /** How long each reply took, in whole seconds, the shortest first. */
  readonly replySeconds: number[];
}

export const noFacts = (): Facts => ({
  ordersPaid: 0,
  liableJudgments: 0,
  ordersDue: 0,
  ordersLate: 0,
  proposalsSent: 0,
  proposalsAccepted: 0,
  ticketsOverdue: 0,
  replySeconds: [],
});

/** MT-1: a share of nothing is none. */
export const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : part / whole;

/** MT-1: the nearest rank: the smallest value that so many percent do not exceed. Whole numbers, as 0.9 × 70 is not 63. */
export const nearestRank = (ascending: readonly number[], percent: number): number | null =>
  ascending[Math.ceil((percent * ascending.length) / 100) - 1] ?? null;

/** TM-3: whole seconds between two instants. */
export const secondsBetween = (from: number, to: number): number =>
  (wholeSecond(to) - wholeSecond(from)) / 1_000;
