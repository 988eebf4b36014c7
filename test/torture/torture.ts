/** A whole torture: chapters of rounds, until all are done or one was wrong. */
import { Chapter, type RoundReport } from './chapter';
import type { Engine, EngineOptions } from './engines';
import { faultsOf, type Fault } from './faults';
import { noTally, type Tally } from './load';
import { Stage } from './stage';
import type { Wrong } from './wrong';

export interface TortureOptions extends EngineOptions {
  readonly engine: Engine;
  readonly nodes: number;
  readonly rounds: number;
  readonly seed: number;
  /** The number of the first round; its faults depend on seed and number alone. */
  readonly from: number;
  /** Names of faults; all that the engine can have when undefined. */
  readonly faults?: readonly string[] | undefined;
  readonly acts?: number;
  readonly keepLogs?: boolean;
  readonly say: (text: string) => void;
  readonly onRound: (report: RoundReport) => void;
}

export interface TortureReport {
  readonly rounds: number;
  readonly tally: Tally;
  readonly delivered: number;
  readonly interruptions: number;
  readonly masked: number;
  readonly ms: number;
  readonly wrong: readonly Wrong[];
  /** The round that was wrong. */
  readonly failed: number | undefined;
  /** Kept when something was wrong, or when asked for. */
  readonly logs: string | undefined;
}

/** So many rounds share a database; then a new one keeps the looks at all of it quick. */
const ROUNDS_PER_CHAPTER = 50;
const ACTS = 40;

export async function torture(options: TortureOptions): Promise<TortureReport> {
  const startedAt = performance.now();
  const { say } = options;
  const stage = await Stage.open(options);
  const reports: RoundReport[] = [];
  const wrong: Wrong[] = [];
  try {
    const faults = chosenFaults(stage, options);
    say(`Faults: ${faults.map(({ name }) => name).join(', ')}`);
    if (stage.engine.disk === undefined && options.engine !== 'galera')
      say('No compiler here (g++), so no failing disk.');
    while (reports.length < options.rounds && wrong.length === 0)
      wrong.push(...(await playChapter(stage, faults, options, reports)));
  } catch (error) {
    wrong.push({
      check: 'stuck',
      what: error instanceof Error ? (error.stack ?? '') : String(error),
    });
  } finally {
    await stage.close(wrong.length > 0 || options.keepLogs === true);
  }
  return summary(reports, wrong, performance.now() - startedAt, options, stage.logs);
}

function chosenFaults(stage: Stage, { engine, faults: names }: TortureOptions): Fault[] {
  const possible = faultsOf(engine, stage.engine.disk !== undefined);
  return names === undefined ? possible : possible.filter(({ name }) => names.includes(name));
}

async function playChapter(
  stage: Stage,
  faults: readonly Fault[],
  options: TortureOptions,
  reports: RoundReport[],
): Promise<Wrong[]> {
  const { seed, rounds, from, acts = ACTS, onRound } = options;
  const name = `r${from + reports.length}`;
  const chapter = await Chapter.begin({ stage, seed, name, acts, faults });
  const last = Math.min(reports.length + ROUNDS_PER_CHAPTER, rounds);
  try {
    while (reports.length < last) {
      const report = await chapter.round(from + reports.length);
      reports.push(report);
      onRound(report);
      if (report.wrong.length > 0) return [...report.wrong];
    }
    return await chapter.end();
  } finally {
    await chapter.leave();
  }
}

function summary(
  reports: readonly RoundReport[],
  wrong: readonly Wrong[],
  ms: number,
  { from, keepLogs = false }: TortureOptions,
  logs: string,
): TortureReport {
  const sum = (of: (report: RoundReport) => number): number =>
    reports.reduce((total, report) => total + of(report), 0);
  const tally = noTally();
  for (const name of Object.keys(tally) as (keyof Tally)[])
    tally[name] = sum((report) => report.tally[name]);
  return {
    rounds: reports.length,
    tally,
    delivered: sum((report) => report.delivered),
    interruptions: sum((report) => report.interruptions),
    masked: sum((report) => report.masked),
    ms,
    wrong,
    failed: wrong.length > 0 ? from + Math.max(0, reports.length - 1) : undefined,
    logs: wrong.length > 0 || keepLogs ? logs : undefined,
  };
}
