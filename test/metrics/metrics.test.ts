import { ShopKind } from '../../src/shops/shop.entity';
import { TicketVerdict } from '../../src/tickets/judgment.entity';
import { ViolationSeverity } from '../../src/violations/violation.entity';
import { eachDatabase } from '../services/databases';
import { answer, send } from '../support/cards';
import { done, openShop, orderRow, placeOrder } from '../support/market';
import { metricsOf } from '../support/metrics';
import { buyer, seller, staff, system } from '../support/people';
import { close, scan } from '../support/settlement';
import { shanghai, sharedNode } from '../support/shared-node';
import { appeal, decide, disagree, judge, opened, OTHERWISE, reply } from '../support/tickets';
import { recorded } from '../support/violations';

const NOON = shanghai('2023-01-30 12:00:00');
const DAY = 86_400_000;
const HOUR = 3_600_000;

eachDatabase('MT-1 the metrics of a shop', (database) => {
  const node = sharedNode(database);
  let shops = 0;
  const newShop = async (kind = ShopKind.TAOBAO) => {
    const shopId = `measured-${String((shops += 1))}`;
    await openShop(node(), shopId, kind);
    return shopId;
  };
  const place = (shopId: string, row = {}) => placeOrder(node(), { shopId, ...row });
  const at = (instant: number) => node().stopClockAt(instant);
  beforeEach(() => at(NOON));

  /** A judged ticket on an order of its own. */
  async function judged(shopId: string, verdict = TicketVerdict.SELLER_LIABLE, order?: string) {
    const orderId = order ?? (await place(shopId));
    const ticketId = await opened(node(), orderId);
    await disagree(node(), ticketId, seller(shopId));
    await done(judge(node(), ticketId, { verdict }));
    return { orderId, ticketId };
  }

  test('without anything there are counts of nothing, and no rates', async () => {
    const shopId = await newShop();
    const nothing = {
      ordersPaid: 0,
      liableJudgments: 0,
      disputeRefundRate: null,
      platformDisputeRate: null,
      ordersDue: 0,
      ordersLate: 0,
      lateRate: null,
      proposalsSent: 0,
      proposalsAccepted: 0,
      proposalAcceptanceRate: null,
      ticketsReplied: 0,
      replySecondsMedian: null,
      replySecondsP90: null,
      ticketsOverdue: 0,
      points: { year: 2023, general: 0, severe: 0, severeCarriedOver: 0 },
    };
    expect(await metricsOf(node(), shopId)).toEqual({
      from: '2022-12-31T04:00:00Z',
      to: '2023-01-30T04:00:00Z',
      ...nothing,
      daily: [
        { day: '2023-01-29', ...nothing },
        { day: '2023-01-30', ...nothing },
      ],
    });
  });

  test('MT-1 TK-15 the rate has the name of the shop’s kind', async () => {
    const [taobao, tmall] = [await newShop(), await newShop(ShopKind.TMALL)];
    for (const shopId of [taobao, tmall]) {
      await judged(shopId);
      await Promise.all([place(shopId), place(shopId), place(shopId)]);
    }
    const counts = { ordersPaid: 4, liableJudgments: 1 };
    expect(await metricsOf(node(), taobao)).toMatchObject({
      ...counts,
      disputeRefundRate: 0.25,
      platformDisputeRate: null,
    });
    expect(await metricsOf(node(), tmall)).toMatchObject({
      ...counts,
      disputeRefundRate: null,
      platformDisputeRate: 0.25,
    });
  });

  test('MT-1 TK-15 SELLER_LIABLE counts once per order, another verdict not at all', async () => {
    const shopId = await newShop();
    const { orderId } = await judged(shopId);
    await judged(shopId, TicketVerdict.SELLER_LIABLE, orderId);
    await judged(shopId, TicketVerdict.NO_FAULT);
    await judged(shopId, TicketVerdict.SELLER_NOT_LIABLE);
    expect(await metricsOf(node(), shopId)).toMatchObject({ liableJudgments: 1, ordersPaid: 3 });
  });

  test('MT-1 TK-17 an upheld appeal takes the judgment back, in the window and on its day', async () => {
    const shopId = await newShop();
    const { ticketId } = await judged(shopId);
    await judged(shopId);
    await at(NOON + DAY);
    await done(appeal(node(), ticketId, seller(shopId)));
    await done(decide(node(), ticketId, { upheld: true, verdict: TicketVerdict.NO_FAULT }));
    const { liableJudgments, daily } = await metricsOf(node(), shopId);
    expect(liableJudgments).toBe(1);
    expect(daily).toMatchObject([
      { day: '2023-01-30', liableJudgments: 1, ordersPaid: 2, disputeRefundRate: 0.5 },
      { day: '2023-01-31', liableJudgments: 0, ordersPaid: 0, disputeRefundRate: null },
    ]);
  });

  test.each([
    ['exactly 30 days old counts', 30 * DAY, 1],
    ['a second older does not', 30 * DAY + 1_000, 0],
    ['of this second counts', 0, 1],
    ['a second ahead does not', -1_000, 0],
  ])('MT-1 an order whose payment is %s', async (_, age, ordersPaid) => {
    const shopId = await newShop();
    await place(shopId, { paidAt: NOON - age });
    expect(await metricsOf(node(), shopId)).toMatchObject({ ordersPaid });
  });

  test.each([
    ['exactly 30 days', 30 * DAY, 1],
    ['a second more', 30 * DAY + 1_000, 0],
  ])('MT-1 what happened counts for %s', async (_, later, count) => {
    const shopId = await newShop();
    await judged(shopId);
    await at(NOON + later);
    expect(await metricsOf(node(), shopId)).toMatchObject({
      liableJudgments: count,
      ticketsReplied: count,
    });
  });

  test.each([
    ['in its last second', 0, 0],
    ['a second later', 1_000, 1],
  ])(
    'MT-1 TM-5 a ship-by nobody met %s: late or not before anybody recorded it',
    async (_, after, ordersLate) => {
      const shopId = await newShop();
      await place(shopId, { shipBy: NOON });
      await at(NOON + after);
      const before = await metricsOf(node(), shopId);
      expect(before).toMatchObject({ ordersDue: 1, ordersLate, lateRate: ordersLate });
      await node().recordDue();
      expect(await metricsOf(node(), shopId)).toEqual(before);
    },
  );

  test('MT-1 OR-7 OR-8 of the orders due some are late: not those picked up in time or closed before', async () => {
    const shopId = 'shop-1';
    const rows = [1, 2, 3, 4, 5].map(() => orderRow({ shopId, shipBy: NOON + HOUR }));
    const ids: string[] = [];
    for (const row of rows) ids.push(await placeOrder(node(), row));
    await close(node(), ids[0]!);
    await place(shopId, { shipBy: NOON + 3 * HOUR });
    await at(NOON + 2 * HOUR);
    await scan(node(), rows[1]!.orderNo, NOON + HOUR);
    await scan(node(), rows[2]!.orderNo, NOON + HOUR + 1_000);
    expect(await metricsOf(node(), shopId)).toMatchObject({
      ordersDue: 5,
      ordersLate: 3,
      lateRate: 0.6,
    });
  });

  test.each([
    ['exactly 30 days', 30 * DAY, { ordersDue: 1, ordersLate: 1 }],
    ['a second more', 30 * DAY + 1_000, { ordersDue: 0, ordersLate: 0 }],
  ])('MT-1 a ship-by counts for %s', async (_, later, counts) => {
    const shopId = await newShop();
    await place(shopId, { shipBy: NOON });
    await at(NOON + later);
    expect(await metricsOf(node(), shopId)).toMatchObject(counts);
  });

  test('MT-1 SP-8 of the cards sent some are accepted, for 30 days and no second more', async () => {
    await openShop(node(), 'cards');
    const card = async () => done(send(node(), await place('cards'), {}, seller('cards')));
    const [accepted, declined] = [await card(), await card(), await card()];
    await done(answer(node(), 'ACCEPT', accepted));
    await done(answer(node(), 'DECLINE', declined));
    const read = () => metricsOf(node(), 'cards');
    const share = { proposalsSent: 3, proposalsAccepted: 1, proposalAcceptanceRate: 1 / 3 };
    expect(await read()).toMatchObject(share);
    await at(NOON + 30 * DAY);
    expect(await read()).toMatchObject(share);
    await at(NOON + 30 * DAY + 1_000);
    expect(await read()).toMatchObject({ proposalsSent: 0, proposalAcceptanceRate: null });
  });

  test('MT-1 TK-6 how long replies took: median and p90', async () => {
    const shopId = await newShop();
    const tickets: string[] = [];
    for (let count = 0; count < 3; count += 1)
      tickets.push(await opened(node(), await place(shopId)));
    for (const [index, ticketId] of tickets.entries()) {
      await at(NOON + (index + 1) * 60_000);
      await done(reply(node(), ticketId, OTHERWISE, seller(shopId)));
    }
    expect(await metricsOf(node(), shopId)).toMatchObject({
      ticketsReplied: 3,
      replySecondsMedian: 120,
      replySecondsP90: 180,
    });
  });

  test.each([
    ['in the last second to reply', 0, 0],
    ['a second later', 1_000, 1],
  ])(
    'MT-1 TK-11 TM-5 a ticket %s is overdue or not, recorded or not',
    async (_, after, ticketsOverdue) => {
      const shopId = await newShop();
      const ticketId = await opened(node(), await place(shopId));
      await at(NOON + DAY + after);
      const before = await metricsOf(node(), shopId);
      expect(before).toMatchObject({ ticketsOverdue });
      await node().recordDue();
      expect(await metricsOf(node(), shopId)).toEqual(before);
      if (after === 0) await done(reply(node(), ticketId, OTHERWISE, seller(shopId)));
      await at(NOON + 31 * DAY);
      expect(await metricsOf(node(), shopId)).toMatchObject({ ticketsOverdue });
      await at(NOON + 31 * DAY + 1_000);
      expect(await metricsOf(node(), shopId)).toMatchObject({ ticketsOverdue: 0 });
    },
  );

  test('MT-1 TK-12 tickets of worry-free orders count in no metric', async () => {
    const shopId = await newShop();
    const replied = await opened(node(), await place(shopId, { worryFree: true }));
    await opened(node(), await place(shopId, { worryFree: true }));
    await done(reply(node(), replied, OTHERWISE, seller(shopId)));
    await at(NOON + 2 * DAY);
    expect(await metricsOf(node(), shopId)).toMatchObject({ ticketsReplied: 0, ticketsOverdue: 0 });
  });

  test('MT-1 PT-2 points now, and at the end of each day', async () => {
    const shopId = await newShop();
    await at(shanghai('2023-12-31 12:00:00'));
    await recorded(node(), shopId);
    await recorded(node(), shopId, ViolationSeverity.SEVERE);
    await at(shanghai('2024-01-01 12:00:00'));
    const { points, daily } = await metricsOf(node(), shopId, { days: 3 });
    expect(points).toMatchObject({ year: 2024, general: 0, severe: 48 });
    expect(daily).toMatchObject([
      { day: '2023-12-30', points: { year: 2023, general: 0, severe: 0 } },
      { day: '2023-12-31', points: { year: 2023, general: 12, severe: 48 } },
      { day: '2024-01-01', points: { year: 2024, general: 0, severe: 48, severeCarriedOver: 48 } },
    ]);
  });

  test.each([
    ['2023-01-29 23:59:59', [1, 0]],
    ['2023-01-30 00:00:00', [0, 1]],
  ])(
    'MT-1 TM-2 a day of the series ends in the platform zone: paid at %s',
    async (paidAt, paid) => {
      const shopId = await newShop();
      await place(shopId, { paidAt: shanghai(paidAt) });
      const { daily } = await metricsOf(node(), shopId);
      expect(daily.map(({ ordersPaid }: { ordersPaid: number }) => ordersPaid)).toEqual(paid);
    },
  );

  test.each([
    [0, 'BAD_USER_INPUT'],
    [1, undefined],
    [90, undefined],
    [91, 'BAD_USER_INPUT'],
  ])('a series of %i days: %s', async (days, code) => {
    const query = `{ shops { nodes { metrics { daily(days: ${String(days)}) { day } } } } }`;
    const { data, errors } = await node().ask(seller(), query);
    expect(errors?.[0]?.extensions?.code).toBe(code);
    if (code === undefined) expect(data.shops.nodes[0].metrics.daily).toHaveLength(days);
  });

  test('AC-1 MT-1 the shop and the marketplace see them, buyers do not', async () => {
    const shopId = await newShop();
    await place(shopId);
    for (const person of [seller(shopId, ['chat']), staff, system])
      expect(await metricsOf(node(), shopId, { person })).toMatchObject({ ordersPaid: 1 });
    expect(await metricsOf(node(), shopId, { person: buyer() })).toBeNull();
    const others = await node().ask(seller(), '{ shops(first: 100) { nodes { shopId } } }');
    expect(others.data.shops.nodes).toEqual([{ shopId: 'shop-1' }]);
  });
});
