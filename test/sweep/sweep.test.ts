import { eachDatabase } from '../services/databases';
import { scale } from '../services/scale';
import { importOrders } from '../../src/orders/import-orders';
import { placeOrder, act, done, openShop, orderRow } from '../support/market';
import { startNode } from '../support/node';
import { entriesOf } from '../support/inbox';
import { sent } from '../support/cards';
import { buyer, seller, system } from '../support/people';
import { shanghai } from '../support/shared-node';

const NOON = shanghai('2023-01-30 12:00:00');
const AFTER = shanghai('2023-02-01 10:00:01');
const MANY = scale(1_000);

eachDatabase('the sweep', (database) => {
  /** Many orders due at the same instant, with a card on one of them. */
  async function manyDue(url: string) {
    const node = await startNode(url);
    await openShop(node);
    await node.stopClockAt(NOON);
    const orders = Array.from({ length: MANY }, (_, index) =>
      orderRow({ orderNo: `m-${String(index)}` }),
    );
    for (const part of [orders.slice(0, MANY / 2), orders.slice(MANY / 2)])
      await done(act(node, system, importOrders, { orders: part }));
    await sent(node, await placeOrder(node));
    await node.stopClockAt(AFTER);
    return node;
  }

  const tally = (entries: readonly { kind: string }[]) => {
    const counts: Record<string, number> = {};
    for (const { kind } of entries) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  };

  test(`TM-5 OR-6 announces ${String(MANY)} things that fall due together, each once, whoever sweeps`, async () => {
    const url = await database.createUrl();
    const node = await manyDue(url);
    // SQLite has one writer: two nodes of one process would only wait for each other.
    const others = database.kind === 'mysql' ? [await startNode(url), await startNode(url)] : [];
    await Promise.all([node, ...others, node].map((sweeper) => sweeper.recordDue()));
    const fields = 'kind occurredAt';
    for (const person of [seller(), buyer()]) {
      const entries = await entriesOf(node, person, { fields });
      expect(tally(entries)).toEqual({
        ORDER_IMPORTED: MANY + 1,
        PROPOSAL_SENT: 1,
        PROPOSAL_EXPIRED: 1,
        SHIP_BY_BREACHED: MANY + 1,
      });
      const breaches = entries.filter(({ kind }) => kind === 'SHIP_BY_BREACHED');
      expect(new Set(breaches.map(({ occurredAt }) => occurredAt))).toEqual(
        new Set(['2023-02-01T02:00:01Z']),
      );
    }
    for (const other of [...others, node]) await other.stop();
  });

  test('TM-5 TM-6 runs by itself and finds what fell due while it was away', async () => {
    const url = await database.createUrl();
    const sleeping = await manyDue(url);
    const sweeping = await startNode(url, { sweeps: true });
    const running = `SELECT COUNT(*) AS due FROM orders WHERE sla = 'RUNNING'`;
    const isDone = async () =>
      Number((await sleeping.app.db.rows<{ due: number }>(running))[0]?.due) === 0;
    while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 20));
    const entries = await entriesOf(sleeping, seller(), { fields: 'kind' });
    expect(tally(entries)).toMatchObject({ PROPOSAL_EXPIRED: 1, SHIP_BY_BREACHED: MANY + 1 });
    await sweeping.stop();
    await sleeping.stop();
  });
});
