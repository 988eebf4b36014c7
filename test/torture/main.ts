/** `npm run torture`: faults of all kinds on a working system, and proof that nothing came of them. Exits with 1 when something did. */
import { runControls, type Verdict } from './controls';
import { readOptions, USAGE, type Options } from './options';
import { failureOf, lineOf, tableOf } from './torture.report';
import { torture } from './torture';

async function control({ seed }: Options): Promise<number> {
  console.log(`For every check the mistake it must catch, planted in the test. Seed ${seed}.`);
  const onVerdict = ({ check, naive, isCaught }: Verdict): void =>
    console.log(`  ${isCaught ? 'caught    ' : 'NOT CAUGHT'}  ${check.padEnd(16)}${naive}`);
  const verdicts = await runControls({ seed, all: true, onVerdict });
  const missed = verdicts.filter(({ isCaught }) => !isCaught).length;
  console.log(`\n${verdicts.length} mistakes, ${missed} not caught.`);
  return missed === 0 ? 0 : 1;
}

async function run(options: Options): Promise<number> {
  const { engine, nodes, rounds, seed, faults } = options;
  const say = (text: string): void => console.log(text);
  const where = engine === 'sqlite' ? 'one node on SQLite' : `${nodes} nodes on ${engine}`;
  say(`${rounds} rounds, ${where}, seed ${seed}. Every round: work, faults, quiet, all checks.`);
  const report = await torture({ ...options, say, onRound: (round) => say(lineOf(round)) });
  say(`\n${tableOf(report)}\n`);
  if (report.wrong.length === 0) {
    say('Nothing was lost, doubled, out of order or early.');
    if (report.logs !== undefined) say(`What the servers said: ${report.logs}`);
    return 0;
  }
  const only = faults === undefined ? '' : ` --faults ${faults.join(',')}`;
  const again = `npm run torture -- --engine ${engine} --nodes ${nodes} --seed ${seed} --from ${report.failed} --rounds 1${only}`;
  console.error(failureOf(report, again));
  return 1;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') console.log(USAGE);
  if (typeof options === 'string') {
    if (options === 'help') return 0;
    console.error(`${options}\n\n${USAGE}`);
    return 2;
  }
  return options.controls ? control(options) : run(options);
}

// Everything is stopped by now but the naive front ends of the controls, which would retry for ever.
void main().then((code) => process.exit(code));
