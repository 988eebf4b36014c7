import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/lib/data-source';
import { MIGRATIONS } from '../../src/migrations';
import { eachDatabase } from '../services/databases';
import { answer, readOrder, sent } from '../support/cards';
import { done, openShop, placeOrder } from '../support/market';
import { startNode } from '../support/node';
import { decide, submitted } from '../support/reports';
import { system } from '../support/people';
import { shanghai } from '../support/shared-node';

eachDatabase('trap 8 the reported ship-by joins the ship-by in force', (database) => {
  /** Undoes migrations until so many are left. */
  async function goBackTo(url: string, left: number): Promise<void> {
    const source = new DataSource({ ...dataSourceOptions(url, 2), migrations: [...MIGRATIONS] });
    await source.initialize();
    for (let done = MIGRATIONS.length; done > left; done -= 1) await source.undoLastMigration();
    await source.destroy();
  }

  test('OR-2 OR-3 orders from before keep their ship-by, and learn to be reported', async () => {
    const url = await database.createEmptyUrl();
    const before = await startNode(url);
    await openShop(before);
    await before.stopClockAt(shanghai('2023-01-30 12:00:00'));
    const [original, agreed] = [await placeOrder(before), await placeOrder(before)];
    await done(answer(before, 'ACCEPT', await sent(before, agreed)));
    const shipBys = async (node: typeof before) =>
      Promise.all([original, agreed].map(async (id) => (await readOrder(node, id)).shipBy));
    const known = await shipBys(before);
    await before.stop();

    await goBackTo(url, 1);
    const after = await startNode(url);
    expect(await shipBys(after)).toEqual(known);
    await done(decide(after, await submitted(after, original)));
    expect(await shipBys(after)).toEqual(['2023-02-03T02:00:00Z', known[1]]);
    const { data } = await after.ask(system, '{ orders(sort: SHIP_BY_DESC) { nodes { id } } }');
    expect(data.orders.nodes.map(({ id }: any) => id)).toEqual([agreed, original]);
    await after.stop();
  });
});
