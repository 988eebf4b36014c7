import {
  daysUntil,
  nearestRank,
  secondsBetween,
  share,
  windowAt,
} from '../../src/metrics/metrics.rules';
import { shanghai } from '../support/shared-node';

const NOON = shanghai('2023-03-01 12:00:00');
const DAY = 86_400_000;

describe('MT-1 the window', () => {
  test.each([0, 1, 999])(
    'MT-1 TM-3 is 30 × 86,400 s with both its ends, %i ms into the second',
    (ms) => expect(windowAt(NOON + ms)).toEqual({ from: NOON - 30 * DAY, until: NOON + 1_000 }),
  );

  test('MT-1 TM-4 a day of it is 86,400 s, also where clocks are changed', () => {
    const { from, until } = windowAt(Date.parse('2023-03-26T12:00:00Z'));
    expect(until - from).toBe(30 * DAY + 1_000);
  });
});

describe('MT-1 the days', () => {
  test('are those of the platform zone, oldest first; today is as long as it has lasted', () => {
    expect(daysUntil(NOON + 500, 2, 'Asia/Shanghai')).toEqual([
      {
        day: '2023-02-28',
        from: shanghai('2023-02-28 00:00:00'),
        until: shanghai('2023-03-01 00:00:00'),
      },
      { day: '2023-03-01', from: shanghai('2023-03-01 00:00:00'), until: NOON + 1_000 },
    ]);
  });

  test.each([
    ['2023-02-28 23:59:59', '2023-02-28'],
    ['2023-03-01 00:00:00', '2023-03-01'],
  ])('MT-1 TM-2 at %s today is %s', (now, day) => {
    expect(daysUntil(shanghai(now), 1, 'Asia/Shanghai')).toMatchObject([{ day }]);
  });

  test('adjoin each other, also where clocks are changed', () => {
    const days = daysUntil(Date.parse('2023-11-10T12:00:00Z'), 30, 'America/New_York');
    expect(days).toHaveLength(30);
    for (const [index, { from }] of days.entries())
      if (index > 0) expect(from).toBe(days[index - 1]!.until);
    const lengths = days.slice(0, -1).map(({ from, until }) => (until - from) / 3_600_000);
    expect(new Set(lengths)).toEqual(new Set([24, 25]));
  });
});

describe('MT-1 shares and ranks', () => {
  test('a share of nothing is none', () => {
    expect([share(0, 0), share(0, 2), share(1, 2), share(2, 1)]).toEqual([null, 0, 0.5, 2]);
  });

  test.each([
    [[], null, null],
    [[7], 7, 7],
    [[1, 2], 1, 2],
    [[1, 2, 3], 2, 3],
    [[1, 2, 3, 4], 2, 4],
    [Array.from({ length: 9 }, (_, index) => index + 1), 5, 9],
    [Array.from({ length: 10 }, (_, index) => index + 1), 5, 9],
    [Array.from({ length: 11 }, (_, index) => index + 1), 6, 10],
    [Array.from({ length: 70 }, (_, index) => index + 1), 35, 63],
  ])('median and p90 of %j by the nearest rank: %s and %s', (ascending, median, p90) => {
    expect(nearestRank(ascending, 50)).toBe(median);
    expect(nearestRank(ascending, 90)).toBe(p90);
  });

  test('MT-1 TM-3 time is counted in whole seconds', () => {
    expect(secondsBetween(NOON + 999, NOON + 1_000)).toBe(1);
    expect(secondsBetween(NOON, NOON + 999)).toBe(0);
  });
});
