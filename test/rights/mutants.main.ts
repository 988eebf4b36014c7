/**
 * Takes out one guard after the other and asks the matrix again: a cell must turn red. Run by `mutants.ts` as a process of its
 * own, for the guards have switches only where the source is loaded so. Says what it found as one line of JSON.
 */
import { guards, mutants, type Mutant } from './guards';
import { spared } from './law';
import { matrixOf } from './matrix';
import { openWorld, type Case } from './world';

export interface MutantReport {
  readonly guards: number;
  readonly mutants: number;
  readonly tried: number;
  readonly cells: number;
  /** Wrong with every guard in place. */
  readonly wrong: readonly string[];
  readonly survivors: readonly string[];
  /** Fields that nobody was told anything of. */
  readonly unseen: readonly string[];
}

/** Waits no longer for a case that a missing guard keeps from ending: hanging is not right either. */
const MOST_MS = 5_000;

/** Why a case is red; null when it is not. */
async function redness(one: Case): Promise<string | null> {
  const late = new Promise<string>((resolve) =>
    setTimeout(() => resolve(`${one.name} does not end`), MOST_MS).unref(),
  );
  const judged = one.run().then(
    (cells) => cells.find(({ isRight }) => !isRight)?.what ?? null,
    (error: unknown) => String(error),
  );
  return Promise.race([judged, late]);
}

/** Runs everything once with all guards in place; tells which cases come upon which guard. */
async function survey(cases: readonly Case[]) {
  const metBy = new Map<string, Case[]>();
  const took = new Map<Case, number>();
  const wrong: string[] = [];
  let cells = 0;
  for (const one of cases) {
    globalThis.parleyGuards.met.clear();
    const start = performance.now();
    for (const { isRight, what, viewer, law, found } of await one.run()) {
      cells += 1;
      if (!isRight) wrong.push(`${what}, ${viewer}: the law says ${law}, found ${found}`);
    }
    took.set(one, performance.now() - start);
    for (const guard of globalThis.parleyGuards.met)
      metBy.set(guard, [...(metBy.get(guard) ?? []), one]);
  }
  // The quickest first: mostly one is enough.
  for (const met of metBy.values()) met.sort((a, b) => took.get(a)! - took.get(b)!);
  return { metBy, wrong, cells };
}

async function isCaught({ name, guard }: Mutant, metBy: ReadonlyMap<string, Case[]>) {
  for (const one of metBy.get(guard) ?? []) {
    globalThis.parleyGuards.out = name;
    const red = await redness(one);
    globalThis.parleyGuards.out = null;
    // Red for another reason, it would stay so.
    if (red !== null && (await redness(one)) === null) return true;
  }
  return false;
}

/** A few of them, chosen by the seed. */
function some(all: readonly Mutant[], count: number, seed: number): readonly Mutant[] {
  const step = Math.max(1, Math.floor(all.length / count));
  return all.filter((_mutant, index) => index % step === seed % step);
}

/** `signedIn()` that nobody ever came to: what stands before it has kept them out. */
const isAccessor = (guard: string): boolean => guard.endsWith('.signedIn()');

/** Lines move; guards are spared by what they say. */
const isSpared = (name: string): boolean => spared().includes(name.replace(/:\d+ /, ' '));

async function main(): Promise<void> {
  const [count, seed = '0'] = process.argv.slice(2);
  const world = await openWorld();
  const { cases, unseen } = await matrixOf(world, { isFull: false, looksTwice: true });
  const { metBy, wrong, cells } = await survey(cases);
  // The control: what is asked again with every guard in place is as right as before, so red is the guard's doing.
  if (count === 'all') wrong.push(...(await survey(cases)).wrong);
  const needed = mutants.filter(
    ({ name, guard }) => !isSpared(name) && (!isAccessor(guard) || metBy.has(guard)),
  );
  const chosen = count === 'all' ? needed : some(needed, Number(count), Number(seed));
  const survivors: string[] = [];
  for (const mutant of chosen) {
    if (await isCaught(mutant, metBy)) continue;
    survivors.push(mutant.name);
    console.error(`No cell misses ${mutant.name}`);
  }
  const report: MutantReport = {
    guards: guards.size,
    mutants: mutants.length,
    tried: chosen.length,
    cells,
    wrong,
    survivors,
    unseen,
  };
  await world.close();
  process.stdout.write(`${JSON.stringify(report)}\n`);
  process.exit(0);
}

void main();
