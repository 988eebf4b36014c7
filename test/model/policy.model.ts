/** The reference's policies (domain.md §9): figures, and the instant they are effective from. */
import { toSecond } from './calendar';
import { no, type Outcome } from './model.types';

export interface Figures {
  readonly proposalLimit: number;
  readonly answerWithinHours: number;
  readonly shipDateWithinDays: number;
  readonly promisedHours: number;
  readonly lateRatePercent: number;
  readonly lateMinimumMinor: number;
  readonly lateMaximumMinor: number;
}

export interface Policy extends Figures {
  readonly version: number;
  readonly effectiveFrom: number;
}

export const DEFAULTS: Figures = {
  proposalLimit: 3,
  answerWithinHours: 24,
  shipDateWithinDays: 30,
  promisedHours: 48,
  lateRatePercent: 10,
  lateMinimumMinor: 500,
  lateMaximumMinor: 10_000,
};

/** The policies of one history: those before it ended with the defaults, so the defaults have been in force always. */
export class PolicyBook {
  private readonly versions: Policy[];

  constructor(firstVersion: number) {
    this.versions = [{ ...DEFAULTS, version: firstVersion, effectiveFrom: -Infinity }];
  }

  /** The one that took effect last; of two at one instant the newer. */
  at(instant: number): Policy {
    const inForce = this.versions.filter(({ effectiveFrom }) => effectiveFrom <= instant);
    return inForce.reduce((last, next) => (next.effectiveFrom >= last.effectiveFrom ? next : last));
  }

  /** What is left out stays what it is; the past cannot be judged anew, but this very second is no past. */
  publish(figures: Partial<Figures>, from: number, now: number): Outcome {
    const effectiveFrom = Math.max(from, now);
    const policy = { ...this.at(effectiveFrom), ...figures };
    const codes = [
      ...(policy.lateMinimumMinor > policy.lateMaximumMinor ? ['INVALID_INPUT'] : []),
      ...(toSecond(from) < toSecond(now) ? ['INVALID_INPUT'] : []),
    ];
    if (codes.length > 0) return no(...codes);
    this.versions.push({ ...policy, effectiveFrom, version: this.versions.at(-1)!.version + 1 });
    return no();
  }
}
