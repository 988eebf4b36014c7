import { publishPolicy } from '../../src/policies/publish-policy';
import { eachDatabase } from '../services/databases';
import { act, done, openShop, placeOrder } from '../support/market';
import { startNode } from '../support/node';
import { seller, staff } from '../support/people';
import { around, shanghai } from '../support/shared-node';
import { aFile } from './sample-files';
import { evidenceFolder } from './storages';
import { announce, put } from './uploads';

const MIB = 1_024 * 1_024;
const STRICTER = around(shanghai('2023-01-31 00:00:00'));
const folder = evidenceFolder();

eachDatabase('evidence under another policy', (database) => {
  test('EV-1 the policy in force when a file is announced says how large it may be, also for its upload', async () => {
    const node = await startNode(await database.createUrl(), {
      environment: { EVIDENCE_URL: folder },
    });
    await openShop(node);
    const orderId = await placeOrder(node);
    await node.stopClockAt(STRICTER.before);
    const stricter = { evidenceMegabytes: 1, evidenceFiles: 2, effectiveFrom: STRICTER.at };
    await done(act(node, staff, publishPolicy, stricter));

    const bytes = aFile('image/png', MIB + 1);
    const earlier = await announce(node, bytes, { orderId });
    expect(earlier.userErrors).toEqual([]);
    await node.stopClockAt(STRICTER.at);
    const { userErrors } = await announce(node, bytes, { orderId }, seller());
    expect(userErrors).toEqual([
      {
        code: 'EVIDENCE_LIMIT',
        message: 'At most 2 files, each of 1 to 1048576 bytes.',
        field: ['input', 'byteSize'],
      },
    ]);
    expect((await announce(node, bytes.subarray(1), { orderId })).userErrors).toEqual([]);
    expect(await put(node, earlier.evidence.uploadUrl, bytes)).toMatchObject({ status: 204 });
    await node.stop();
  });
});
