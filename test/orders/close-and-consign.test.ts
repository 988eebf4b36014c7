import { closeOrder } from '../../src/orders/close-order';
import { consignOrder } from '../../src/orders/consign-order';
import { importPickups } from '../../src/orders/import-scans';
import { eachDatabase } from '../services/databases';
import { readOrder } from '../support/cards';
import { entriesAbout } from '../support/inbox';
import { act, codesOf, done, placeOrder } from '../support/market';
import { buyer, seller, staff, system } from '../support/people';
import { around, shanghai, sharedNode } from '../support/shared-node';

const NOON = shanghai('2023-01-30 12:00:00');
const SHIP_BY = around(shanghai('2023-02-01 10:00:00'));

eachDatabase('orderClose and orderConsign', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(NOON));

  const close = (orderId: string, person = system, reason = 'refunded') =>
    act(node(), person, closeOrder, { orderId, reason });
  const consign = (orderId: string, person = seller()) =>
    act(node(), person, consignOrder, { orderId, carrier: 'SF', trackingNo: '1' });

  test.each([
    ['a second before', SHIP_BY.before, 'VOID'],
    ['at', SHIP_BY.at, 'VOID'],
    ['a second after', SHIP_BY.after, 'BREACHED'],
  ])('OR-8 closed %s its ship-by, swept or not', async (_, now, sla) => {
    for (const swept of [false, true]) {
      await node().stopClockAt(NOON);
      const id = await placeOrder(node());
      await node().stopClockAt(now);
      if (swept) await node().recordDue();
      await done(close(id));
      expect(await readOrder(node(), id)).toMatchObject({ status: 'CLOSED', sla });
      await node().stopClockAt(SHIP_BY.after + 86_400_000);
      await node().recordDue();
      expect(await readOrder(node(), id)).toMatchObject({ status: 'CLOSED', sla });
    }
  });

  test('OR-8 closing leaves MET', async () => {
    const id = await placeOrder(node(), { orderNo: 'closed-met' });
    const pickups = [{ shopId: 'shop-1', orderNo: 'closed-met', pickedUpAt: NOON }];
    await done(act(node(), system, importPickups, { pickups }));
    await done(close(id));
    expect(await readOrder(node(), id)).toMatchObject({ status: 'CLOSED', sla: 'MET' });
  });

  test('OR-8 closing again changes nothing and tells nothing', async () => {
    const id = await placeOrder(node());
    await done(close(id));
    const [before, entries] = [
      await readOrder(node(), id),
      await entriesAbout(node(), id, buyer()),
    ];
    expect(await done(close(id, system, 'another reason'))).toBe(id);
    expect(await readOrder(node(), id)).toEqual(before);
    expect(await entriesAbout(node(), id, buyer())).toEqual(entries);
  });

  test.each([
    ['the shop', seller(), ['FORBIDDEN']],
    ['the buyer', buyer(), ['FORBIDDEN']],
    ['staff', staff, ['FORBIDDEN']],
    ['another shop', seller('shop-2'), ['NOT_FOUND']],
    ['another buyer', buyer('buyer-2'), ['NOT_FOUND']],
  ])('OR-8 AC-1 %s does not close', async (_, person, expected) => {
    expect(codesOf(await close(await placeOrder(node()), person))).toEqual(expected);
  });

  test.each([
    ['', ['INVALID_INPUT']],
    ['x'.repeat(500), []],
    ['x'.repeat(501), ['INVALID_INPUT']],
  ])('OR-8 needs a reason of at most 500 characters %#', async (reason, expected) => {
    expect(codesOf(await close(await placeOrder(node()), system, reason))).toEqual(expected);
  });

  test('AC-2 consigning needs no permission', async () => {
    const id = await placeOrder(node());
    await done(consign(id, seller('shop-1', [])));
    expect(await readOrder(node(), id)).toMatchObject({ status: 'CONSIGNED', sla: 'RUNNING' });
    const entries = await entriesAbout(node(), id, buyer());
    expect(entries.at(-1)).toMatchObject({ kind: 'ORDER_CONSIGNED', actor: 'SELLER' });
  });

  test.each([
    ['the buyer', buyer(), ['FORBIDDEN']],
    ['staff', staff, ['FORBIDDEN']],
    ['the back end', system, ['FORBIDDEN']],
    ['another shop', seller('shop-2'), ['NOT_FOUND']],
  ])('AC-1 OR-4 %s does not consign', async (_, person, expected) => {
    expect(codesOf(await consign(await placeOrder(node()), person))).toEqual(expected);
  });

  test('OR-4 only an order that awaits shipment is consigned', async () => {
    const id = await placeOrder(node());
    await done(consign(id));
    expect(await consign(id)).toMatchObject({
      reasons: [{ code: 'ORDER_NOT_AWAITING_SHIPMENT', facts: { status: 'CONSIGNED' } }],
    });
    await done(close(id));
    expect(codesOf(await consign(id))).toEqual(['ORDER_NOT_AWAITING_SHIPMENT']);
  });

  test('OR-4 OR-6 a late consignment is possible, and records the breach first', async () => {
    const id = await placeOrder(node());
    await node().stopClockAt(SHIP_BY.after);
    await done(consign(id));
    const kinds = (await entriesAbout(node(), id, seller())).map(({ kind }) => kind);
    expect(kinds).toEqual(['ORDER_IMPORTED', 'SHIP_BY_BREACHED', 'ORDER_CONSIGNED']);
    expect(await readOrder(node(), id)).toMatchObject({ status: 'CONSIGNED', sla: 'BREACHED' });
  });
});
