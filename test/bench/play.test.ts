import { inTime, median, play, quantile } from './play';
import { LIMIT, PARLEY, type Rival, type Work } from './work';

const goal = (reach: number, isBetter: 'more' | 'less' = 'more') =>
  ({ figure: '/s', isBetter, beside: 'other', reach }) as const;

const work = (...goals: Work['goals']): Work => ({
  name: 'example',
  about: 'an example',
  goals,
  turns: { full: 3, quick: 1 },
  open: () => Promise.reject(new Error('not opened here')),
});

/** Gives these figures, turn by turn; says when it was its turn. */
const rival = (name: string, figures: number[], order: string[]): Rival => ({
  name,
  turn: () => {
    order.push(name);
    return Promise.resolve({ '/s': figures.shift()! });
  },
});

const opened = (order: string[], ours: number[], theirs: number[], check = async () => {}) => ({
  rivals: [rival(PARLEY, ours, order), rival('other', theirs, order)],
  check,
  close: async () => {},
});

describe('turns', () => {
  test('the median of an even number of values lies between the two in the middle', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  });

  test('95 of 100 values stay at or under their quantile of 0.95', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([quantile(hundred, 0.95), quantile(hundred, 0.5), quantile([7], 0.99)]).toEqual([
      95, 50, 7,
    ]);
  });

  test('rivals take turns, and the first round does not count', async () => {
    const order: string[] = [];
    const played = await play(work(goal(1)), opened(order, [1, 10, 20], [1_000, 10, 10]), 2);
    expect(order).toEqual([PARLEY, 'other', PARLEY, 'other', PARLEY, 'other']);
    expect(played.samples[PARLEY]).toEqual([{ '/s': 10 }, { '/s': 20 }]);
  });

  test.each([
    ['never', false, 1],
    ['never', true, 1],
    ['full', false, 2],
    ['full', true, 1],
  ] as const)(
    'who warms up "%s" (quick: %s) is counted from turn %d on',
    async (warmUp, isQuick, from) => {
      const { rivals, ...others } = opened([], [1_000, 10], [1, 2]);
      const cold = rivals.map((one): Rival => (one.name === 'other' ? { ...one, warmUp } : one));
      const { samples } = await play(work(goal(1)), { rivals: cold, ...others }, 1, isQuick);
      expect(samples).toEqual({ [PARLEY]: [{ '/s': 10 }], other: [{ '/s': from }] });
    },
  );

  test('when it is late no other work begins, and who is left out is told', async () => {
    const done: string[] = [];
    const measure = (name: string): Promise<string> => {
      done.push(name);
      return Promise.resolve(`${name} played`);
    };
    const late = await inTime(['a', 'b', 'c'], measure, () => done.length >= 2);
    expect(late).toEqual({ played: ['a played', 'b played'], left: ['c'] });
    expect(await inTime(['d'], measure, () => false)).toEqual({ played: ['d played'], left: [] });
    expect(done).toEqual(['a', 'b', 'd']);
  });

  test('what counts is the ratio within a round: a machine that slows down slows both', async () => {
    const { results } = await play(
      work(goal(2), goal(2.1), goal(2, 'less'), goal(1.9, 'less')),
      opened([], [1, 200, 20, 2], [1, 100, 10, 1]),
      3,
    );
    expect(results.map(({ ratio }) => ratio)).toEqual([2, 2, 2, 2]);
    expect(results.map(({ isReached }) => isReached)).toEqual([true, false, true, false]);
  });

  test('nothing is measured when the answers differ', async () => {
    const order: string[] = [];
    const differs = (): Promise<void> => Promise.reject(new Error('they differ'));
    await expect(play(work(goal(1)), opened(order, [1], [1], differs), 1)).rejects.toThrow(
      'differ',
    );
    expect(order).toEqual([]);
  });

  test('a limit is reached by the figure itself, whatever others do', async () => {
    const limit = (reach: number, isBetter: 'more' | 'less') =>
      ({ figure: '/s', isBetter, beside: LIMIT, reach }) as const;
    const { results } = await play(
      work(limit(20, 'less'), limit(19, 'less'), limit(20, 'more'), limit(21, 'more')),
      opened([], [1, 20], [1, 1]),
      1,
    );
    expect(results.map(({ isReached }) => isReached)).toEqual([true, false, true, false]);
    expect(results.map(({ theirs }) => theirs)).toEqual([20, 19, 20, 21]);
  });

  test('a goal about a figure that nobody measured is a mistake, not a success', async () => {
    const wrong = work({ ...goal(1), figure: 'ms' });
    await expect(play(wrong, opened([], [1, 1], [1, 1]), 1)).rejects.toThrow('not measured');
  });
});
