import { random, scale, seed } from './scale';

test('a seed and a label give the same choices again, another label gives others', () => {
  const choices = (label: string): number[] => {
    const { int } = random(42, label);
    return Array.from({ length: 20 }, () => int(1, 6));
  };
  expect(choices('dice')).toEqual(choices('dice'));
  expect(choices('dice')).not.toEqual(choices('other dice'));
  expect(choices('dice').every((value) => value >= 1 && value <= 6)).toBe(true);
});

test('chance and pick stay within what they were given', () => {
  const { chance, pick } = random(seed(), 'bounds');
  expect(Array.from({ length: 100 }, () => chance(0))).not.toContain(true);
  expect(Array.from({ length: 100 }, () => chance(1))).not.toContain(false);
  expect(['a', 'b']).toContain(pick(['a', 'b']));
});

test('a run has one seed', () => {
  expect(Number.isInteger(seed())).toBe(true);
});

test('the quick run does a tenth or less, at least once; the full run does all', () => {
  const asGiven = process.env['PARLEY_TEST_SCALE'];
  process.env['PARLEY_TEST_SCALE'] = 'quick';
  expect([scale(1000), scale(5), scale(1000, 40)]).toEqual([100, 1, 25]);
  process.env['PARLEY_TEST_SCALE'] = 'full';
  expect(scale(1000)).toBe(1000);
  if (asGiven === undefined) delete process.env['PARLEY_TEST_SCALE'];
  else process.env['PARLEY_TEST_SCALE'] = asGiven;
});
