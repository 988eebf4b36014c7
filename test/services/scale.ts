import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** `npm run test:full` does the stated counts; `npm test` a tenth of them, and less of what nobody counts. */
export const isFullScale = (): boolean => process.env['PARLEY_TEST_SCALE'] === 'full';

/** How often to do what the full run does `count` times: a tenth in the quick run, or another part. */
export function scale(count: number, part = 10): number {
  return isFullScale() ? count : Math.ceil(count / part);
}

/** The seed of this run: chosen and printed once, before the first test file starts. */
export function seed(): number {
  return Number(process.env['PARLEY_TEST_SEED']);
}

export interface Random {
  /** A whole number, both ends included. */
  readonly int: (from: number, to: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(choices: readonly T[]) => T;
}

/** A stream of choices that depends on seed and label alone; each label has a stream of its own. */
export function random(runSeed: number, label: string): Random {
  const generator = xoroshiro128plus(runSeed ^ hash(label));
  const int = (from: number, to: number): number => uniformInt(generator, from, to);
  return {
    int,
    chance: (probability) => uniformFloat64(generator) < probability,
    pick: <T>(choices: readonly T[]): T => choices[int(0, choices.length - 1)] as T,
  };
}

/** FNV-1a: a well-spread 32-bit number from a text. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value;
}

/** All of them at full scale, else one in so many, beginning with another in each run: for what is slow and each like the next. */
export function oneIn<T>(every: number, all: readonly T[], label: string): readonly T[] {
  if (isFullScale()) return all;
  const first = random(seed(), label).int(0, every - 1);
  return all.filter((_item, index) => index % every === first);
}
