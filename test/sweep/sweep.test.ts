import { startNode } from '../support/node';
import { eachDatabase } from '../services/databases';
import { messagesOf, readCard, readOrder, sent } from '../support/cards';
import { entriesAbout, entriesOf } from '../support/inbox';
import { openShop, placeOrder, act, done, orderRow } from '../support/market';
import { buyer, seller, system } from '../support/people';
import { around, shanghai, sharedNode } from '../support/shared-node';
import { eventually } from '../live/gauges';
import { scale } from '../services/scale';
import { importOrders } from '../../src/orders/import-orders';

const NOON = shanghai('2023-01-30 12:00:00');
const SHIP_BY = around(shanghai('2023-02-01 10:00:00'));
const ANSWER_BY = around(shanghai('2023-01-31 12:00:00'));

eachDatabase('what time decides', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(NOON));

  /** How many orders of a buyer the filter finds, by list and by count. */
  async function found(sla: string, buyerId: string): Promise<number[]> {
    const query = `{ orders(first: 100, filter: {sla: [${sla}]}) { totalCount nodes { sla } } }`;
    const { totalCount, nodes } = (await node().ask(buyer(buyerId), query)).data.orders;
    for (const order of nodes) expect(sla).toContain(order.sla);
    return [totalCount, nodes.length];
  }

  test.each([
    ['two seconds before', ANSWER_BY.before - 1_000, 'PENDING', 2],
    ['a second before', ANSWER_BY.before, 'PENDING', 1],
    ['at', ANSWER_BY.at, 'PENDING', 0],
    ['in the last millisecond of', ANSWER_BY.at + 999, 'PENDING', 0],
    ['a second after', ANSWER_BY.after, 'EXPIRED', null],
  ])('TM-3 TM-5 a card %s its deadline, before any sweep', async (_, now, status, secondsLeft) => {
    const orderId = await placeOrder(node());
    const id = await sent(node(), orderId);
    await node().stopClockAt(now);
    expect(await readCard(node(), id)).toMatchObject({ status, secondsLeft });
    expect((await readOrder(node(), orderId)).proposals).toMatchObject([{ status }]);
  });

  test.each([
    ['a second before', SHIP_BY.before, 'RUNNING'],
    ['at', SHIP_BY.at, 'RUNNING'],
    ['in the last millisecond of', SHIP_BY.at + 999, 'RUNNING'],
    ['a second after', SHIP_BY.after, 'BREACHED'],
  ])(
    'TM-5 OR-6 an order %s its ship-by: read, filtered and counted alike, before any sweep',
    async (_, now, sla) => {
      const buyerId = `buyer-${String(now)}`;
      await placeOrder(node(), { buyerId });
      await node().stopClockAt(now);
      const other = sla === 'RUNNING' ? 'BREACHED' : 'RUNNING';
      expect(await found(sla, buyerId)).toEqual([1, 1]);
      expect(await found(other, buyerId)).toEqual([0, 0]);
      expect(await found('MET, VOID', buyerId)).toEqual([0, 0]);
      expect(await found('RUNNING, BREACHED', buyerId)).toEqual([1, 1]);
      await node().recordDue();
      expect(await found(sla, buyerId)).toEqual([1, 1]);
      expect(await found(other, buyerId)).toEqual([0, 0]);
    },
  );

  test('TM-5 the sweep announces, dated by the first second after the deadline', async () => {
    const orderId = await placeOrder(node());
    const id = await sent(node(), orderId);
    await node().stopClockAt(SHIP_BY.after + 3_600_000);
    expect(await entriesAbout(node(), orderId, buyer())).toHaveLength(2);
    await node().recordDue();
    for (const person of [buyer(), seller()])
      expect((await entriesAbout(node(), orderId, person)).slice(2)).toMatchObject([
        {
          kind: 'PROPOSAL_EXPIRED',
          occurredAt: '2023-01-31T04:00:01Z',
          actor: 'SYSTEM',
          actorId: null,
          proposal: { id, status: 'EXPIRED' },
          message: { code: 'PROPOSAL_EXPIRED' },
        },
        {
          kind: 'SHIP_BY_BREACHED',
          occurredAt: '2023-02-01T02:00:01Z',
          actor: 'SYSTEM',
          actorId: null,
          order: { sla: 'BREACHED' },
        },
      ]);
    await node().recordDue();
    expect(await entriesAbout(node(), orderId, buyer())).toHaveLength(4);
  });

  test('TM-5 of a card and a ship-by that end together, the card is told first', async () => {
    const orderId = await placeOrder(node());
    await node().stopClockAt(SHIP_BY.at);
    await sent(node(), orderId);
    await node().stopClockAt(SHIP_BY.after);
    await node().recordDue();
    const kinds = (await entriesAbout(node(), orderId, seller())).map(({ kind }) => kind);
    expect(kinds).toEqual([
      'ORDER_IMPORTED',
      'PROPOSAL_SENT',
      'PROPOSAL_EXPIRED',
      'SHIP_BY_BREACHED',
    ]);
  });

  test('TM-5 the sweep finds nothing to record in the last second of a deadline', async () => {
    const orderId = await placeOrder(node());
    await sent(node(), orderId);
    await node().stopClockAt(ANSWER_BY.at + 999);
    await node().recordDue();
    expect(await messagesOf(node(), orderId)).toHaveLength(1);
    await node().stopClockAt(ANSWER_BY.after);
    await node().recordDue();
    expect(await messagesOf(node(), orderId)).toHaveLength(2);
  });

  test('TM-5 stopping the sweep changes no answer', async () => {
    const orderId = await placeOrder(node());
    const id = await sent(node(), orderId);
    await node().stopClockAt(SHIP_BY.after);
    const read = async () => {
      const card = await readCard(node(), id);
      const order = await readOrder(node(), orderId);
      // What the sweep adds: lines of history and a message. Everything else is what it was.
      return { ...card, order: { ...order, conversation: null, history: null }, history: null };
    };
    const unswept = await read();
    await node().recordDue();
    expect(await read()).toEqual(unswept);
    expect(unswept).toMatchObject({ status: 'EXPIRED', order: { sla: 'BREACHED' } });
  });

  test('TM-1 the server’s time is the one clock’s, and it stands where it was stopped', async () => {
    const time = async () => (await node().ask(null, '{ serverTime }')).data.serverTime;
    expect(await time()).toBe('2023-01-30T04:00:00Z');
    expect(await time()).toBe('2023-01-30T04:00:00Z');
  });
});

eachDatabase('timers outlive the node', (database) => {
  const advance = `mutation { sandboxClockAdvance(input: {by: "PT24H1S"}) { serverTime userErrors { code } } }`;

  test('TM-6 TM-1 a restart between due and sweep changes nothing; the clock’s offset is kept', async () => {
    const url = await database.createUrl();
    const first = await startNode(url);
    await openShop(first);
    await first.stopClockAt(NOON);
    const orderId = await placeOrder(first);
    const id = await sent(first, orderId);
    await first.ask(
      system,
      `mutation { sandboxClockAdvance(input: {by: "PT23H"}) { serverTime } }`,
    );
    await first.stopClockAt(ANSWER_BY.after);
    const before = await readCard(first, id);
    await first.stop();

    const second = await startNode(url);
    expect(await readCard(second, id)).toEqual(before);
    expect(before).toMatchObject({ status: 'EXPIRED', secondsLeft: null });
    await second.recordDue();
    const entries = await entriesAbout(second, orderId, buyer());
    expect(entries.at(-1)).toMatchObject({
      kind: 'PROPOSAL_EXPIRED',
      occurredAt: '2023-01-31T04:00:01Z',
    });
    expect(entries).toHaveLength(3);
    await second.stop();
  });

  test('TM-6 a deadline that passes while no node runs has passed when one starts', async () => {
    const url = await database.createUrl();
    const first = await startNode(url);
    await openShop(first);
    await first.stopClockAt(NOON);
    const orderId = await placeOrder(first);
    await sent(first, orderId);
    await first.stopClockAt(SHIP_BY.after);
    await first.stop();

    const second = await startNode(url, { sweeps: true });
    await second.recordDue();
    expect(await readOrder(second, orderId)).toMatchObject({ sla: 'BREACHED' });
    const kinds = (await entriesAbout(second, orderId, seller())).map(({ kind }) => kind);
    expect(kinds.slice(2)).toEqual(['PROPOSAL_EXPIRED', 'SHIP_BY_BREACHED']);
    await second.stop();
  });

  test('TM-1 two nodes on one database live by one clock: what one moves, the other sees', async () => {
    const url = await database.createUrl();
    const nodes = [await startNode(url), await startNode(url)] as const;
    await nodes[0].stopClockAt(NOON);
    const advanced = await nodes[0].ask(system, advance);
    expect(advanced.data.sandboxClockAdvance).toEqual({
      serverTime: '2023-01-31T04:00:01Z',
      userErrors: [],
    });
    const { data } = await nodes[1].ask(null, '{ serverTime }');
    expect(data.serverTime).toBe('2023-01-31T04:00:01Z');
    for (const node of nodes) await node.stop();
  });

  test('TM-5 sandboxClockAdvance returns after everything then due is recorded', async () => {
    const node = await startNode(await database.createUrl());
    await openShop(node);
    await node.stopClockAt(NOON);
    const orderId = await placeOrder(node);
    await sent(node, orderId);
    await node.ask(system, advance);
    expect((await messagesOf(node, orderId)).at(-1)).toMatchObject({ code: 'PROPOSAL_EXPIRED' });
    await node.stop();
  });
});

const MANY = scale(1_000, 40);

/** Something to wait for until somebody opens it. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

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
    await node.stopClockAt(SHIP_BY.after);
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

  if (database.kind === 'mysql')
    test('TM-5 passes over what another node is busy with, however much of it is due first', async () => {
      const url = await database.createUrl();
      const sleeping = await manyDue(url);
      const running = async () => {
        const sql = `SELECT id FROM orders WHERE sla = 'RUNNING' ORDER BY ship_by, id`;
        return (await sleeping.app.db.rows<{ id: string }>(sql)).map(({ id }) => id);
      };
      const due = await running();
      // More than any batch, and all that a look at the earliest ones would find.
      const held = due.slice(0, due.length - 1);
      const holding = gate();
      const letGo = gate();
      const holder = sleeping.app.db.transact(async (tx) => {
        // One by one: a scan for so many would lock what it only passes.
        for (const id of held) await tx.rows('SELECT id FROM orders WHERE id = ? FOR UPDATE', [id]);
        holding.open();
        await letGo.opened;
      });
      await holding.opened;
      const sweeping = await startNode(url, { sweeps: true });
      await eventually(running, (left) => left.length <= held.length);
      expect(await running()).toEqual(held);
      letGo.open();
      await holder;
      await eventually(running, (left) => left.length === 0);
      await sweeping.stop();
      await sleeping.stop();
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
