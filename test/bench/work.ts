/** What the benchmark measures, and what it measures it beside. */
import type { Stage } from './stage';

/** Figures of one turn, by name: `{ 'pages/s': 1840 }`. */
export type Sample = Readonly<Record<string, number>>;

/** One of those who do the same work, turn about. */
export interface Rival {
  readonly name: string;
  /**
   * Whether a turn comes first that does not count; always, unless said. `full`: in a quick run not, its turns being long enough, or
   * starting from nothing, or warmed up for, or so far behind that nothing changes. `never`: the check is one.
   */
  readonly warmUp?: 'full' | 'never';
  /** Does the work once and says how it went. */
  readonly turn: () => Promise<Sample>;
}

/** What a figure of ours has to reach beside another's. */
export interface Goal {
  readonly figure: string;
  readonly isBetter: 'more' | 'less';
  readonly beside: string;
  /** Ours over the other's: at least this where more is better, at most this where less is. Beside LIMIT, the figure itself. */
  readonly reach: number;
}

export interface Opened {
  readonly rivals: readonly Rival[];
  /** Proves that all of them give the same answer, before anything is measured. */
  readonly check: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** One line of the issue: a work, its rivals and its goals. */
export interface Work {
  readonly name: string;
  /** What is done, in a sentence. */
  readonly about: string;
  readonly goals: readonly Goal[];
  /** How many turns everybody has, the warm-up aside. */
  readonly turns: { readonly full: number; readonly quick: number };
  readonly open: (stage: Stage) => Promise<Opened>;
}

/** Beside nobody: a figure that has to be reached whatever others do. */
export const LIMIT = 'limit';

/** Whose figures the goals are about. */
export const PARLEY = 'parley';
