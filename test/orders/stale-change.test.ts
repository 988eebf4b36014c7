import { Act, PARLEY } from '../../src/inbox/act';
import { select } from '../../src/lib/rows';
import { Order, OrderStatus, Sla } from '../../src/orders/order.entity';
import { recordBreaches, updateOrder } from '../../src/orders/order.repository';
import { ProposalStatus } from '../../src/shipping-proposals/shipping-proposal.entity';
import { endProposal } from '../../src/shipping-proposals/shipping-proposal.repository';
import { lockOrders } from '../../src/orders/order.repository';
import { eachDatabase } from '../services/databases';
import { answer, readCard, readOrder, sent } from '../support/cards';
import { done, placeOrder } from '../support/market';
import { shanghai, sharedNode } from '../support/shared-node';

const STALE = 'not in the state it was read in';

eachDatabase('trap 7 a change based on what was read before', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(shanghai('2023-01-30 12:00:00')));

  const read = async (id: string) => (await select(node().app.db, Order, 'WHERE id = ?', [id]))[0]!;

  test('trap 7 an order that moved on is not moved back', async () => {
    const { db } = node().app;
    const id = await placeOrder(node());
    const stale = await read(id);
    await db.transact((tx) =>
      updateOrder(tx, stale, { status: OrderStatus.CLOSED, sla: Sla.VOID }),
    );
    const again = db.transact((tx) => updateOrder(tx, stale, { status: OrderStatus.CONSIGNED }));
    await expect(again).rejects.toThrow(STALE);
    await expect(db.transact((tx) => recordBreaches(tx, [stale]))).rejects.toThrow(STALE);
    expect(await readOrder(node(), id)).toMatchObject({ status: 'CLOSED', sla: 'VOID' });
  });

  test.each([
    ProposalStatus.EXPIRED,
    ProposalStatus.DECLINED,
    ProposalStatus.VOIDED,
    ProposalStatus.ACCEPTED,
  ])('trap 7 SP-12 an accepted card does not become %s', async (status) => {
    const id = await sent(node(), await placeOrder(node()));
    await done(answer(node(), 'ACCEPT', id));
    const again = node().app.db.transact((tx) => endProposal(tx, id, status, null));
    await expect(again).rejects.toThrow(STALE);
    expect(await readCard(node(), id)).toMatchObject({ status: 'ACCEPTED' });
  });

  test('trap 6 who locks an order makes the next one wait, and the sweep pass it over', async () => {
    const { app } = node();
    const id = await placeOrder(node());
    let release: () => void;
    const held = new Promise<void>((resolve) => (release = resolve));
    const ended: string[] = [];
    let locked: () => void;
    const isLocked = new Promise<void>((resolve) => (locked = resolve));
    const first = app.db.transact(async (tx) => {
      await lockOrders(new Act(app, tx, PARLEY), [id]);
      locked();
      await held;
      ended.push('first');
    });
    await isLocked;
    const second = app.db.transact(async (tx) => {
      await lockOrders(new Act(app, tx, PARLEY), [id]);
      ended.push('second');
    });
    if (database.kind === 'mysql') {
      const passing = (tx: ConstructorParameters<typeof Act>[1]) =>
        lockOrders(new Act(app, tx, PARLEY), [id], app.db.dialect.skipLocked);
      expect(await app.db.transact(passing)).toEqual([]);
    }
    release!();
    await Promise.all([first, second]);
    expect(ended).toEqual(['first', 'second']);
  });
});
