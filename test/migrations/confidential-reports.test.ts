import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/lib/data-source';
import { MIGRATIONS } from '../../src/migrations';
import { ConfidentialReports1700000000006 } from '../../src/migrations/0006-confidential-reports';
import { eachDatabase } from '../services/databases';
import { openShop, placeOrder } from '../support/market';
import { startNode } from '../support/node';
import { buyer, seller } from '../support/people';
import { submitted } from '../support/reports';
import { settled } from '../support/settlement';
import { shanghai } from '../support/shared-node';

const BEFORE = MIGRATIONS.indexOf(ConfidentialReports1700000000006);

const rulesOf = (order: { history: { rule: string }[] }) => order.history.map(({ rule }) => rule);

eachDatabase('trap 8 lines of history from before they were marked', (database) => {
  test('AC-5 a report of before is still nothing a buyer hears of', async () => {
    const url = await database.createEmptyUrl();
    const before = await startNode(url);
    await openShop(before);
    await before.stopClockAt(shanghai('2023-01-30 12:00:00'));
    const orderId = await placeOrder(before);
    await submitted(before, orderId);
    await before.stop();

    const source = new DataSource({ ...dataSourceOptions(url, 2), migrations: [...MIGRATIONS] });
    await source.initialize();
    for (let left = MIGRATIONS.length; left > BEFORE; left -= 1) await source.undoLastMigration();
    const unmarked = 'SELECT COUNT(*) AS total FROM history WHERE confidential = 0';
    expect(Number((await source.query(unmarked))[0].total)).toBe(2);
    await source.destroy();

    const after = await startNode(url);
    expect(rulesOf(await settled(after, orderId, buyer()))).toEqual(['OR-1']);
    expect(rulesOf(await settled(after, orderId, seller()))).toEqual(['OR-1', 'DR-1']);
    await after.stop();
  });
});
