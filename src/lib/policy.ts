/**
 * The policy: every number of the rules that is not in a type (domain.md §9).
 *
 * Policies are published with an instant they are effective from. A rule asks for the one in force at the instant it judges,
 * and each row remembers the version it was judged by.
 */
import { DAY_MS, HOUR_MS } from './time';

export interface PolicyValues {
  /** SP-3: cards per order. */
  readonly proposalLimit: number;
  /** SP-6: time to answer a card, at most; the ship-by may come first. */
  readonly answerWithinMs: number;
  /** SP-1: the ship-by must be at least so far away when a card is sent. */
  readonly minimumLeadMs: number;
  /** SP-7, DR-1: days a new ship-by may lie ahead. */
  readonly shipDateWithinDays: number;
  /** OR-1: time promised where the order says nothing. */
  readonly promisedMs: number;
  /** CO-1: share of the goods amount, in hundredths of a percent. */
  readonly lateRateBasisPoints: number;
  /** CO-1: the least and the most a late shipment costs, in minor units of the platform's currency. */
  readonly lateMinimumMinor: number;
  readonly lateMaximumMinor: number;
  /** TK-1: time a seller has for a ticket. */
  readonly ticketWithinMs: number;
  /** TK-3: how long before a ticket is due the seller is urged, the longest first. */
  readonly urgesBeforeMs: readonly number[];
  /** TK-9: attempts that prove a consumer unreachable. */
  readonly unreachableContacts: number;
  /** EV-1: files per reply, report, contact or addition, and the bytes of each. */
  readonly evidenceFiles: number;
  readonly evidenceBytes: number;
  /** PT-1: penalty points for forged evidence, by severity. */
  readonly generalPoints: number;
  readonly severePoints: number;
  /** TK-17: time to appeal a judgment. */
  readonly appealWithinMs: number;
}

export interface Policy extends PolicyValues {
  /** 1, 2, 3 … in the order they were published. */
  readonly version: number;
  /** Milliseconds UTC; the first is effective from always. */
  readonly effectiveFrom: number;
}

/** In force until another is published. It judged orders that exist: change the policy by publishing, not here. */
export const FIRST_POLICY: Policy = {
  version: 1,
  effectiveFrom: Number.NEGATIVE_INFINITY,
  proposalLimit: 3,
  answerWithinMs: DAY_MS,
  minimumLeadMs: 0,
  shipDateWithinDays: 30,
  promisedMs: 48 * HOUR_MS,
  lateRateBasisPoints: 1_000,
  lateMinimumMinor: 500,
  lateMaximumMinor: 10_000,
  ticketWithinMs: DAY_MS,
  urgesBeforeMs: [12 * HOUR_MS, 4 * HOUR_MS, HOUR_MS],
  unreachableContacts: 2,
  evidenceFiles: 5,
  evidenceBytes: 5 * 1_024 * 1_024,
  generalPoints: 12,
  severePoints: 48,
  appealWithinMs: 3 * DAY_MS,
};

/** All policies published so far. Only ever grows. */
export class Policies {
  private readonly versions: Policy[] = [FIRST_POLICY];

  get newest(): number {
    return this.versions.length;
  }

  get all(): readonly Policy[] {
    return this.versions;
  }

  /** The policy in force at an instant: the one that took effect last; of two at one instant the newer. */
  at(instant: number): Policy {
    const inForce = this.versions.filter(({ effectiveFrom }) => effectiveFrom <= instant);
    return inForce.reduce((a, b) => (b.effectiveFrom >= a.effectiveFrom ? b : a));
  }

  version(number: number): Policy {
    const found = this.versions[number - 1];
    if (found === undefined) throw new Error(`There is no policy ${String(number)}.`);
    return found;
  }

  /** Takes in what was published meanwhile; what is known already is passed over. */
  add(published: readonly Policy[]): void {
    for (const policy of published)
      if (policy.version === this.newest + 1) this.versions.push(policy);
  }
}

/** How long a success is remembered under its idempotencyKey (domain.md §10). */
export const IDEMPOTENCY_MS = 7 * DAY_MS;
