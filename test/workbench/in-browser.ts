import { faults } from './browser';

/** The stories run where there is a browser; the run's first lines say when there is none. */
export const inBrowser =
  process.env['PARLEY_TEST_CHROMIUM'] === undefined ? describe.skip : describe;

afterEach(() => {
  expect(faults.splice(0)).toEqual([]);
});
