import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECOND, HOUR } from './calendar';
import { expectSound } from './invariants';
import { FIRST, Market } from './market-under-test';
import { OrderUnderTest } from './order-under-test';

const SHIP_BY = FIRST + 48 * HOUR;

describe('an order whose money somebody tampered with', () => {
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

  const paid = async (): Promise<OrderUnderTest> => {
    const order = await OrderUnderTest.import(market, {
      kind: 'PHYSICAL',
      paidAt: FIRST,
      importedAt: FIRST,
      promise: {},
      pickedUpAt: null,
      goodsMinor: 19_900,
      published: null,
      policyVersion: 1,
    });
    await order.moveTo(SHIP_BY + SECOND);
    await order.sweep();
    await expectSound(order);
    return order;
  };

  test.each([
    ['CO-5 a posting is gone', 'DELETE FROM ledger_postings WHERE order_id = ?'],
    [
      'CO-5 a payment is reversed without one',
      `UPDATE compensations SET status = 'REVERSED' WHERE order_id = ?`,
    ],
    [
      'CO-4 a lateness is paid twice',
      `INSERT INTO compensations SELECT id || '2', order_id, buyer_id, shop_key, kind, status, amount_minor, currency, ship_by, created_at, reversed_at, policy_version FROM compensations WHERE order_id = ?`,
    ],
    [
      'CO-2 the missed ship-by was agreed',
      'UPDATE orders SET agreed_ship_by = ship_by WHERE id = ?',
    ],
  ])('%s: is found', async (_name, sql) => {
    const order = await paid();
    await market.node.app.db.transact((tx) => tx.run(sql, [order.orderId]));
    await expect(expectSound(order)).rejects.toThrow();
  });
});
