import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFullScale, seed } from '../services/scale';
import { playHistories } from './histories';
import { Market } from './market-under-test';
import { PLANTED_BUGS, VoidedCardIsAccepted } from './planted-bugs';

/** Every bug is found long before the last of them: the rarest needs about a hundred. */
const ENOUGH = 2_000;
const LIMIT_MS = 5 * 60_000;

describe('a reference with a planted bug', () => {
  let folder: string;
  let market: Market;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parley-model-'));
    market = await Market.open(`sqlite:${join(folder, 'parley.sqlite')}`);
  });
  afterAll(async () => {
    await market.node.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(PLANTED_BUGS.map(([bug, path]) => [bug.name, bug, path] as const))(
    '%s is found',
    async (_name, reference, path) => {
      const search = isFullScale() ? { seed: seed() } : { seed: 1, path };
      const run = { histories: ENOUGH, ...search, reference, shrinks: false };
      const { details } = await playHistories(market, run);
      expect(details.failed).toBe(true);
    },
    LIMIT_MS,
  );

  test(
    'the history that shows it is shortened to the steps that matter',
    async () => {
      const run = { histories: ENOUGH, seed: seed(), reference: VoidedCardIsAccepted };
      const { details } = await playHistories(market, run);
      const [, begun, steps] = details.counterexample!;
      const said = [...steps].map(String);
      expect(begun).toEqual({ declined: 0, reports: false, agrees: null });
      expect(said.join('; ')).toMatch(/ sends .* ACCEPTED/);
      expect(said.length).toBeLessThanOrEqual(6);
    },
    LIMIT_MS,
  );
});
