import { Conversation } from '../../src/conversations/conversation.entity';
import { Order } from '../../src/orders/order.entity';
import { openShop, placeOrder } from '../support/market';
import { eachDatabase } from '../services/databases';
import { sharedNode } from '../support/shared-node';
import { insert, select, selectBeside } from '../../src/lib/rows';
import { newId } from '../../src/lib/ids';
import { Role } from '../../src/lib/viewer';
import { HistoryEntry } from '../../src/inbox/history.entity';

eachDatabase('rows written together', (database) => {
  const node = sharedNode(database);

  const line = (orderId: string, more: Partial<HistoryEntry> = {}): HistoryEntry =>
    Object.assign(new HistoryEntry(), {
      ...{ id: newId('history'), orderId, subjectId: orderId, at: 1, actor: Role.SYSTEM },
      ...{ actorId: null, rule: 'OR-1', from: null, to: null, policyVersion: 1 },
      confidential: false,
      ...more,
    });

  /** Writes so many lines, the last one with what is given, and reads them back. */
  async function written(count: number, last: Partial<HistoryEntry>): Promise<HistoryEntry[]> {
    const orderId = newId('order');
    const lines = Array.from({ length: count }, (_, index) =>
      line(orderId, index === count - 1 ? last : {}),
    );
    const { db } = node().app;
    await db.transact((tx) => insert(tx, HistoryEntry, lines));
    const read = await select(db, HistoryEntry, 'WHERE order_id = ? ORDER BY id', [orderId]);
    expect(read).toEqual(lines.sort((a, b) => (a.id < b.id ? -1 : 1)));
    return read;
  }

  // From 50 rows on, columns that all of them leave empty are left out of the statement.
  test.each([1, 49, 50, 51])('%i of them are read as they were written', async (count) => {
    await written(count, {});
    const [last] = (await written(count, { actorId: 'a', confidential: true })).slice(-1);
    expect(last).toMatchObject({ from: null, to: null });
    await written(count, { from: 'RUNNING', to: 'MET' });
  });

  test('more than one statement may hold are written all', async () => {
    await written(3_500, { to: 'BREACHED' });
  });

  test('none is none', async () => {
    await node().app.db.transact((tx) => insert(tx, HistoryEntry, []));
  });
});

eachDatabase('rows read with those beside them', (database) => {
  const node = sharedNode(database);

  test('each with its own, as if read alone; null where there is none; the tail means the first table', async () => {
    await openShop(node());
    const [one, other, lonely] = [
      await placeOrder(node()),
      await placeOrder(node()),
      await placeOrder(node()),
    ];
    const { db } = node().app;
    await db.transact((tx) => tx.run('DELETE FROM conversations WHERE subject_id = ?', [lonely]));
    const tail = 'WHERE id IN (?) AND shop_key = ? ORDER BY id LIMIT 3';
    const parameters = [[one, other, lonely], 'shop-1'];
    const rows = await selectBeside(db, Order, Conversation, 'subjectId', tail, parameters);
    expect(rows.map(([order]) => order)).toMatchObject(await select(db, Order, tail, parameters));
    const alone = await select(db, Conversation, 'WHERE subject_id IN (?)', [[one, other]]);
    expect(alone).toHaveLength(2);
    const beside = rows.map(([, conversation]) => conversation);
    const byOrder = new Map(rows.map(([{ id }], index) => [id, beside[index]]));
    for (const conversation of alone)
      expect(byOrder.get(conversation.orderId)).toStrictEqual(conversation);
    expect(byOrder.get(lonely)).toBeNull();
  });
});
