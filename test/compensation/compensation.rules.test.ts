import { FIRST_POLICY } from '../../src/lib/policy';
import { amountText } from '../../src/lib/money';
import { lateAmount } from '../../src/compensation/compensation.rules';

describe('CO-1 what a late shipment costs', () => {
  test.each([
    ['nothing ordered: the minimum', 0, 500],
    ['a fen below the minimum', 4_989, 500],
    ['just the minimum', 5_000, 500],
    ['half a minor unit above: up', 5_005, 501],
    ['less than half: down', 5_004, 500],
    ['in between', 19_900, 1_990],
    ['half up at 19.905', 19_905, 1_991],
    ['just the maximum', 100_000, 10_000],
    ['half a unit below the maximum: up to it', 99_995, 10_000],
    ['a little more below it: not yet', 99_994, 9_999],
    ['above the maximum', 100_005, 10_000],
    ['as much as money can be', Number.MAX_SAFE_INTEGER, 10_000],
  ])('CO-1 %s', (_, goods, expected) => {
    expect(lateAmount(goods, FIRST_POLICY)).toBe(expected);
  });

  test('CO-1 the rate counts to a hundredth of a percent, exactly, however large the amount', () => {
    const policy = { lateRateBasisPoints: 1, lateMinimumMinor: 0, lateMaximumMinor: 1e15 };
    expect(lateAmount(4_999, policy)).toBe(0);
    expect(lateAmount(5_000, policy)).toBe(1);
    expect(lateAmount(Number.MAX_SAFE_INTEGER, policy)).toBe(900_719_925_474);
  });
});

test.each([
  [1_990, 'CNY', 'CNY 19.90'],
  [5, 'CNY', 'CNY 0.05'],
  [-5, 'CNY', 'CNY -0.05'],
  [1_990, 'JPY', 'JPY 1990'],
  [1_990, 'KWD', 'KWD 1.990'],
])('%s minor units of %s are told as %s', (minor, currency, text) => {
  expect(amountText(minor, currency)).toBe(text);
});
