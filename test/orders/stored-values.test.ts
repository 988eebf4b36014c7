import { importOrders } from '../../src/orders/import-orders';
import { eachDatabase } from '../services/databases';
import { sent } from '../support/cards';
import { cachedToken } from '../support/call';
import { act, done, openShop, orderRow, placeOrder } from '../support/market';
import { buyer, seller, staff, system } from '../support/people';
import { shanghai, sharedNode } from '../support/shared-node';

const NOON = shanghai('2023-01-30 12:00:00');
const IMPORT = `mutation ($orders: [OrderImportRow!]!) { orderImport(input: {orders: $orders}) { results {
  order { id goodsAmount { amountMinor currency } lines { quantity unitPrice { amountMinor } } } userErrors { code field } } } }`;

eachDatabase('what is stored is what is read', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(NOON));

  /** One line per amount, through the door. */
  async function importAmounts(...amounts: readonly (number | readonly [number, number])[]) {
    const row = orderRow();
    const lines = amounts.map((amount) => {
      const [quantity, amountMinor] = typeof amount === 'number' ? [1, amount] : amount;
      return { title: 'x', quantity, unitPrice: { amountMinor, currency: 'CNY' } };
    });
    const orders = [{ ...row, paidAt: '2023-01-30T02:00:00Z', lines }];
    return node().ask(system, IMPORT, { orders });
  }

  test.each([0, 1, 6_490, 2 ** 31, 2 ** 53 - 2, 2 ** 53 - 1])(
    'trap 16 an amount of %d comes back as the same JSON number',
    async (amountMinor) => {
      const { data } = await importAmounts(amountMinor);
      const [{ order, userErrors }] = data.orderImport.results;
      expect(userErrors).toEqual([]);
      expect(order.goodsAmount).toEqual({ amountMinor, currency: 'CNY' });
      const query = `query ($id: ID!) { order(id: $id) { goodsAmount { amountMinor } lines { unitPrice { amountMinor } } } }`;
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${await cachedToken(staff)}`,
      };
      const body = JSON.stringify({ query, variables: { id: order.id } });
      const text = await (await fetch(node().url, { method: 'POST', headers, body })).text();
      const exact = `"amountMinor":${BigInt(amountMinor).toString()}`;
      expect(text.split(exact)).toHaveLength(3);
    },
  );

  test.each([
    ['2^53', 2 ** 53],
    ['a fraction', 0.5],
    ['-2^53', -(2 ** 53)],
  ])('trap 16 an amount of %s is no Long', async (_, amountMinor) => {
    const { errors } = await importAmounts(amountMinor);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('trap 16 nor are 2^53 + 1 and a text, as a literal', async () => {
    for (const amount of ['9007199254740993', '"1"', '1.0']) {
      const query = `mutation { orderImport(input: {orders: [{shopId: "shop-1", orderNo: "x", buyerId: "b", kind: PHYSICAL, paidAt: "2023-01-30T02:00:00Z",
        lines: [{title: "x", quantity: 1, unitPrice: {amountMinor: ${amount}, currency: "CNY"}}]}]}) { results { index } } }`;
      expect((await node().ask(system, query)).errors).toHaveLength(1);
    }
  });

  test.each([
    ['one less than 2^53 in all', [2 ** 52, 2 ** 52 - 1], []],
    ['2^53 in all', [2 ** 52, 2 ** 52], ['INVALID_INPUT']],
    ['a product beyond 2^53', [[1_000_000, 2 ** 52]], ['INVALID_INPUT']],
    ['a negative amount', [-1], ['INVALID_INPUT']],
  ] as const)('trap 16 lines that add up to %s', async (_, amounts, expected) => {
    const { data } = await importAmounts(...amounts);
    const [{ userErrors }] = data.orderImport.results;
    expect(userErrors.map(({ code }: { code: string }) => code)).toEqual(expected);
  });

  test.each([
    ['2023-01-30T10:00:00.001+08:00', '2023-01-30T02:00:00.001Z', '2023-02-01T02:00:00Z'],
    ['2023-01-30T10:00:00.999+08:00', '2023-01-30T02:00:00.999Z', '2023-02-01T02:00:00Z'],
    ['1969-12-31T23:59:59.500Z', '1969-12-31T23:59:59.500Z', '1970-01-02T23:59:59Z'],
  ])(
    'trap 11 TM-3 paid at %s: kept to the millisecond, the deadline to the second',
    async (paidAt, told, shipBy) => {
      const id = await placeOrder(node(), { paidAt: Date.parse(paidAt) });
      const { data } = await node().ask(
        staff,
        `query ($id: ID!) { order(id: $id) { paidAt shipBy } }`,
        { id },
      );
      expect(data.order).toEqual({ paidAt: told, shipBy });
    },
  );

  test.each([
    [999, '2023-01-30T04:00:00.999Z', '2023-01-31T04:00:00Z'],
    [1_000, '2023-01-30T04:00:01Z', '2023-01-31T04:00:01Z'],
  ])(
    'trap 11 SP-6 sent %d ms later: the deadline is cut, never rounded',
    async (offset, sentAt, answerBy) => {
      const orderId = await placeOrder(node());
      await node().stopClockAt(NOON + offset);
      const id = await sent(node(), orderId);
      const query = `query ($id: ID!) { shippingProposal(id: $id) { sentAt answerBy } }`;
      expect((await node().ask(buyer(), query, { id })).data.shippingProposal).toEqual({
        sentAt,
        answerBy,
      });
    },
  );
});

/** Equal to the default collations, in pairs and more; all of them are keys of their own. */
const LOOKALIKES = [
  'abc',
  'ABC',
  'abc ',
  ' abc',
  'ábc',
  'a\u0301bc',
  'abc\u200b',
  'ａｂｃ',
  '🍵',
  '🍶',
  'ß',
  'ss',
];

eachDatabase('trap 12 keys are compared byte by byte', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(NOON));

  test('orderNo', async () => {
    const orders = LOOKALIKES.map((orderNo) => orderRow({ orderNo }));
    const results = await done(act(node(), system, importOrders, { orders }));
    expect(new Set(results.map((row) => ('id' in row ? row.id : row))).size).toBe(
      LOOKALIKES.length,
    );
    for (const orderNo of LOOKALIKES) {
      const query = `query ($orderNo: String!) { orders(filter: {orderNo: $orderNo}) { nodes { orderNo } } }`;
      const { orders: found } = (await node().ask(staff, query, { orderNo })).data;
      expect(found.nodes).toEqual([{ orderNo }]);
    }
  });

  test('shopId', async () => {
    for (const shopId of LOOKALIKES) await openShop(node(), shopId);
    for (const shopId of LOOKALIKES) await placeOrder(node(), { shopId, orderNo: 'one' });
    for (const shopId of LOOKALIKES) {
      const query = `{ viewer { shop { shopId } } orders { totalCount nodes { shop { shopId } } } inbox { nodes { kind } } }`;
      const { viewer, orders, inbox } = (await node().ask(seller(shopId), query)).data;
      expect(viewer.shop).toEqual({ shopId });
      expect(orders).toEqual({ totalCount: 1, nodes: [{ shop: { shopId } }] });
      expect(inbox.nodes).toHaveLength(1);
    }
  });

  test('buyerId', async () => {
    for (const buyerId of LOOKALIKES) await placeOrder(node(), { buyerId });
    for (const buyerId of LOOKALIKES) {
      const query = `{ orders { totalCount } conversations { nodes { id } } inbox { nodes { order { buyerId } } } }`;
      const { orders, conversations, inbox } = (await node().ask(buyer(buyerId), query)).data;
      expect([orders.totalCount, conversations.nodes.length]).toEqual([1, 1]);
      expect(inbox.nodes).toEqual([{ order: { buyerId } }]);
    }
  });

  test('seatId', async () => {
    const permissions = ['chat'];
    for (const seatId of LOOKALIKES)
      await node().ask(seller('shop-1', permissions, seatId), '{ viewer { id } }');
    const { shops } = (await node().ask(seller(), '{ shops { nodes { seats { seatId } } } }')).data;
    const known = shops.nodes[0].seats.map(({ seatId }: { seatId: string }) => seatId);
    expect(known).toEqual(expect.arrayContaining(LOOKALIKES));
  });
});
