import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/lib/data-source';
import { MIGRATIONS } from '../../src/migrations';
import { Violations1700000000005 } from '../../src/migrations/0005-violations';
import { eachDatabase } from '../services/databases';
import { entriesOf } from '../support/inbox';
import { done, openShop, placeOrder } from '../support/market';
import { startNode } from '../support/node';
import { seller } from '../support/people';
import { storedEvidence, submitted } from '../support/reports';
import { shanghai } from '../support/shared-node';
import { readViolation, record } from '../support/violations';

const BEFORE = MIGRATIONS.indexOf(Violations1700000000005);

eachDatabase('trap 8 violations come to a database with evidence', (database) => {
  test('PT-1 evidence and inboxes from before stay, and what was given then can be found forged', async () => {
    const url = await database.createEmptyUrl();
    const before = await startNode(url);
    await openShop(before);
    await before.stopClockAt(shanghai('2023-01-30 12:00:00'));
    const orderId = await placeOrder(before);
    const evidenceId = await storedEvidence(before, orderId);
    const reportId = await submitted(before, orderId, { evidenceIds: [evidenceId] });
    const told = await entriesOf(before, seller());
    await before.stop();

    const source = new DataSource({ ...dataSourceOptions(url, 2), migrations: [...MIGRATIONS] });
    await source.initialize();
    for (let left = MIGRATIONS.length; left > BEFORE; left -= 1) await source.undoLastMigration();
    await source.destroy();

    const after = await startNode(url);
    expect(await entriesOf(after, seller())).toEqual(told);
    const id = await done(record(after, evidenceId));
    expect(await readViolation(after, id)).toMatchObject({ reportId, points: 12 });
    await after.stop();
  });
});
