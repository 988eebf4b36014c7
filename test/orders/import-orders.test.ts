import { importOrders } from '../../src/orders/import-orders';
import type { OrderRow } from '../../src/orders/order.check';
import { OrderKind } from '../../src/orders/order.entity';
import { eachDatabase } from '../services/databases';
import { answer, messagesOf, readCard, readOrder, sent } from '../support/cards';
import { entriesAbout } from '../support/inbox';
import { act, codesOf, done, openShop, orderRow, placeOrder } from '../support/market';
import { buyer, seller, staff, system } from '../support/people';
import { around, shanghai, sharedNode } from '../support/shared-node';

const NOON = shanghai('2023-01-30 12:00:00');
const SHIP_BY = around(shanghai('2023-02-01 10:00:00'));

eachDatabase('orderImport', (database) => {
  const node = sharedNode(database);
  beforeAll(() => openShop(node(), 'shop-2'));
  beforeEach(() => node().stopClockAt(NOON));

  const importRows = (orders: readonly OrderRow[], person = system) =>
    act(node(), person, importOrders, { orders });

  /** Per row the codes of its refusal, or nothing. */
  async function outcomes(orders: readonly OrderRow[]): Promise<string[][]> {
    const results = await done(importRows(orders));
    return results.map((row) => ('id' in row ? [] : row.reasons.map(({ code }) => code)));
  }

  const idsOf = async (orders: readonly OrderRow[]): Promise<(string | undefined)[]> =>
    (await done(importRows(orders))).map((row) => ('id' in row ? row.id : undefined));

  test.each([
    ['an instant', { shipBy: shanghai('2023-02-03 08:00:00') }, '2023-02-03T00:00:00Z'],
    ['a day', { shipByDate: '2023-02-03' }, '2023-02-03T15:59:59Z'],
    ['promised hours', { promisedHours: 24 }, '2023-01-31T02:00:00Z'],
    ['the policy’s promise', {}, '2023-02-01T02:00:00Z'],
  ])('OR-1 OR-3 the ship-by by %s', async (_, promise, shipBy) => {
    const id = await placeOrder(node(), promise);
    expect(await readOrder(node(), id)).toMatchObject({
      shipBy,
      originalShipBy: shipBy,
      agreedShipBy: null,
      shipBySource: 'ORIGINAL',
      sla: 'RUNNING',
    });
  });

  test('OR-1 two ways to say the ship-by are one too many', async () => {
    const row = orderRow({ promisedHours: 24, shipByDate: '2023-02-03' });
    expect(await outcomes([row])).toEqual([['INVALID_INPUT']]);
  });

  test.each([
    [0, ['INVALID_INPUT']],
    [1, []],
    [87_600, []],
    [87_601, ['INVALID_INPUT']],
  ])('OR-1 a promise of %d hours', async (promisedHours, expected) => {
    expect(await outcomes([orderRow({ promisedHours })])).toEqual([expected]);
  });

  test('OR-1 the original ship-by never changes, whatever is agreed', async () => {
    const id = await placeOrder(node());
    await done(answer(node(), 'ACCEPT', await sent(node(), id)));
    expect(await readOrder(node(), id)).toMatchObject({ originalShipBy: '2023-02-01T02:00:00Z' });
  });

  test('OR-9 the same number of the same shop is one order; of another shop another', async () => {
    const row = orderRow();
    const [first, twin, other] = await idsOf([row, row, { ...row, shopId: 'shop-2' }]);
    expect(twin).toBe(first);
    expect(other).not.toBe(first);
    expect(await idsOf([row])).toEqual([first]);
    expect(await entriesAbout(node(), first!, seller())).toHaveLength(1);
  });

  test('OR-9 importing it again with what was agreed meanwhile is no difference', async () => {
    const row = orderRow();
    const [id] = await idsOf([row]);
    await done(answer(node(), 'ACCEPT', await sent(node(), id!)));
    const before = await readOrder(node(), id!);
    expect(await idsOf([row])).toEqual([id]);
    expect(await readOrder(node(), id!)).toEqual(before);
  });

  test.each<[string, Partial<OrderRow>]>([
    ['buyerId', { buyerId: 'buyer-2' }],
    ['kind', { kind: OrderKind.MADE_TO_ORDER }],
    ['worryFree', { worryFree: true }],
    ['ship-by', { promisedHours: 49 }],
    ['paidAt, ship-by', { paidAt: NOON }],
    ['paidAt', { paidAt: NOON, shipBy: SHIP_BY.at }],
    [
      'lines',
      { lines: [{ title: 'A cup', quantity: 1, unitPrice: { amountMinor: 1, currency: 'CNY' } }] },
    ],
  ])(
    'OR-9 another %s is a row error that says so; the good rows are kept',
    async (differs, change) => {
      const row = orderRow();
      const [id] = await idsOf([row]);
      const before = await readOrder(node(), id!);
      const results = await done(importRows([orderRow(), { ...row, ...change }, orderRow()]));
      expect(results).toMatchObject([
        { id: expect.any(String) },
        {
          reasons: [{ code: 'ORDER_DIFFERS', field: ['input', 'orders', '1'], facts: { differs } }],
        },
        { id: expect.any(String) },
      ]);
      expect(await readOrder(node(), id!)).toEqual(before);
    },
  );

  test('OR-9 a difference within one import is a row error of the second', async () => {
    const row = orderRow();
    expect(await outcomes([row, { ...row, kind: OrderKind.VIRTUAL }])).toEqual([
      [],
      ['ORDER_DIFFERS'],
    ]);
  });

  test('OR-9 OR-5 a new pick-up in it acts as a pick-up; one more changes nothing', async () => {
    const row = orderRow();
    const [id] = await idsOf([row]);
    const card = await sent(node(), id!);
    await idsOf([{ ...row, pickedUpAt: NOON - 1_000 }]);
    const after = { status: 'PICKED_UP', sla: 'MET', pickedUpAt: '2023-01-30T03:59:59Z' };
    expect(await readOrder(node(), id!)).toMatchObject(after);
    expect(await readCard(node(), card)).toMatchObject({ status: 'VOIDED' });
    const entries = await entriesAbout(node(), id!, buyer());
    expect(entries.at(-1)).toMatchObject({ kind: 'ORDER_PICKED_UP', proposal: { id: card } });
    await idsOf([{ ...row, pickedUpAt: NOON }]);
    await idsOf([row]);
    expect(await readOrder(node(), id!)).toMatchObject(after);
    expect(await entriesAbout(node(), id!, buyer())).toHaveLength(entries.length);
  });

  test('OR-9 OR-5 of two pick-ups of one order in one import the first is kept', async () => {
    const row = orderRow();
    const ids = await idsOf([
      row,
      { ...row, pickedUpAt: NOON - 2_000 },
      { ...row, pickedUpAt: NOON - 1_000 },
    ]);
    expect(new Set(ids).size).toBe(1);
    expect(await readOrder(node(), ids[0]!)).toMatchObject({
      sla: 'MET',
      pickedUpAt: '2023-01-30T03:59:58Z',
    });
    expect(await entriesAbout(node(), ids[0]!, seller())).toHaveLength(1);
  });

  test('OR-9 an unknown shop is a row error, and the others are kept', async () => {
    const rows = [orderRow(), orderRow({ shopId: 'shop-9' }), orderRow({ shopId: 'SHOP-1' })];
    expect(await outcomes(rows)).toEqual([[], ['NOT_FOUND'], ['NOT_FOUND']]);
  });

  test.each([
    ['a second before the ship-by', SHIP_BY.before, 'MET'],
    ['at the ship-by', SHIP_BY.at, 'MET'],
    ['a second after it', SHIP_BY.after, 'BREACHED'],
    ['before payment', shanghai('2023-01-30 09:00:00'), 'MET'],
  ])('OR-10 OR-5 imported with a pick-up %s', async (_, pickedUpAt, sla) => {
    await node().stopClockAt(shanghai('2023-03-01 00:00:00'));
    const id = await placeOrder(node(), { pickedUpAt });
    expect(await readOrder(node(), id)).toMatchObject({ status: 'PICKED_UP', sla });
    await node().recordDue();
    const kinds = (await entriesAbout(node(), id, seller())).map(({ kind }) => kind);
    expect(kinds).toEqual(['ORDER_IMPORTED']);
    expect((await readOrder(node(), id)).history).toMatchObject([
      { rule: 'OR-1', from: null, to: '2023-02-01T02:00:00Z' },
      { rule: 'OR-10', from: 'AWAITING_SHIPMENT', to: 'PICKED_UP' },
      { rule: 'OR-10', from: 'RUNNING', to: sla },
    ]);
  });

  test.each([
    ['a second before', SHIP_BY.before, 'RUNNING'],
    ['at', SHIP_BY.at, 'RUNNING'],
    ['a second after', SHIP_BY.after, 'BREACHED'],
  ])('OR-10 OR-6 imported without a pick-up %s its ship-by', async (_, now, sla) => {
    await node().stopClockAt(now);
    const id = await placeOrder(node());
    expect(await readOrder(node(), id)).toMatchObject({ sla });
    await node().recordDue();
    const kinds = (await entriesAbout(node(), id, seller())).map(({ kind }) => kind);
    expect(kinds).toEqual(['ORDER_IMPORTED']);
  });

  test.each([
    ['a second ago', -1_000, []],
    ['now', 0, []],
    ['in a second', 1_000, ['PICKUP_IN_FUTURE']],
  ])('OR-5 a pick-up %s', async (_, offset, expected) => {
    expect(await outcomes([orderRow({ pickedUpAt: NOON + offset })])).toEqual([expected]);
  });

  test.each([
    [0, []],
    [499, []],
    [500, []],
    [501, ['INVALID_INPUT']],
  ])('OR-11 at most 500 rows: %d', async (count, expected) => {
    const result = await importRows(Array.from({ length: count }, () => orderRow()));
    expect(codesOf(result)).toEqual(expected);
  });

  test.each([seller(), buyer(), staff])('AC-1 OR-9 $role imports nothing', async (person) => {
    expect(codesOf(await importRows([orderRow()], person))).toEqual(['FORBIDDEN']);
  });

  test('MS-1 each order has a conversation, with nothing in it', async () => {
    const id = await placeOrder(node());
    expect(await messagesOf(node(), id)).toEqual([]);
  });

  test.each<[string, Partial<OrderRow>, string]>([
    ['no lines', { lines: [] }, 'lines'],
    ['an order number without a letter', { orderNo: '  ' }, 'orderNo'],
    ['a buyer of 65 characters', { buyerId: 'b'.repeat(65) }, 'buyerId'],
    [
      'another currency',
      { lines: [{ title: 'x', quantity: 1, unitPrice: { amountMinor: 1, currency: 'USD' } }] },
      'lines.0.unitPrice.currency',
    ],
    [
      'none of a thing',
      { lines: [{ title: 'x', quantity: 0, unitPrice: { amountMinor: 1, currency: 'CNY' } }] },
      'lines.0.quantity',
    ],
  ])('OR-9 a row with %s is refused and says where', async (_, change, field) => {
    const [result] = await done(importRows([orderRow(change)]));
    const path = ['input', 'orders', '0', ...field.split('.')];
    expect(result).toMatchObject({ reasons: [{ code: 'INVALID_INPUT', field: path }] });
  });

  test('OR-9 concurrent twins make one order', async () => {
    const row = orderRow();
    const twins = await Promise.all(Array.from({ length: 10 }, () => idsOf([row])));
    expect(new Set(twins.flat()).size).toBe(1);
    expect(await entriesAbout(node(), twins[0]![0]!, seller())).toHaveLength(1);
  });
});
