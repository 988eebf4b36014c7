/**
 * The policy: every number of the rules that is not in a type, in one place (domain.md §9).
 *
 * Each row that a rule decided remembers the version it was decided by.
 */
import { DAY_MS, HOUR_MS } from './time';

export interface Policy {
  readonly version: number;
  /** SP-3: cards per order. */
  readonly proposalLimit: number;
  /** SP-6: time to answer a card, at most; the ship-by may come first. */
  readonly answerWithinMs: number;
  /** SP-1: the ship-by must be at least so far away when a card is sent. */
  readonly minimumLeadMs: number;
  /** SP-7: days after the day of sending. */
  readonly shipDateWithinDays: number;
  /** OR-1: hours promised where the order says nothing. */
  readonly promisedMs: number;
}

export const POLICY: Policy = {
  version: 1,
  proposalLimit: 3,
  answerWithinMs: DAY_MS,
  minimumLeadMs: 0,
  shipDateWithinDays: 30,
  promisedMs: 48 * HOUR_MS,
};

/** How long a success is remembered under its idempotencyKey (domain.md §10). */
export const IDEMPOTENCY_MS = 7 * DAY_MS;
