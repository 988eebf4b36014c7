import fc from 'fast-check';
import {
  DAY_MS,
  dayOf,
  daysLater,
  endOfDay,
  firstSecondAfter,
  hasPassed,
  isInTime,
  latestPassed,
  rfc3339,
  secondsLeft,
  wholeSecond,
} from '../../src/lib/time';
import { scale, seed } from '../services/scale';

const NOON = Date.parse('2023-01-31T12:00:00Z');
const instant = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2999, 11) });
const property = { seed: seed(), numRuns: scale(10_000) };

describe('a deadline', () => {
  test.each([
    ['the second before', -1_000, true, 1],
    ['the last millisecond before', -1, true, 1],
    ['its own second', 0, true, 0],
    ['the last millisecond of its second', 999, true, 0],
    ['the second after', 1_000, false, null],
  ])('TM-3 in %s', (_, offset, inTime, left) => {
    const now = NOON + offset;
    expect(isInTime(now, NOON)).toBe(inTime);
    expect(hasPassed(NOON, now)).toBe(!inTime);
    expect(secondsLeft(NOON, now)).toBe(left);
  });

  test('TM-3 a fraction in the deadline itself adds nothing', () => {
    expect(isInTime(NOON + 999, NOON + 1)).toBe(true);
    expect(hasPassed(NOON + 999, NOON + 1_000)).toBe(true);
    expect(secondsLeft(NOON + 999, NOON)).toBe(0);
  });

  test('TM-3 before 1970 too', () => {
    const deadline = Date.parse('1969-12-31T23:59:58Z');
    expect(wholeSecond(-1)).toBe(-1_000);
    expect(
      [deadline - 1, deadline + 999, deadline + 1_000].map((now) => isInTime(now, deadline)),
    ).toEqual([true, true, false]);
  });

  test('TM-3 TM-5 every way to look at it agrees, whatever the two instants', () => {
    fc.assert(
      fc.property(instant, instant, (deadline, now) => {
        const due = wholeSecond(deadline);
        const passed = hasPassed(deadline, now);
        expect(secondsLeft(deadline, now) === null).toBe(passed);
        expect(due <= latestPassed(now)).toBe(passed);
        expect(firstSecondAfter(deadline) <= now).toBe(passed);
      }),
      property,
    );
  });

  test('TM-3 TM-5 and around the deadline itself', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -3_000, max: 3_000 }), (deadline, offset) => {
        const due = wholeSecond(deadline);
        const now = due + offset;
        expect(hasPassed(due, now)).toBe(offset >= 1_000);
        expect(due <= latestPassed(now)).toBe(offset >= 1_000);
      }),
      property,
    );
  });
});

describe('a day', () => {
  test.each([
    ['Asia/Shanghai', '2023-02-05', '2023-02-05T15:59:59Z'],
    ['Asia/Shanghai', '2024-02-29', '2024-02-29T15:59:59Z'],
    ['UTC', '2023-02-05', '2023-02-05T23:59:59Z'],
    ['America/New_York', '2023-03-12', '2023-03-13T03:59:59Z'],
    ['America/New_York', '2023-11-05', '2023-11-06T04:59:59Z'],
    // Clocks in Beirut go back at midnight: 23:59:59 happens twice, and the later one ends the day.
    ['Asia/Beirut', '2022-10-29', '2022-10-29T21:59:59Z'],
  ])('TM-2 in %s, %s ends at %s', (zone, day, end) => {
    expect(rfc3339(endOfDay(day, zone))).toBe(end);
  });

  test.each([
    ['2023-01-31T15:59:59.999Z', '2023-01-31'],
    ['2023-01-31T16:00:00Z', '2023-02-01'],
  ])('TM-2 %s falls on %s in Shanghai', (text, day) => {
    expect(dayOf(Date.parse(text), 'Asia/Shanghai')).toBe(day);
  });

  test('TM-2 its end falls on it, and the second after on the next', () => {
    const zones = fc.constantFrom(
      'Asia/Shanghai',
      'UTC',
      'America/New_York',
      'Australia/Lord_Howe',
    );
    fc.assert(
      fc.property(instant, zones, (anyInstant, zone) => {
        const day = dayOf(anyInstant, zone);
        const end = endOfDay(day, zone);
        expect(dayOf(end, zone)).toBe(day);
        expect(dayOf(end + 1_000, zone)).toBe(daysLater(day, 1));
      }),
      { ...property, numRuns: scale(1_000) },
    );
  });

  test('TM-4 of a window has 86,400 seconds, also where the calendar’s has 23 or 25 hours', () => {
    expect(DAY_MS).toBe(86_400_000);
    const [short, long] = ['2023-03-12', '2023-11-05'].map(
      (day) => endOfDay(day, 'America/New_York') - endOfDay(daysLater(day, -1), 'America/New_York'),
    );
    expect([short, long]).toEqual([23 * 3_600_000, 25 * 3_600_000]);
  });

  test.each([
    ['2023-01-30', 30, '2023-03-01'],
    ['2024-01-30', 30, '2024-02-29'],
    ['2023-12-31', 1, '2024-01-01'],
  ])('%s and %d days', (day, days, later) => {
    expect(daysLater(day, days)).toBe(later);
  });
});

test.each([
  ['2023-02-05T15:59:59Z', '2023-02-05T15:59:59Z'],
  ['2023-02-05T15:59:59.120Z', '2023-02-05T15:59:59.120Z'],
  ['1900-01-01T00:00:00Z', '1900-01-01T00:00:00Z'],
])('an instant is told as RFC 3339 in UTC: %s', (text, told) => {
  expect(rfc3339(Date.parse(text))).toBe(told);
});

test('an instant is told as JavaScript tells it, but for a fraction of nothing', () => {
  const any = fc.oneof(instant, fc.integer({ min: -8.64e15, max: 8.64e15 }));
  const asJavaScript = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
  fc.assert(
    fc.property(any, (at) => rfc3339(at) === asJavaScript(at)),
    property,
  );
  expect(() => rfc3339(NaN)).toThrow(RangeError);
  expect(() => rfc3339(8.64e15 + 1)).toThrow(RangeError);
});
