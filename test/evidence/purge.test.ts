import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { purgeEvidence } from '../../src/evidence/purge-evidence';
import { eachDatabase } from '../services/databases';
import { placeOrder } from '../support/market';
import { around, shanghai, sharedNode } from '../support/shared-node';
import { aFile } from './sample-files';
import { evidenceFolder } from './storages';
import { announce, put, readPiece, stored } from './uploads';

const NOON = shanghai('2023-01-30 12:00:00');
const DAY_S = 86_400;
const FORGOTTEN = around(NOON + 7 * DAY_S * 1_000);

const folder = evidenceFolder();

eachDatabase('what is left of uploads', (database) => {
  const node = sharedNode(database, { environment: { EVIDENCE_URL: folder } });
  let orderId: string;

  beforeAll(async () => {
    await node().stopClockAt(NOON);
    orderId = await placeOrder(node());
  });

  test.each([
    ['before', FORGOTTEN.before, true],
    ['in', FORGOTTEN.at, true],
    ['after', FORGOTTEN.after, false],
  ])(
    'EV-1 what never came is forgotten %s the last second of its idempotencyKey',
    async (_, now, isThere) => {
      const bytes = aFile();
      const { evidence } = await announce(node(), bytes, { orderId });
      await purgeEvidence(node().app, now);
      expect((await readPiece(node(), evidence.id)) !== null).toBe(isThere);
      expect((await put(node(), evidence.uploadUrl, bytes)).status).toBe(isThere ? 204 : 404);
    },
  );

  test('EV-1 evidence is never forgotten', async () => {
    const id = await stored(node(), aFile(), { orderId });
    await purgeEvidence(node().app, NOON + 3_650 * DAY_S * 1_000);
    expect(await readPiece(node(), id)).toMatchObject({ downloadUrl: expect.any(String) });
  });

  test('EV-1 what a node that died was receiving goes after a day, and nothing else does', async () => {
    const left = (name: string, ageSeconds: number) => {
      const path = join(folder, 'tmp', name);
      const written = Date.now() / 1_000 - ageSeconds;
      writeFileSync(path, 'half of a file');
      utimesSync(path, written, written);
      return path;
    };
    mkdirSync(join(folder, 'tmp'), { recursive: true });
    const young = left('parley-received-1', DAY_S - 60);
    const old = left('parley-received-2', DAY_S + 60);
    const foreign = left('something-else', DAY_S + 60);
    await purgeEvidence(node().app, NOON);
    expect([young, old, foreign].map((path) => existsSync(path))).toEqual([true, false, true]);
  });
});
