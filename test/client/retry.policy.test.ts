import { isFatal, jitteredWaitMs } from '../../src/client';

const close = (code: number) => ({ code, reason: 'as told' });
const refusal = (code?: string) => [
  { message: 'no', extensions: code === undefined ? {} : { code } },
];

describe('whether to try again', () => {
  it.each([1000, 1001, 1006, 1012, 1013, 1014, 4403, 4408, 4500])(
    'IN-5 does after close code %d',
    (code) => {
      expect(isFatal(close(code))).toBe(false);
    },
  );

  it.each([4400, 4401, 4406])('does not after close code %d', (code) => {
    expect(isFatal(close(code))).toBe(true);
  });

  it.each(['INTERNAL_SERVER_ERROR', 'RATE_LIMITED', 'OVER_CAPACITY'])('does after %s', (code) => {
    expect(isFatal(refusal(code))).toBe(false);
  });

  it.each(['UNAUTHENTICATED', 'NOT_FOUND', 'GRAPHQL_VALIDATION_FAILED', undefined])(
    'does not after %s',
    (code) => {
      expect(isFatal(refusal(code))).toBe(true);
    },
  );

  it('does after a network failure', () => {
    expect(isFatal(new TypeError('fetch failed'))).toBe(false);
  });
});

describe('how long to wait', () => {
  it.each([
    [0, 125, 250],
    [1, 250, 500],
    [4, 2000, 4000],
    [7, 15_000, 30_000],
    [1000, 15_000, 30_000],
  ])('before attempt %d: between %d and %d ms', (attempt, least, most) => {
    const waits = Array.from({ length: 200 }, () => jitteredWaitMs(attempt));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...waits)).toBeLessThanOrEqual(most);
    expect(new Set(waits).size).toBeGreaterThan(100);
  });
});
