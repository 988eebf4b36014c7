import fc from 'fast-check';
import {
  carriedInto,
  multiplesCrossed,
  pointsOf,
  standingIn,
  yearOf,
  type Counted,
} from '../../src/violations/points.rules';
import { ViolationSeverity } from '../../src/violations/violation.entity';
import { evaluateIn } from '../lib/other-zones';
import { scale, seed } from '../services/scale';
import { around, shanghai } from '../support/shared-node';

const { GENERAL, SEVERE } = ViolationSeverity;
const ZONE = 'Asia/Shanghai';
const general = (year: number, points: number): Counted => ({ severity: GENERAL, year, points });
const severe = (year: number, points: number): Counted => ({ severity: SEVERE, year, points });

describe('PT-1 what a violation costs', () => {
  test('by its severity, from the policy', () => {
    const policy = { generalPoints: 8, severePoints: 18 };
    expect([pointsOf(GENERAL, policy), pointsOf(SEVERE, policy)]).toEqual([8, 18]);
  });
});

describe('PT-2 the year', () => {
  test('ends at 23:59:59 of 31 December in the platform zone', () => {
    const { before, at, after } = around(shanghai('2023-12-31 23:59:59'));
    expect([before, at, at + 999, after].map((now) => yearOf(now, ZONE))).toEqual([
      2023, 2023, 2023, 2024,
    ]);
  });

  test('PT-2 TM-2 is another one elsewhere in the same second', () => {
    const newYear = shanghai('2024-01-01 00:00:00');
    expect(yearOf(newYear, 'America/New_York')).toBe(2023);
    expect(yearOf(newYear, 'Pacific/Auckland')).toBe(2024);
  });

  test.each(['America/New_York', 'Asia/Shanghai', 'UTC'])(
    'PT-2 TM-2 does not depend on where the server stands: TZ=%s',
    (machine) => {
      const at = (text: string) => `Date.parse('${text}+08:00')`;
      const expressions = ['2023-12-31T23:59:59', '2024-01-01T00:00:00'].flatMap((text) => [
        `points.yearOf(${at(text)}, '${ZONE}')`,
        `points.standingIn(points.yearOf(${at(text)}, '${ZONE}'), entries.all)`,
      ]);
      const entries = `{ all: ${JSON.stringify([general(2023, 36), severe(2023, 47)])} }`;
      const modules = { points: 'violations/points.rules', time: 'lib/time' };
      const local = 'time.rfc3339(new Date(2024, 0, 1).getTime())';
      const scoped = expressions.map((one) => one.replace('entries.all', `(${entries}).all`));
      const [midnight, ...values] = evaluateIn(machine, modules, [local, ...scoped]);
      expect(midnight).toBe(
        {
          'America/New_York': '2024-01-01T05:00:00Z',
          'Asia/Shanghai': '2023-12-31T16:00:00Z',
          UTC: '2024-01-01T00:00:00Z',
        }[machine],
      );
      expect(values).toEqual([
        2023,
        { year: 2023, general: 36, severe: 47, severeCarriedOver: 0 },
        2024,
        { year: 2024, general: 0, severe: 0, severeCarriedOver: 0 },
      ]);
    },
  );
});

describe('PT-2 the standing', () => {
  test('the two kinds are counted apart', () => {
    const entries = [general(2023, 12), severe(2023, 48), general(2023, 12)];
    expect(standingIn(2023, entries)).toMatchObject({ general: 24, severe: 48 });
  });

  test('GENERAL points reset at the year’s end, however many', () => {
    expect(standingIn(2024, [general(2023, 480)])).toMatchObject({ general: 0 });
  });

  test.each([
    [47, 0],
    [48, 48],
    [49, 49],
  ])('%i SEVERE points at the year’s end: %i stay', (points, stay) => {
    expect(standingIn(2024, [severe(2023, points)])).toMatchObject({
      severe: stay,
      severeCarriedOver: stay,
    });
  });

  test('what stayed stays in all years to come, and adds up with theirs', () => {
    const entries = [severe(2020, 48), severe(2023, 12)];
    expect([2020, 2021, 2022, 2023, 2024].map((year) => standingIn(year, entries).severe)).toEqual([
      48, 48, 48, 60, 60,
    ]);
    expect(carriedInto(2023, entries)).toBe(48);
  });

  test('what did not stay does not come back', () => {
    const entries = [severe(2021, 36), severe(2022, 36)];
    expect([2021, 2022, 2023].map((year) => standingIn(year, entries).severe)).toEqual([36, 36, 0]);
  });

  test('PT-2 TK-17 a counter-entry counts at the end of the year it takes back from', () => {
    const entries = [severe(2021, 48), severe(2022, 12), severe(2021, -48)];
    expect([2021, 2022, 2023].map((year) => standingIn(year, entries).severe)).toEqual([0, 12, 0]);
  });

  test('the order of the entries does not matter', () => {
    const entries = fc.array(
      fc.record({
        severity: fc.constantFrom(GENERAL, SEVERE),
        year: fc.integer({ min: 2020, max: 2025 }),
        points: fc.integer({ min: 1, max: 60 }),
      }),
    );
    fc.assert(
      fc.property(entries, (all) => {
        expect(standingIn(2025, [...all].reverse())).toEqual(standingIn(2025, all));
      }),
      { seed: seed(), numRuns: scale(1_000) },
    );
  });
});

describe('PT-2 the multiples of 12', () => {
  test.each([
    [0, 11, []],
    [0, 12, [12]],
    [0, 13, [12]],
    [11, 12, [12]],
    [12, 13, []],
    [12, 23, []],
    [12, 24, [24]],
    [8, 16, [12]],
    [16, 34, [24]],
    [8, 26, [12, 24]],
    [0, 48, [12, 24, 36, 48]],
    [24, 12, []],
  ])('from %i to %i crosses %j', (before, after, crossed) =>
    expect(multiplesCrossed(before, after)).toEqual(crossed),
  );

  test('whatever the steps, each multiple up to the sum is crossed once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 })), (steps) => {
        let sum = 0;
        const crossed = steps.flatMap((step) => multiplesCrossed(sum, (sum += step)));
        const upTo = Math.floor(sum / 12);
        expect(crossed).toEqual(Array.from({ length: upTo }, (_, index) => (index + 1) * 12));
      }),
      { seed: seed(), numRuns: scale(1_000) },
    );
  });
});
