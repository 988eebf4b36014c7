/** What the page of the sweep says of a settlement it watches (CO-6). */
import {
  doneOf,
  follow,
  secondsLeftOf,
  type Settlement,
} from '../../src/workbench/sweep/settlement';

const SECOND = 1_000;

/** As many as wait, one look a second. */
const looks = (...waiting: number[]): Settlement =>
  waiting.reduce<Settlement | undefined>(
    (before, count, second) => follow(before, count, second * SECOND),
    undefined,
  )!;

describe('a settlement that is watched', () => {
  test.each([
    ['before anything is due', [0], 1, null],
    ['at its crest', [1_000], 0, null],
    ['halfway', [1_000, 750, 500], 0.5, 2],
    ['at its end', [1_000, 500, 0], 1, null],
    ['with one left', [4, 3, 2, 1], 0.75, 1],
  ])('%s', (_when, waiting, done, left) => {
    expect(doneOf(looks(...waiting))).toBe(done);
    expect(secondsLeftOf(looks(...waiting))).toBe(left);
  });

  test('begins anew when more waits than ever, and after nothing did', () => {
    expect(doneOf(looks(100, 50, 200))).toBe(0);
    expect(doneOf(looks(100, 0, 10))).toBe(0);
    expect(doneOf(looks(100, 50, 60))).toBe(0.4);
  });
});
