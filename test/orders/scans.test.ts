import { closeOrder } from '../../src/orders/close-order';
import { consignOrder } from '../../src/orders/consign-order';
import { importDeliveries, importPickups } from '../../src/orders/import-scans';
import { eachDatabase } from '../services/databases';
import { answer, readOrder, sent } from '../support/cards';
import { entriesAbout } from '../support/inbox';
import { act, codesOf, done, placeOrder } from '../support/market';
import { buyer, seller, staff, system } from '../support/people';
import { around, shanghai, sharedNode } from '../support/shared-node';

const NOON = shanghai('2023-01-30 12:00:00');
const SHIP_BY = around(shanghai('2023-02-01 10:00:00'));
const LATER = shanghai('2023-02-10 10:00:00');

eachDatabase('pick-ups and deliveries', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(NOON));

  let numbers = 0;
  async function place() {
    const orderNo = `scan-${String((numbers += 1))}`;
    return { orderNo, id: await placeOrder(node(), { orderNo }) };
  }

  const pickUp = (orderNo: string, pickedUpAt: number, parcel = {}, person = system) =>
    act(node(), person, importPickups, {
      pickups: [{ shopId: 'shop-1', orderNo, pickedUpAt, ...parcel }],
    });

  const deliver = (orderNo: string, deliveredAt: number) =>
    act(node(), system, importDeliveries, {
      deliveries: [{ shopId: 'shop-1', orderNo, deliveredAt }],
    });

  const kindsOf = async (id: string) =>
    (await entriesAbout(node(), id, buyer())).map(({ kind }) => kind);

  const read = async (id: string) => {
    const query = `query ($id: ID!) { order(id: $id) { status sla pickedUpAt deliveredAt carrier trackingNo history { rule from to } } }`;
    return (await node().ask(seller(), query, { id })).data.order;
  };

  test.each([
    ['a second before', SHIP_BY.before, 'MET'],
    ['at', SHIP_BY.at, 'MET'],
    ['a second after', SHIP_BY.after, 'BREACHED'],
  ])('OR-4 a pick-up %s the ship-by, scanned as it happened', async (_, pickedUpAt, sla) => {
    const { id, orderNo } = await place();
    await node().stopClockAt(pickedUpAt);
    await done(pickUp(orderNo, pickedUpAt, { carrier: 'SF', trackingNo: '1' }));
    expect(await read(id)).toMatchObject({
      status: 'PICKED_UP',
      sla,
      carrier: 'SF',
      trackingNo: '1',
    });
  });

  test.each([
    ['consigned before', SHIP_BY.before],
    ['consigned at', SHIP_BY.at],
  ])(
    'OR-4 OR-6 %s the ship-by counts for nothing: it is breached a second after',
    async (_, now) => {
      const { id } = await place();
      await node().stopClockAt(now);
      await done(act(node(), seller(), consignOrder, { orderId: id }));
      expect(await readOrder(node(), id)).toMatchObject({ status: 'CONSIGNED', sla: 'RUNNING' });
      await node().stopClockAt(SHIP_BY.after);
      expect(await readOrder(node(), id)).toMatchObject({ status: 'CONSIGNED', sla: 'BREACHED' });
    },
  );

  test('OR-4 OR-2 an agreed order is judged by the agreed day', async () => {
    const { id, orderNo } = await place();
    await done(answer(node(), 'ACCEPT', await sent(node(), id)));
    await node().stopClockAt(LATER);
    await done(pickUp(orderNo, shanghai('2023-02-05 23:59:59')));
    expect(await readOrder(node(), id)).toMatchObject({ sla: 'MET', shipBySource: 'AGREED' });
  });

  test('OR-5 the first pick-up is kept; a duplicate, a replacement label’s and an earlier one change nothing', async () => {
    const { id, orderNo } = await place();
    await done(pickUp(orderNo, NOON, { carrier: 'SF', trackingNo: '1' }));
    const [before, kinds] = [await read(id), await kindsOf(id)];
    await node().stopClockAt(LATER);
    await done(pickUp(orderNo, NOON, { carrier: 'SF', trackingNo: '1' }));
    await done(pickUp(orderNo, LATER, { carrier: 'YTO', trackingNo: '2' }));
    await done(pickUp(orderNo, NOON - 1_000));
    expect(await read(id)).toEqual(before);
    expect(await kindsOf(id)).toEqual(kinds);
  });

  test.each([
    ['before payment', shanghai('2023-01-30 09:59:59'), []],
    ['now', NOON, []],
    ['later in this second', NOON + 999, []],
    ['a second from now', NOON + 1_000, ['PICKUP_IN_FUTURE']],
  ])('OR-5 OR-11 a pick-up %s', async (_, pickedUpAt, expected) => {
    const { id, orderNo } = await place();
    const [row] = await done(pickUp(orderNo, pickedUpAt));
    expect(
      row !== undefined && 'reasons' in row ? row.reasons.map(({ code }) => code) : [],
    ).toEqual(expected);
    expect((await read(id)).status).toBe(expected.length === 0 ? 'PICKED_UP' : 'AWAITING_SHIPMENT');
  });

  test.each([
    ['the breach was recorded', true],
    ['no sweep has run', false],
  ])(
    'OR-7 a scan in time that arrives after the breach turns it into MET, when %s',
    async (_, swept) => {
      const { id, orderNo } = await place();
      await node().stopClockAt(LATER);
      if (swept) await node().recordDue();
      await done(pickUp(orderNo, SHIP_BY.at));
      expect(await read(id)).toMatchObject({ status: 'PICKED_UP', sla: 'MET' });
      expect(await kindsOf(id)).toEqual(['ORDER_IMPORTED', 'SHIP_BY_BREACHED', 'SHIP_BY_MET']);
      const { history } = await read(id);
      expect(history).toEqual(
        expect.arrayContaining([
          { rule: 'OR-6', from: 'RUNNING', to: 'BREACHED' },
          { rule: 'OR-7', from: 'BREACHED', to: 'MET' },
        ]),
      );
    },
  );

  test('OR-7 OR-6 a scan out of time leaves the breach, announced once', async () => {
    const { id, orderNo } = await place();
    await node().stopClockAt(LATER);
    await done(pickUp(orderNo, SHIP_BY.after));
    await node().recordDue();
    expect(await read(id)).toMatchObject({ status: 'PICKED_UP', sla: 'BREACHED' });
    expect(await kindsOf(id)).toEqual(['ORDER_IMPORTED', 'SHIP_BY_BREACHED', 'ORDER_PICKED_UP']);
  });

  test('OR-8 a pick-up after closing is recorded and changes no sla', async () => {
    const { id, orderNo } = await place();
    await done(act(node(), system, closeOrder, { orderId: id, reason: 'refunded' }));
    await node().stopClockAt(LATER);
    await done(pickUp(orderNo, SHIP_BY.at));
    expect(await read(id)).toMatchObject({
      status: 'CLOSED',
      sla: 'VOID',
      pickedUpAt: '2023-02-01T02:00:00Z',
    });
    expect((await kindsOf(id)).at(-1)).toBe('ORDER_PICKED_UP');
  });

  test('OR-11 bad rows come back each with its reason, good rows are kept', async () => {
    const [good, early, again] = [await place(), await place(), await place()];
    const row = (orderNo: string, pickedUpAt = NOON, shopId = 'shop-1') => ({
      shopId,
      orderNo,
      pickedUpAt,
    });
    const pickups = [
      row(good.orderNo),
      row('unknown'),
      row(early.orderNo, NOON + 1_000),
      row(again.orderNo, NOON, 'shop-9'),
      row(''),
      { ...row(again.orderNo), carrier: 'x'.repeat(101) },
      row(again.orderNo),
    ];
    const results = await done(act(node(), system, importPickups, { pickups }));
    const codes = results.map((result) =>
      'id' in result ? result.id : result.reasons.map(({ code }) => code),
    );
    expect(codes).toEqual([
      good.id,
      ['NOT_FOUND'],
      ['PICKUP_IN_FUTURE'],
      ['NOT_FOUND'],
      ['INVALID_INPUT'],
      ['INVALID_INPUT'],
      again.id,
    ]);
    expect([(await read(good.id)).status, (await read(early.id)).status]).toEqual([
      'PICKED_UP',
      'AWAITING_SHIPMENT',
    ]);
  });

  test.each([
    [500, []],
    [501, ['INVALID_INPUT']],
  ])('OR-11 at most 500 rows: %d', async (count, expected) => {
    const row = { shopId: 'shop-1', orderNo: 'unknown' };
    const pickups = Array.from({ length: count }, () => ({ ...row, pickedUpAt: NOON }));
    const deliveries = Array.from({ length: count }, () => ({ ...row, deliveredAt: NOON }));
    expect(codesOf(await act(node(), system, importPickups, { pickups }))).toEqual(expected);
    expect(codesOf(await act(node(), system, importDeliveries, { deliveries }))).toEqual(expected);
  });

  test.each([seller(), buyer(), staff])('AC-1 OR-11 $role reports no scans', async (person) => {
    expect(codesOf(await pickUp('unknown', NOON, {}, person))).toEqual(['FORBIDDEN']);
  });

  test.each([
    ['now', NOON, []],
    ['a second from now', NOON + 1_000, ['INVALID_INPUT']],
  ])('OR-11 a delivery %s', async (_, deliveredAt, expected) => {
    const { id, orderNo } = await place();
    await done(pickUp(orderNo, NOON));
    const [row] = await done(deliver(orderNo, deliveredAt));
    expect(
      row !== undefined && 'reasons' in row ? row.reasons.map(({ code }) => code) : [],
    ).toEqual(expected);
    expect((await read(id)).status).toBe(expected.length === 0 ? 'DELIVERED' : 'PICKED_UP');
  });

  test('OR-4 OR-11 a delivery before its pick-up is known is kept, and is not shipping', async () => {
    const { id, orderNo } = await place();
    await done(deliver(orderNo, NOON));
    const deliveredAt = '2023-01-30T04:00:00Z';
    expect(await read(id)).toMatchObject({
      status: 'AWAITING_SHIPMENT',
      sla: 'RUNNING',
      deliveredAt,
    });
    await done(deliver(orderNo, NOON - 1_000));
    expect(await read(id)).toMatchObject({ deliveredAt });
    await done(pickUp(orderNo, NOON));
    expect(await read(id)).toMatchObject({ status: 'DELIVERED', sla: 'MET', deliveredAt });
    expect(await kindsOf(id)).toEqual(['ORDER_IMPORTED', 'ORDER_DELIVERED', 'ORDER_PICKED_UP']);
  });
});
