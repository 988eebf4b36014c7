/** The options of `npm run torture`. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ENGINES, type Engine } from './engines';
import { FAULTS, faultsOf } from './faults';

export interface Options {
  readonly rounds: number;
  readonly seed: number;
  readonly from: number;
  readonly faults: readonly string[] | undefined;
  readonly nodes: number;
  readonly engine: Engine;
  readonly controls: boolean;
  readonly keepLogs: boolean;
}

export const USAGE = `npm run torture -- [options]

Real server processes over a database and a Redis of their own. Sellers, buyers, staff and the back end work, live views watch,
the clock jumps over deadlines, and meanwhile things are killed, stopped, cut and broken. Then all is compared: what was
acknowledged with the database, what live views received with the log, the ledger with itself, every record with its second.

  --rounds N        rounds to play (10)
  --seed N          what chance does: choices depend on it and on the number of the round, timing does not (random)
  --from N          number of the first round (1); with --seed and --rounds 1, that round again
  --engine E        mariadb (one server), galera (three, a node of Parley on each, one killed in every round)
                    or sqlite (one node on a file) (mariadb)
  --nodes 2|3       nodes of Parley (3)
  --faults a,b      only these (all that the engine can have)
  --controls        plants a mistake for every check, one after the other, and says whether it is caught
  --keep-logs       what the servers said stays, also when all was right
  --help

Faults:
${FAULTS.map(({ name, about, engines }) => `  ${name.padEnd(18)}${about} (${engines.join(', ')})`).join('\n')}`;

const OPTIONS = {
  rounds: { type: 'string' },
  seed: { type: 'string' },
  from: { type: 'string' },
  faults: { type: 'string' },
  nodes: { type: 'string' },
  engine: { type: 'string' },
  controls: { type: 'boolean' },
  'keep-logs': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** The options, `help`, or a sentence that says what is wrong with them. */
export function readOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    if (values.help === true) return 'help';
    const engine = engineOf(values.engine ?? 'mariadb');
    return {
      rounds: count('--rounds', values.rounds ?? '10', 1, 1_000_000),
      seed: count('--seed', values.seed ?? String(randomInt(2 ** 31)), 0, 2 ** 32 - 1),
      from: count('--from', values.from ?? '1', 1, 1_000_000),
      faults: faultNames(values.faults, engine),
      nodes: count('--nodes', values.nodes ?? '3', 2, 3),
      engine,
      controls: values.controls === true,
      keepLogs: values['keep-logs'] === true,
    };
  } catch (error) {
    return (error as Error).message;
  }
}

function count(name: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw new Error(`${name} must be a whole number from ${from} to ${to}, not "${text}".`);
}

function engineOf(text: string): Engine {
  const engine = ENGINES.find((name) => name === text);
  if (engine === undefined)
    throw new Error(`--engine must be one of ${ENGINES.join(', ')}, not "${text}".`);
  return engine;
}

function faultNames(text: string | undefined, engine: Engine): string[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim());
  const possible = faultsOf(engine, true).map(({ name }) => name);
  const unknown = names.find((name) => !possible.includes(name));
  if (unknown === undefined) return names;
  throw new Error(`${engine} has no fault "${unknown}". It has: ${possible.join(', ')}.`);
}
