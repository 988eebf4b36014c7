/** `npm run settle:storm`: the storm at a tenth and then at its full size, as a table. Exits with 1 when a check fails. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { random } from '../services/scale';
import { flatnessOf, isFlat, tableOf } from './storm.report';
import { runStorm, type StormReport } from './storm';

const USAGE = 'npm run settle:storm -- [--orders 200000] [--processes 3] [--seed N]';

interface Options {
  readonly orders: number;
  readonly processes: number;
  readonly seed: number;
}

/** Undefined when the command was called in a way it does not understand. */
function readOptions(): Options | undefined {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { orders: text, processes: text, seed: text },
    strict: false,
  });
  const { orders = 200_000, processes = 3, seed = randomInt(2 ** 31), ...more } = values;
  const options = { orders: Number(orders), processes: Number(processes), seed: Number(seed) };
  const isUnderstood =
    options.orders >= 1_000 &&
    options.processes >= 2 &&
    Object.values(options).every(Number.isInteger) &&
    Object.keys(more).length === 0;
  return isUnderstood ? options : undefined;
}

async function storm({ orders, processes, seed }: Options): Promise<StormReport> {
  const say = (text: string): void => console.log(`  ${text}`);
  console.log(`\n${orders} orders due at one instant, ${processes} processes`);
  const report = await runStorm({ orders, processes, random: random(seed, 'storm'), say });
  console.log(`\n${tableOf(report)}`);
  return report;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) {
    console.error(USAGE);
    return 2;
  }
  console.log(`Seed ${options.seed}`);
  const small = await storm({ ...options, orders: Math.ceil(options.orders / 10) });
  const large = await storm(options);
  console.log(`\n${flatnessOf(small, large)}`);
  const checks = [...small.checks, ...large.checks];
  const isRight = isFlat(small, large) && checks.every(({ wrong }) => wrong === 0);
  console.log(
    isRight ? '\nEverything happened once, in time and in order.' : '\nSomething is WRONG.',
  );
  return isRight ? 0 : 1;
}

void main().then((code) => (process.exitCode = code));
