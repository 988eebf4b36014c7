import { findProgram } from '../services/programs';
import { random, scale, seed } from '../services/scale';
import { runStorm, type StormReport } from './storm';
import { flatnessOf, isFlat, tableOf } from './storm.report';

if (findProgram('mariadbd') !== undefined)
  test('CO-6 TM-5 many orders due at one instant are settled once each, though two of three processes are killed on the way', async () => {
    const orders = scale(20_000, 40);
    const { checks, lives } = await runStorm({
      orders,
      processes: 3,
      random: random(seed(), 'storm'),
      say: () => undefined,
    });
    expect(checks.filter(({ wrong }) => wrong !== 0)).toEqual([]);
    expect(lives).toHaveLength(5);
    expect(lives.filter(({ wasKilled }) => wasKilled)).toHaveLength(2);
  }, 300_000);

const life = { node: 1, pid: 4711, swept: 2_100, startedAt: 0, endedAt: 3_000, wasKilled: true };
const report = (orders: number, peakMiB: number, wrong = 0): StormReport => ({
  orders,
  cards: orders / 20,
  fillMs: 1,
  settleMs: 2_000,
  lives: [{ ...life, peakMiB }],
  checks: [{ what: 'OR-6 all are breached', wrong }],
});

describe('the report of a storm', () => {
  test('tells what each process did, in all, and what is wrong', () => {
    const lines = tableOf(report(2_000, 195, 3)).split('\n');
    expect(lines[1]).toMatch(/^ {2}1 \(pid 4711\) killed +2100 +700 +195$/);
    expect(lines[2]).toMatch(/^ {2}all +2100 +1050 *$/);
    expect(lines.at(-1)).toBe('  WRONG OR-6 all are breached: 3');
    expect(tableOf(report(2_000, 195))).toMatch(/ {2}ok {4}OR-6 all are breached$/);
  });

  test.each([
    [250, 'ok', true],
    [251, 'WRONG', false],
  ])('calls %i MiB after 200 with a tenth of the orders %s', (peak, verdict, flat) => {
    const reports = [report(2_000, 200), report(20_000, peak)] as const;
    expect(isFlat(...reports)).toBe(flat);
    expect(flatnessOf(...reports)).toContain(`${verdict} `);
  });
});
