/**
 * Rivals in turn: A B C A B C …, so that a machine that is slow for a while is slow for all of them. What counts is the median of the
 * ratios within a round; figures are medians over all rounds.
 */
import { LIMIT, PARLEY, type Goal, type Opened, type Sample, type Work } from './work';

export interface Result {
  readonly goal: Goal;
  readonly ours: number;
  readonly theirs: number;
  /** Ours over theirs: the median over the rounds, and the lowest and highest of them. */
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
  readonly isReached: boolean;
}

export interface Played {
  readonly work: Work;
  readonly results: readonly Result[];
  /** Everything that was measured, by rival: for the file. */
  readonly samples: Readonly<Record<string, readonly Sample[]>>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

/** What so much of all (0.95) stayed at or under. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.ceil(sorted.length * share) - 1] ?? NaN;

/** One after the other, until it is too late to begin another; who is left out is told. */
export async function inTime<W, P>(
  works: readonly W[],
  measure: (work: W) => Promise<P>,
  isLate: () => boolean,
): Promise<{ readonly played: readonly P[]; readonly left: readonly W[] }> {
  const played: P[] = [];
  while (played.length < works.length && !isLate())
    played.push(await measure(works[played.length]!));
  return { played, left: works.slice(played.length) };
}

/** One round that does not count warms up compilers, caches and pools. */
export async function play(
  work: Work,
  opened: Opened,
  turns: number,
  isQuick = false,
): Promise<Played> {
  const samples: Record<string, Sample[]> = {};
  await opened.check();
  for (let round = 0; round <= turns; round += 1)
    for (const { name, warmUp, turn } of opened.rivals) {
      if (round === 0 && (warmUp === 'never' || (warmUp === 'full' && isQuick))) continue;
      const sample = await turn();
      if (round > 0) (samples[name] ??= []).push(sample);
    }
  return { work, samples, results: work.goals.map((goal) => resultOf(goal, samples)) };
}

function resultOf(goal: Goal, samples: Record<string, Sample[]>): Result {
  const ours = valuesOf(samples, PARLEY, goal.figure);
  const isLimit = goal.beside === LIMIT;
  const theirs = isLimit ? ours.map(() => goal.reach) : valuesOf(samples, goal.beside, goal.figure);
  const ratios = ours.map((value, round) => value / (theirs[round] ?? NaN));
  const ratio = median(ratios);
  return {
    goal,
    ours: median(ours),
    theirs: median(theirs),
    ratio,
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    isReached: isReached(goal.isBetter, ratio, isLimit ? 1 : goal.reach),
  };
}

const isReached = (isBetter: Goal['isBetter'], ratio: number, reach: number): boolean =>
  isBetter === 'more' ? ratio >= reach : ratio <= reach;

function valuesOf(samples: Record<string, Sample[]>, rival: string, figure: string): number[] {
  const values = (samples[rival] ?? []).map((sample) => sample[figure]);
  if (values.length === 0 || values.includes(undefined))
    throw new Error(`${rival} was not measured in ${figure}.`);
  return values as number[];
}
