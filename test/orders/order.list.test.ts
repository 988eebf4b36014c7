import { closeOrder } from '../../src/orders/close-order';
import { consignOrder } from '../../src/orders/consign-order';
import { importPickups } from '../../src/orders/import-scans';
import { OrderStatus, Sla } from '../../src/orders/order.entity';
import { OrderSort } from '../../src/orders/order.list';
import { eachDatabase } from '../services/databases';
import { random, scale, seed } from '../services/scale';
import { act, openShop, placeOrder, done, orderRow } from '../support/market';
import { seller, staff, system, type Person, buyer } from '../support/people';
import { around, shanghai, sharedNode } from '../support/shared-node';
import { importOrders } from '../../src/orders/import-orders';
import { answer, send } from '../support/cards';

const START = shanghai('2023-01-30 12:00:00');
const HOUR = 3_600_000;
const ORDERS = 30;

interface Listed {
  readonly id: string;
  readonly status: OrderStatus;
  readonly sla: Sla;
  readonly shipBy: string;
  readonly paidAt: string;
}

eachDatabase('orders', (database) => {
  const node = sharedNode(database);
  let all: Listed[];

  const list = async (args: string, person: Person = seller()) => {
    const query = `{ orders(${args}) { totalCount nodes { id status sla shipBy paidAt } pageInfo { endCursor hasNextPage } } }`;
    return (await node().ask(person, query)).data.orders as {
      totalCount: number;
      nodes: Listed[];
      pageInfo: { endCursor: string; hasNextPage: boolean };
    };
  };

  beforeAll(async () => {
    const chance = random(seed(), `orders ${database.kind}`);
    for (let count = 0; count < ORDERS; count += 1) {
      await node().stopClockAt(START);
      const orderNo = `list-${String(count)}`;
      // Few different hours, so that many orders are equal and only the id decides.
      const promisedHours = chance.int(1, 4);
      const paidAt = START - chance.int(0, 2) * HOUR;
      const orderId = await placeOrder(node(), { orderNo, promisedHours, paidAt });
      const pickups = [{ shopId: 'shop-1', orderNo, pickedUpAt: START }];
      await chance.pick([
        () => act(node(), seller(), consignOrder, { orderId }),
        () => act(node(), system, importPickups, { pickups }),
        () => act(node(), system, closeOrder, { orderId, reason: 'refunded' }),
        () => Promise.resolve(),
      ])();
    }
    await node().stopClockAt(START + 2 * HOUR + 1);
    all = (await list('first: 100')).nodes;
    expect(all).toHaveLength(ORDERS);
  });

  const expectSame = (found: readonly Listed[], expected: readonly Listed[]) =>
    expect(new Set(found.map(({ id }) => id))).toEqual(new Set(expected.map(({ id }) => id)));

  test.each(Object.values(OrderSort))(
    'sorted %s, and pages of every size hold each order once, in the same order',
    async (sort) => {
      const key = sort.startsWith('SHIP_BY') ? 'shipBy' : 'paidAt';
      const whole = (await list(`first: 100, sort: ${sort}`)).nodes.map(({ id }) => id);
      const keys = (await list(`first: 100, sort: ${sort}`)).nodes.map((order) => order[key]);
      const sorted = [...keys].sort();
      expect(keys).toEqual(sort.endsWith('ASC') ? sorted : sorted.reverse());
      for (const size of [1, 7, ORDERS]) {
        const paged: string[] = [];
        let after = 'null';
        for (let more = true; more;) {
          const { nodes, pageInfo } = await list(
            `first: ${String(size)}, sort: ${sort}, after: ${after}`,
          );
          paged.push(...nodes.map(({ id }) => id));
          more = pageInfo.hasNextPage;
          after = `"${pageInfo.endCursor}"`;
        }
        expect(paged).toEqual(whole);
      }
    },
  );

  test.each(Object.values(Sla))(
    'TM-5 the filter %s agrees with what is read, before any sweep',
    async (sla) => {
      const { nodes, totalCount } = await list(`first: 100, filter: {sla: [${sla}]}`);
      expectSame(
        nodes,
        all.filter((order) => order.sla === sla),
      );
      expect(totalCount).toBe(nodes.length);
    },
  );

  test.each(Object.values(OrderStatus))(
    'the filter %s agrees with what is read',
    async (status) => {
      const { nodes, totalCount } = await list(`first: 100, filter: {status: [${status}]}`);
      expectSame(
        nodes,
        all.filter((order) => order.status === status),
      );
      expect(totalCount).toBe(nodes.length);
    },
  );

  test('TM-5 any filters together are what each of them leaves', async () => {
    const chance = random(seed(), `filters ${database.kind}`);
    const some = <T>(choices: readonly T[]) => choices.filter(() => chance.chance(0.5));
    for (let round = 0; round < scale(200, 40); round += 1) {
      const [slas, statuses] = [some(Object.values(Sla)), some(Object.values(OrderStatus))];
      const [from, to] = [chance.pick(all).shipBy, chance.pick(all).shipBy];
      const filter = `{sla: [${slas.join()}], status: [${statuses.join()}], shipByFrom: "${from}", shipByTo: "${to}"}`;
      const { nodes, totalCount } = await list(`first: 100, filter: ${filter}`);
      const expected = all.filter(
        (order) =>
          slas.includes(order.sla) &&
          statuses.includes(order.status) &&
          order.shipBy >= from &&
          order.shipBy <= to,
      );
      expectSame(nodes, expected);
      expect(totalCount).toBe(expected.length);
    }
  });

  test('a range of ship-bys includes both its ends', async () => {
    const { before, at, after } = around(Date.parse(all[0]!.shipBy));
    const count = all.filter(({ shipBy }) => shipBy === all[0]!.shipBy).length;
    const within = async (from: number, to: number) => {
      const range = `shipByFrom: "${new Date(from).toISOString()}", shipByTo: "${new Date(to).toISOString()}"`;
      return (await list(`first: 100, filter: {${range}}`)).totalCount;
    };
    expect([await within(at, at), await within(before, after)]).toEqual([count, count]);
    expect([await within(before, before), await within(after, after)]).toEqual([0, 0]);
  });

  test('a page goes on after its cursor though orders come in between', async () => {
    await openShop(node(), 'shop-page');
    const shop = seller('shop-page');
    const place = (hours: number) =>
      placeOrder(node(), { shopId: 'shop-page', shipBy: START + hours * HOUR });
    const [first, third] = [await place(1), await place(3)];
    const page = await list('first: 1', shop);
    expect(page.nodes).toMatchObject([{ id: first }]);
    const second = await place(2);
    await place(0);
    const rest = await list(`first: 100, after: "${page.pageInfo.endCursor}"`, shop);
    expect(rest.nodes.map(({ id }) => id)).toEqual([second, third]);
    expect(rest.totalCount).toBe(4);
  });

  test.each([
    ['first: 101', 'BAD_USER_INPUT'],
    ['first: -1', 'BAD_USER_INPUT'],
    ['after: "x"', 'BAD_USER_INPUT'],
    ['after: ""', 'BAD_USER_INPUT'],
    [`after: "${Buffer.from('["x","y"]').toString('base64url')}"`, 'BAD_USER_INPUT'],
  ])('%s is refused', async (args, code) => {
    const { errors } = await node().ask(staff, `{ orders(${args}) { nodes { id } } }`);
    expect(errors).toMatchObject([{ extensions: { code } }]);
  });

  test('a page of none says whether there are any', async () => {
    const { nodes, pageInfo } = await list('first: 0');
    expect(nodes).toEqual([]);
    expect(pageInfo).toEqual({ endCursor: null, hasNextPage: true });
  });
});

const FULL_PAGE = 100;
const PAGE = `query ($first: Int!) { orders(first: $first) { totalCount nodes {
  id sla shop { name kind } proposals { id status availableActions { allowed } order { id } history { rule } }
  canPropose { allowed } history { rule }
  conversation { id unreadCount order { id } } } } }`;
const INBOX = `query ($first: Int!) { inbox(first: $first) { nodes { kind
  order { id shop { name } proposals { id } conversation { id unreadCount } } proposal { id order { id } } message { id text } } } }`;
const CONVERSATIONS = `query ($first: Int!) { conversations(first: $first) { nodes {
  id unreadCount shop { name } order { id proposals { id } } } } }`;

eachDatabase('trap 15 a page costs the same number of statements whatever its size', (database) => {
  // With one connection its own counter counts everything; nothing else may read meanwhile.
  const node = sharedNode(database, { environment: { DATABASE_POOL: '1' } });

  beforeAll(async () => {
    await node().stopClockAt(shanghai('2023-01-30 12:00:00'));
    const orders = Array.from({ length: FULL_PAGE }, () => orderRow());
    const results = await done(act(node(), system, importOrders, { orders }));
    for (const row of results) {
      const card = 'id' in row ? await send(node(), row.id) : '';
      if (typeof card === 'string') await answer(node(), 'ACCEPT', card);
    }
  });

  /** Statements the database itself counted on the one connection; on SQLite those that went through its reader. */
  async function statements(work: () => Promise<void>): Promise<number> {
    const { db } = node().app;
    if (database.kind === 'sqlite') {
      const counted = jest.spyOn(db, 'rows');
      await work();
      const count = counted.mock.calls.length;
      counted.mockRestore();
      return count;
    }
    const questions = async () => {
      const [row] = await db.rows<{ Value: string }>("SHOW SESSION STATUS LIKE 'Questions'");
      return Number(row?.Value);
    };
    const before = await questions();
    await work();
    return (await questions()) - before - 1;
  }

  const costOf = (person: Person, query: string, first: number) =>
    statements(async () => {
      const { data, errors } = await node().ask(person, query, { first });
      expect(errors).toBeUndefined();
      const [list] = Object.values<{ nodes: unknown[] }>(data);
      expect(list!.nodes).toHaveLength(first);
    });

  test.each([
    ['orders, for the seller', seller(), PAGE, 16],
    ['orders, for the buyer', buyer(), PAGE, 16],
    ['the inbox', buyer(), INBOX, 14],
    ['conversations', seller(), CONVERSATIONS, 12],
  ])('trap 15 %s', async (_, person, query, most) => {
    await node().ask(person, '{ viewer { id } }'); // a seat's first token is recorded once
    const costs = [];
    for (const first of [1, 10, FULL_PAGE]) costs.push(await costOf(person, query, first));
    expect(new Set(costs).size).toBe(1);
    expect(costs[0]).toBeGreaterThan(1);
    expect(costs[0]).toBeLessThanOrEqual(most);
  });

  test('trap 15 the messages of one conversation', async () => {
    const [{ id }] = (await node().ask(seller(), '{ conversations(first: 1) { nodes { id } } }'))
      .data.conversations.nodes;
    const query = `query ($id: ID!, $first: Int!) { conversation(id: $id) { messages(first: $first) { nodes { id text conversation { id } } } } }`;
    const cost = (first: number) =>
      statements(async () => {
        const { data } = await node().ask(seller(), query, { id, first });
        expect(data.conversation.messages.nodes).toHaveLength(Math.min(first, 2));
      });
    expect(await cost(1)).toBe(await cost(2));
  });
});
