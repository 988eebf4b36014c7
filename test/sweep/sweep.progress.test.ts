import { importOrders } from '../../src/orders/import-orders';
import { eachDatabase } from '../services/databases';
import { sent } from '../support/cards';
import { act, done, openShop, orderRow, placeOrder } from '../support/market';
import { buyer, seller, staff, system } from '../support/people';
import { around, shanghai, sharedNode } from '../support/shared-node';

const SHIP_BY = shanghai('2023-02-01 10:00:00');
/** As many orders as the sweep takes at a time, and as often as it must. */
const BATCH = 500;
const BATCHES = 2;
const PROGRESS =
  '{ sweepProgress { waiting recordedByNode deadlines { name waiting oldestDueAt } } }';

/** The other deadlines, of which nothing waits here. */
const NO_TICKETS = ['ticket.urge', 'ticket.due'].map((name) => ({
  name,
  waiting: 0,
  oldestDueAt: null,
}));

eachDatabase('how far the sweep has come', (database) => {
  const node = sharedNode(database);

  test('CO-6 TM-5 what fell due waits from the second after, and is gone once recorded', async () => {
    await node().stopClockAt(SHIP_BY - 3_600_000);
    await sent(node(), await placeOrder(node()));
    await placeOrder(node());
    const waiting: unknown[] = [];
    for (const instant of Object.values(around(SHIP_BY))) {
      await node().stopClockAt(instant);
      waiting.push((await node().ask(staff, PROGRESS)).data.sweepProgress.waiting);
    }
    expect(waiting).toEqual([0, 0, 3]);
    const due = (await node().ask(system, PROGRESS)).data.sweepProgress;
    const oldestDueAt = '2023-02-01T02:00:00Z';
    expect(due.deadlines).toEqual([
      { name: 'proposal.answerBy', waiting: 1, oldestDueAt },
      { name: 'order.shipBy', waiting: 2, oldestDueAt },
      ...NO_TICKETS,
    ]);
    await node().recordDue();
    expect((await node().ask(staff, PROGRESS)).data.sweepProgress).toEqual({
      waiting: 0,
      recordedByNode: Number(due.recordedByNode) + 3,
      deadlines: [
        { name: 'proposal.answerBy', waiting: 0, oldestDueAt: null },
        { name: 'order.shipBy', waiting: 0, oldestDueAt: null },
        ...NO_TICKETS,
      ],
    });
  });

  test('CO-6 others are let in after each batch, also where the database never leaves the process', async () => {
    await node().stopClockAt(SHIP_BY - 3_600_000);
    await openShop(node());
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const orders = Array.from({ length: BATCH }, (_, index) =>
        orderRow({ orderNo: `batch-${String(batch)}-${String(index)}` }),
      );
      await done(act(node(), system, importOrders, { orders }));
    }
    await node().stopClockAt(around(SHIP_BY).after);
    let turns = 0;
    let immediate: NodeJS.Immediate;
    const turn = (): void => {
      turns += 1;
      immediate = setImmediate(turn);
    };
    turn();
    await node().recordDue();
    clearImmediate(immediate!);
    expect(turns).toBeGreaterThan(BATCHES);
  });

  test.each([
    ['a buyer', buyer()],
    ['a seller', seller()],
  ])('AC-1 is not for %s', async (_, person) => {
    const { errors } = await node().ask(person, PROGRESS);
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});
