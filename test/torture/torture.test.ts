import { findProgram } from '../services/programs';
import { isFullScale, scale, seed } from '../services/scale';
import { runControls } from './controls';
import { readOptions } from './options';
import { failureOf, lineOf, tableOf } from './torture.report';
import { torture, type TortureOptions } from './torture';
import { differences } from './watcher';

const nothing = (): void => undefined;

const short: TortureOptions = {
  engine: 'mariadb',
  nodes: 2,
  rounds: scale(20),
  seed: seed(),
  from: 1,
  acts: 15,
  say: nothing,
  onRound: nothing,
};

describe('a torture', () => {
  test('IN-3 TM-3 CO-5 loses nothing on one node with a file, whatever is done to it', async () => {
    const report = await torture({ ...short, engine: 'sqlite', nodes: 1, rounds: scale(10) });
    expect(report.wrong).toEqual([]);
    expect(report.tally.acknowledged).toBeGreaterThan(0);
  }, 600_000);

  if (findProgram('mariadbd') !== undefined && findProgram('redis-server') !== undefined) {
    test('IN-3 TM-3 CO-5 loses nothing on two nodes, whatever is done to them', async () => {
      const report = await torture(short);
      expect(report.wrong).toEqual([]);
      expect(report.delivered).toBeGreaterThan(0);
    }, 600_000);

    if (isFullScale())
      test('catches every mistake that is planted for it', async () => {
        const verdicts = await runControls({ seed: seed(), all: true, onVerdict: nothing });
        expect(verdicts.filter(({ isCaught }) => !isCaught)).toEqual([]);
      }, 600_000);
  }
});

describe('the comparison of a live view with the log', () => {
  const log = [1, 2, 3].map((number) => ({ number, what: `entry ${number}` }));
  const [one, two, three] = log as [(typeof log)[0], (typeof log)[0], (typeof log)[0]];

  test.each([
    ['all of it, in order', [one, two, three], []],
    ['one missing', [one, three], ['lost']],
    ['one twice', [one, two, two, three], ['doubled']],
    ['two changed places', [one, three, two], ['out of order']],
    ['another in its place', [one, { number: 2, what: 'entry 9' }, three], ['another']],
  ])('%s', (_, received, checks) => {
    expect(differences('x', log, received).map(({ check }) => check)).toEqual(checks);
  });
});

describe('the options of npm run torture', () => {
  test('have sensible values where nothing is given', () => {
    expect(readOptions(['--seed', '7'])).toEqual({
      rounds: 10,
      seed: 7,
      from: 1,
      faults: undefined,
      nodes: 3,
      engine: 'mariadb',
      controls: false,
      keepLogs: false,
    });
    expect(readOptions(['--help'])).toBe('help');
  });

  test.each([
    [['--rounds', '0'], /--rounds must be a whole number from 1/],
    [['--rounds', '1.5'], /--rounds must be/],
    [['--nodes', '4'], /--nodes must be a whole number from 2 to 3/],
    [['--engine', 'oracle'], /--engine must be one of mariadb, galera, sqlite/],
    [['--engine', 'sqlite', '--faults', 'redis-kill'], /sqlite has no fault "redis-kill"/],
    [['--faults', 'node-kill,earthquake'], /no fault "earthquake". It has: node-kill/],
    [['--round', '3'], /--round/],
  ])('%j is refused in a sentence', (args, sentence) => {
    expect(readOptions(args)).toMatch(sentence);
  });
});

test('the report tells a newcomer what was done, what was found, and how to see it again', () => {
  const tally = { acts: 40, acknowledged: 30, refused: 10, retried: 3, abandoned: 1 };
  const wrong = [{ check: 'lost', what: 'staff never received 7' }];
  const round = { number: 4, done: ['node-kill (node 2)'], tally, interruptions: 2, delivered: 90 };
  expect(lineOf({ ...round, masked: 0, ms: 2_100, wrong })).toMatch(
    /4 {3}node-kill \(node 2\) .*30 acknowledged.*4 in doubt {2}2 reconnects {2}2\.1 s {2}WRONG/,
  );
  const report = { ...round, rounds: 4, masked: 0, ms: 8_400, wrong, failed: 4, logs: 'LOGS' };
  expect(tableOf(report)).toMatch(/entries lost +1 {2}WRONG\n/);
  expect(tableOf(report)).toMatch(/time per round +2\.1 s\n/);
  expect(failureOf(report, 'npm run torture -- --from 4')).toMatch(
    /lost: staff never received 7\n\nRound 4 again: npm run torture -- --from 4\n.*LOGS/,
  );
});
