/** Those who are told of one event share what is the same for all of them, and nothing else. */
import { appendEntries, shopInbox, type Announcement } from '../../src/inbox/inbox.repository';
import { Context } from '../../src/inbox/context';
import { ActKind } from '../../src/inbox/act-kind';
import { Role } from '../../src/lib/viewer';
import { eitherDatabase } from '../services/databases';
import { cachedToken } from '../support/call';
import { answer, sent } from '../support/cards';
import { openShop, placeOrder } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { buyer, seller, type Person } from '../support/people';
import { chat, openChat } from './chat';
import { eventually, gauge } from './gauges';
import { LiveClient } from './live-socket.client';

const ENTRIES = `subscription {
  inbox { ... on InboxEntry { kind order { id status } message { id text } } } }`;
const PERSONAL = `subscription {
  inbox { ... on InboxEntry { order { canPropose { allowed reasons } conversation { unreadCount } } message { text } } } }`;
const SKIPPED = `subscription ($after: String, $short: Boolean!) {
  inbox(after: $after) { ... on InboxEntry { kind message @skip(if: $short) { text } } } }`;

const seat = (sub: string, permissions: readonly string[] = ['owner']): Person =>
  seller('shop-1', permissions, sub);

eitherDatabase('told together', (database) => {
  let node: TestNode;
  const clients: LiveClient[] = [];

  beforeEach(async () => {
    node = await startNode(await database.createUrl());
    await node.stopClockAt('2023-01-30T12:00:00+08:00');
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.end();
    await node.stop();
  });

  /** Follows an inbox from now on. */
  async function follow(person: Person, query: string, language = 'en', variables = {}) {
    const client = await LiveClient.open(node.wsUrl);
    clients.push(client);
    const authorization = `Bearer ${await cachedToken(person)}`;
    client.say({ type: 'connection_init', payload: { authorization, language } });
    await client.receives(({ type }) => type === 'connection_ack');
    client.subscribe('a', query, variables);
    return client;
  }

  /** The entry it was shown first. */
  const first = async (client: LiveClient) => {
    const [frame] = await client.receives(({ type }) => type === 'next');
    return frame!.payload.data.inbox;
  };

  /** Waits until so many subscriptions are open. */
  const following = (count: number) =>
    eventually(
      () => gauge(node.url, 'parley_followers'),
      (followers) => followers === count,
    );

  test('MS-2 AC-2 each in his own language and with what he may do himself', async () => {
    await openShop(node);
    const orderId = await placeOrder(node);
    const proposalId = await sent(node, orderId);
    const followers = await Promise.all([
      follow(seat('one'), PERSONAL),
      follow(seat('two'), PERSONAL, 'zh-CN'),
      follow(seat('three', ['chat']), PERSONAL),
    ]);
    await following(3);
    await answer(node, 'DECLINE', proposalId);
    const [one, two, three] = await Promise.all(followers.map(first));
    expect(one.message.text).toContain('declined');
    expect(two.message.text).not.toBe(one.message.text);
    expect(three.message.text).toBe(one.message.text);
    const reasons = [one, two, three].map(({ order }) => order.canPropose.reasons as string[]);
    expect(reasons.map((codes) => codes.includes('FORBIDDEN'))).toEqual([false, false, true]);
  });

  test('MS-4 each with his own marks, whoever of them was told first', async () => {
    const room = await openChat(node);
    const [reader, writer] = await Promise.all([
      follow(seat('reader'), PERSONAL),
      follow(seat('writer'), PERSONAL),
    ]);
    await following(2);
    await chat(node, room, ['one', 'two'], seat('writer'));
    const counts = async (client: LiveClient) => {
      await client.receives(({ type }) => type === 'next', 2);
      return client.events('a').map(({ data }) => data.inbox.order.conversation.unreadCount);
    };
    expect(await counts(writer)).toEqual([0, 0]);
    expect((await counts(reader)).at(-1)).toBe(2);
  });

  test('each with what he asked for: variables below the root make another answer, a cursor does not', async () => {
    const room = await openChat(node);
    const after = (number: number) => node.app.cursors.encode(shopInbox('shop-1'), number);
    const [short, long] = await Promise.all([
      follow(seat('one'), SKIPPED, 'en', { short: true, after: after(1) }),
      follow(seat('two'), SKIPPED, 'en', { short: false, after: after(0) }),
    ]);
    await following(2);
    await chat(node, room, ['hello']);
    expect(await first(short)).toEqual({ kind: 'MESSAGE_SENT' });
    const [imported, hello] = await long.receives(({ type }) => type === 'next', 2);
    expect(imported!.payload.data.inbox).toEqual({ kind: 'ORDER_IMPORTED', message: null });
    const message = { text: 'hello' };
    expect(hello!.payload.data.inbox).toEqual({ kind: 'MESSAGE_SENT', message });
  });

  /** How often these tables were asked while something was told. */
  async function statementsOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
    const asked = jest.spyOn(node.app.db, 'rows');
    await work();
    const of = (table: string): number =>
      asked.mock.calls.filter(([sql]) => sql.includes(`FROM ${table} `)).length;
    const counts = { entries: of('inbox_entries'), orders: of('orders'), messages: of('messages') };
    asked.mockRestore();
    return counts;
  }

  test('IN-5 an entry costs as many statements for twenty who follow an inbox as for one', async () => {
    const room = await openChat(node);
    const followers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => follow(seat(`seat-${index}`), ENTRIES)),
    );
    await following(20);
    const counts = await statementsOf(async () => {
      await chat(node, room, ['hello']);
      await Promise.all(followers.map(first));
    });
    // Written here, neither it nor the message is even read back.
    expect(counts).toEqual({ entries: 0, orders: 1, messages: 0 });
    const told = await Promise.all(followers.map(first));
    expect(new Set(told.map((entry) => JSON.stringify(entry))).size).toBe(1);
  });

  test('AC-1 entries that come together are read together, and what is another’s is there for nobody else', async () => {
    const shops = Array.from({ length: 10 }, (_, index) => `shop-${index}`);
    const orders = new Map<string, string>();
    for (const shopId of shops) {
      await openShop(node, shopId);
      orders.set(shopId, await placeOrder(node, { shopId }));
    }
    const followers = await Promise.all(shops.map((shop) => follow(seller(shop), ENTRIES)));
    await following(10);
    const strange = orders.get('shop-0')!;
    const counts = await statementsOf(async () => {
      const { rings } = await node.app.db.transact((tx) =>
        appendEntries(tx, node.app, [
          ...shops.map((shop) => about(shop, orders.get(shop)!)),
          ...shops.map((shop) => about(shop, strange)),
        ]),
      );
      // As another node would ring: with the numbers alone.
      node.app.bell.hear((await rings).map(({ written: _, ...ring }) => ring));
      await Promise.all(
        followers.map((client) => client.receives(({ type }) => type === 'next', 2)),
      );
    });
    expect(counts).toEqual({ entries: 1, orders: 1, messages: 0 });
    const shown = followers.map((client) =>
      client.events('a').map(({ data }) => data.inbox.order?.id ?? null),
    );
    expect(shown).toEqual(
      shops.map((shop) => [orders.get(shop), shop === 'shop-0' ? strange : null]),
    );
  });

  test('AC-1 what later entries are about is found before they are told, and judged all the same', async () => {
    await openShop(node, 'shop-1');
    await openShop(node, 'shop-2');
    const own = await placeOrder(node, { shopId: 'shop-1' });
    const strange = await placeOrder(node, { shopId: 'shop-2' });
    const client = await follow(seller('shop-1'), ENTRIES);
    await following(1);
    const append = async (orderIds: readonly string[]) => {
      const { rings } = await node.app.db.transact((tx) =>
        appendEntries(
          tx,
          node.app,
          orderIds.map((id) => about('shop-1', id)),
        ),
      );
      node.app.bell.hear(await rings);
    };
    await append([own]);
    await first(client);
    const ahead = jest.spyOn(Context.prototype, 'findAhead');
    await append([strange, own, strange]);
    await client.receives(({ type }) => type === 'next', 4);
    const found = ahead.mock.calls.flatMap(([finders]) => [...finders]);
    expect(found.map(({ reference }) => reference)).toContain('orderId');
    ahead.mockRestore();
    const shown = client.events('a').map(({ data }) => data.inbox.order?.id ?? null);
    expect(shown).toEqual([own, null, own, null]);
  });

  const about = (shop: string, orderId: string): Announcement => ({
    inboxes: [shopInbox(shop)],
    kind: ActKind.ORDER_CONSIGNED,
    ...{ occurredAt: 0, recordedAt: 0, actor: Role.SELLER, actorId: null },
    ...{ orderId, proposalId: null, messageId: null, ticketId: null, reportId: null },
    ...{ compensationId: null, complaintId: null, violationId: null },
  });

  test('IN-3 a subscription that is over is told nothing more, though it was about to be', async () => {
    const room = await openChat(node);
    const client = await follow(buyer(), ENTRIES);
    await following(1);
    client.complete('a');
    await following(0);
    await chat(node, room, ['hello']);
    await chat(node, room, ['again']);
    expect(client.events('a')).toEqual([]);
  });
});
