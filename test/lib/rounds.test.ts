import { setImmediate as turn } from 'node:timers/promises';
import { goRound } from '../../src/lib/rounds';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('a round', () => {
  test.each([0, 1, 9, 10, 11, 149, 150, 151, 2_000])(
    'visits each of %i once, in their order, a few at a time',
    async (count) => {
      const parts: (readonly number[])[] = [];
      await goRound(numbers(count), { overMs: 0, atOnce: 10 }, (part) => void parts.push(part));
      expect(parts.flat()).toEqual(numbers(count));
      expect(parts.length).toBeLessThanOrEqual(15);
      expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(
        Math.max(10, Math.ceil(count / 15)),
      );
    },
  );

  test('lets whatever else there is to do go on between its visits', async () => {
    const done: string[] = [];
    const round = goRound(numbers(30), { overMs: 0, atOnce: 10 }, ([first]) => {
      done.push(`visit ${first}`);
      void turn().then(() => done.push('something else'));
    });
    await round;
    expect(done).toEqual([0, 10, 20].flatMap((first) => [`visit ${first}`, 'something else']));
  });

  test('takes a failure of a visit to whoever goes round', async () => {
    const visit = (): Promise<void> => Promise.reject(new Error('away'));
    await expect(goRound([1], { overMs: 0, atOnce: 1 }, visit)).rejects.toThrow('away');
  });
});
