/** What a page that was opened in the middle of a settlement can say of it: how much there was, and how fast it goes. */

export interface Settlement {
  /** The most that waited since the page looks. */
  readonly most: number;
  /** When that was. */
  readonly since: number;
  readonly waiting: number;
  readonly at: number;
}

const begin = (waiting: number, at: number): Settlement => ({
  most: waiting,
  since: at,
  waiting,
  at,
});

/** A new crest begins a new settlement. */
export const follow = (before: Settlement | undefined, waiting: number, at: number): Settlement =>
  before === undefined || waiting >= before.most || before.waiting === 0
    ? begin(waiting, at)
    : { ...before, waiting, at };

/** How much of it is recorded, 0 to 1. */
export const doneOf = ({ most, waiting }: Settlement): number =>
  most === 0 ? 1 : (most - waiting) / most;

/** Whole seconds until nothing waits, if it goes on as fast; null before that can be said. */
export function secondsLeftOf({ most, since, waiting, at }: Settlement): number | null {
  const recorded = most - waiting;
  if (recorded <= 0 || waiting === 0) return null;
  return Math.ceil((waiting * (at - since)) / recorded / 1_000);
}
