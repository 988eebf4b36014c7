/** `npm run settle:storm`: the storm at a tenth and then at its full size, as a table. Exits with 1 when a check fails. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { random } from '../services/scale';
import { flatnessOf, isFlat, tableOf } from './storm.report';
import { runStorm, type StormReport } from './storm';

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '200000' },
    processes: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
});

async function storm(orders: number): Promise<StormReport> {
  const say = (text: string): void => console.log(`  ${text}`);
  console.log(`\n${orders} orders due at one instant, ${values.processes} processes`);
  const processes = Number(values.processes);
  const report = await runStorm({
    orders,
    processes,
    random: random(Number(values.seed), 'storm'),
    say,
  });
  console.log(`\n${tableOf(report)}`);
  return report;
}

async function main(): Promise<number> {
  const orders = Number(values.orders);
  if (!(orders >= 1_000) || !(Number(values.processes) >= 2))
    throw new Error('npm run settle:storm -- [--orders 200000] [--processes 3] [--seed N]');
  console.log(`Seed ${values.seed}`);
  const reports = [await storm(Math.ceil(orders / 10)), await storm(orders)] as const;
  console.log(`\n${flatnessOf(...reports)}`);
  const isRight =
    isFlat(...reports) && reports.every(({ checks }) => checks.every(({ wrong }) => wrong === 0));
  console.log(
    isRight ? '\nEverything happened once, in time and in order.' : '\nSomething is WRONG.',
  );
  return isRight ? 0 : 1;
}

void main().then((code) => (process.exitCode = code));
