/** Going round many things, a few at a time: whatever else this process has to do meanwhile would wait for a look at all of them. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Pace {
  /** What a round takes; longer only if its visits do. */
  readonly overMs: number;
  /** So many are visited at once at least, unless there are fewer. */
  readonly atOnce: number;
}

/** More would only wake up oftener. */
const MOST_PARTS = 15;

/** The process may end meanwhile. */
const UNHELD = { ref: false };

/** One round, its visits evenly spread; of nothing it is one visit to nothing. */
export async function goRound<T>(
  all: readonly T[],
  { overMs, atOnce }: Pace,
  visit: (part: readonly T[]) => Promise<void> | void,
): Promise<void> {
  const startedAt = performance.now();
  const size = Math.max(atOnce, Math.ceil(all.length / MOST_PARTS));
  const parts = Math.max(1, Math.ceil(all.length / size));
  for (let part = 0; part < parts; part += 1) {
    await visit(all.slice(part * size, (part + 1) * size));
    const nextAt = startedAt + ((part + 1) * overMs) / parts;
    await sleep(Math.max(0, nextAt - performance.now()), undefined, UNHELD);
  }
}
