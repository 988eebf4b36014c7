import { eachDatabase } from '../services/databases';
import { act, done, openShop, orderRow } from '../support/market';
import type { TestNode } from '../support/node';
import { system } from '../support/people';
import { around, shanghai, sharedNode } from '../support/shared-node';
import { statementsOf } from '../support/statements';
import type { Reader } from '../../src/lib/database';
import { findByNumber } from '../../src/orders/order.repository';
import { importOrders } from '../../src/orders/import-orders';

/** As many as one import may bring, and one batch of the sweep records. */
const MOST = 500;
const SHOPS = 20;
const NOON = shanghai('2023-01-30 12:00:00');
const SHIP_BY = around(shanghai('2023-02-01 10:00:00'));

/** Orders of several shops, each of a buyer of its own. */
const rows = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    orderRow({ shopId: `shop-${String(index % SHOPS)}`, buyerId: `buyer-${String(index)}` }),
  );

eachDatabase('what is done in bulk', (database) => {
  const node = sharedNode(database);
  beforeAll(async () => {
    for (let shop = 0; shop < SHOPS; shop += 1) await openShop(node(), `shop-${String(shop)}`);
  });
  beforeEach(() => node().stopClockAt(NOON));

  const importing = (on: TestNode, count: number) =>
    done(act(on, system, importOrders, { orders: rows(count) }));

  test('OR-9 an import takes as many statements for 500 orders as for one', async () => {
    const one = await statementsOf(node(), () => importing(node(), 1));
    const most = await statementsOf(node(), () => importing(node(), MOST));
    expect(most).toBe(one);
    expect(one).toBeLessThanOrEqual(14);
  });

  if (database.kind !== 'sqlite')
    test('OR-9 orders are looked for by their numbers, though the statistics of the table are those of an empty one', async () => {
      await importing(node(), 20);
      const { db } = node().app;
      const plans: object[] = [];
      const explaining: Reader = {
        rows: async (sql, values) => {
          plans.push(...(await db.rows<object>(`EXPLAIN ${sql}`, values)));
          return [];
        },
      };
      const numbers = Array.from({ length: MOST }, (_, index) => `N${String(index)}`);
      await findByNumber(explaining, db.dialect, numbers);
      expect(plans).toMatchObject([{ key: 'order_no', type: 'range' }]);
    });

  test('OR-6 CO-6 a batch of the sweep takes as many statements for 500 orders as for one', async () => {
    const sweeping = async (count: number): Promise<number> => {
      await node().stopClockAt(NOON);
      await importing(node(), count);
      await node().stopClockAt(SHIP_BY.after);
      return statementsOf(node(), () => node().recordDue());
    };
    await sweeping(1); // and what the other test has left
    const one = await sweeping(1);
    expect(await sweeping(MOST)).toBe(one);
    // One batch, and the looks before and after it.
    expect(one).toBeLessThanOrEqual(18);
  });
});
