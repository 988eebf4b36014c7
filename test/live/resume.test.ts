/** From a cursor to the present: without gap or double while others write, and plainly said where that cannot be. */
import { purgeEntries } from '../../src/inbox/inbox.repository';
import { DAY_MS } from '../../src/lib/time';
import { until } from '../client/until';
import { eitherDatabase } from '../services/databases';
import { random, scale, seed } from '../services/scale';
import { startNode, type TestNode } from '../support/node';
import { buyer, seller } from '../support/people';
import { chat, logOf, messagesOf, openChat, texts, type Chat } from './chat';
import { eventually, gauge } from './gauges';
import { INBOX, LiveClient, MESSAGES } from './live-socket.client';

const CURSORS = `subscription ($after: String) {
  inbox(after: $after) { ... on InboxEntry { cursor } ... on InboxResync { reason } } }`;
const FOLLOWERS = 50;
const WRITTEN = scale(2_000, 40);

eitherDatabase('IN-3 resuming', (database) => {
  let nodes: readonly TestNode[];

  beforeAll(async () => {
    const url = await database.createUrl();
    // The embedded database serves one node; two nodes without Redis have only the poll between them.
    nodes = [await startNode(url)];
    if (database.kind === 'mysql') nodes = [...nodes, await startNode(url)];
  });

  afterAll(async () => {
    for (const node of nodes) await node.stop();
  });

  const numbers = (client: LiveClient) =>
    client
      .events('a')
      .map(({ data }) => nodes[0]!.app.cursors.decode('shop:shop-1', data.inbox.cursor)?.number);

  test('MS-1 subscribers that start at random cursors while others write at full speed miss nothing and get nothing twice', async () => {
    const [here] = nodes;
    const chance = random(seed(), 'resuming');
    const rooms = await Promise.all(
      ['buyer-1', 'buyer-2'].map((buyerId) => openChat(here!, { buyerId })),
    );
    await chat(here!, rooms[0]!, texts(100));
    const started: { client: LiveClient; after: number }[] = [];
    const ofRoom: { client: LiveClient; after: number }[] = [];
    const start = async () => {
      const node = chance.pick(nodes);
      const head = (await logOf(node, 'shop:shop-1')).length;
      const after = chance.int(0, head);
      const client = await LiveClient.signIn(node.wsUrl, seller());
      client.subscribe('a', CURSORS, { after: node.app.cursors.encode('shop:shop-1', after) });
      const afterNumber = chance.int(0, 100);
      client.subscribe('m', MESSAGES, { id: rooms[0]!.conversationId, after: afterNumber });
      started.push({ client, after });
      ofRoom.push({ client, after: afterNumber });
    };
    const writers = { areDone: false };
    const writing = Promise.all(
      rooms.map((room, index) =>
        chat(
          nodes[index % nodes.length]!,
          room,
          texts(WRITTEN / 2),
          buyer(`buyer-${String(index + 1)}`),
        ),
      ),
    ).finally(() => (writers.areDone = true));
    while (started.length < FOLLOWERS && !writers.areDone) await start();
    await writing;
    while (started.length < FOLLOWERS) await start();

    const log = await logOf(here!, 'shop:shop-1');
    for (const { client, after } of started) {
      await until(() => client.events('a').length >= log.length - after, 60_000);
      expect(numbers(client)).toEqual(log.map((_, index) => index + 1).slice(after));
    }
    const messages = await messagesOf(here!, rooms[0]!.conversationId);
    for (const { client, after } of ofRoom) {
      await until(() => client.events('m').length >= messages.length - after, 60_000);
      expect(client.events('m').map(({ data }) => data.conversationMessages.id)).toEqual(
        messages.slice(after),
      );
      client.end();
    }
  }, 200_000);

  test('without a cursor it starts now: what was written before is not sent', async () => {
    const [node] = nodes;
    const room = await openChat(node!, { shopId: 'shop-7', buyerId: 'buyer-7' });
    const person = buyer('buyer-7');
    await chat(node!, room, ['before'], person);
    const tails = await gauge(node!.url, 'parley_tails');
    const client = await LiveClient.signIn(node!.wsUrl, person);
    client.subscribe('a', INBOX);
    client.subscribe('m', MESSAGES, { id: room.conversationId });
    await eventually(
      () => gauge(node!.url, 'parley_tails'),
      (count) => count >= tails + 2,
    );
    // Opened, and perhaps still reading where it starts: the first it gets shows where that was.
    await eventually(
      () => chat(node!, room, ['after'], person),
      () => client.events('a').length > 0 && client.events('m').length > 0,
    );
    expect(client.events('a')[0].data.inbox.message.text).toBe('after');
    expect(client.events('m')[0].data.conversationMessages.text).toBe('after');
    client.end();
  });
});

eitherDatabase('IN-4 a log that no longer reaches back', (database) => {
  const RECORDED = Date.parse('2023-01-30T02:00:00Z');
  let node: TestNode;
  let room: Chat;

  beforeEach(async () => {
    node = await startNode(await database.createUrl(), { environment: { INBOX_RETENTION: '2' } });
    await node.stopClockAt(RECORDED);
    room = await openChat(node);
    await chat(node, room, texts(9));
  });

  afterEach(() => node.stop());

  const cursor = (number: number, inboxId = 'shop:shop-1') =>
    node.app.cursors.encode(inboxId, number);

  async function purgeAt(instant: number): Promise<void> {
    await node.stopClockAt(instant);
    await purgeEntries(node.app.db, instant - node.app.settings.inboxRetentionMs);
  }

  /** What a subscription after this cursor sends first, when one more is written once it runs. */
  async function firstEvents(after: string): Promise<unknown[]> {
    const client = await LiveClient.signIn(node.wsUrl, seller());
    client.subscribe('a', INBOX, { after });
    await client.receives(({ type }) => type === 'next');
    await chat(node, room, ['new']);
    await until(() => client.events('a').some(({ data }) => data.inbox.message?.text === 'new'));
    client.end();
    return client.events('a').map(({ data: { inbox } }) => inbox.reason ?? inbox.message?.text);
  }

  test('a second before and at the end of its time an entry is still there', async () => {
    for (const age of [2 * DAY_MS - 1_000, 2 * DAY_MS]) {
      await purgeAt(RECORDED + age);
      expect(await logOf(node, 'shop:shop-1')).toHaveLength(10);
    }
    const events = await firstEvents(cursor(8));
    expect(events).toEqual(['text 8', 'text 9', 'new']);
  });

  test('a second later it is forgotten: CURSOR_TOO_OLD, then what comes after the head', async () => {
    await purgeAt(RECORDED + 2 * DAY_MS + 1_000);
    for (const number of [0, 8]) {
      const events = await firstEvents(cursor(number));
      expect(events[0]).toBe('CURSOR_TOO_OLD');
      expect(events.slice(1)).toEqual(['new']);
    }
  });

  test('the newest cursor outlives its entry: nothing was missed after it', async () => {
    await purgeAt(RECORDED + 2 * DAY_MS + 1_000);
    const client = await LiveClient.signIn(node.wsUrl, seller());
    client.subscribe('a', INBOX, { after: cursor(10) });
    await eventually(
      () => gauge(node.url, 'parley_tails'),
      (tails) => tails === 1,
    );
    await chat(node, room, ['new']);
    await client.receives(({ type }) => type === 'next');
    expect(client.events('a')[0].data.inbox.message.text).toBe('new');
    client.end();
  });

  test('only the oldest are forgotten: the cursor before the first that is left goes on, one earlier does not', async () => {
    await node.stopClockAt(RECORDED + DAY_MS);
    await chat(node, room, ['later 1', 'later 2']);
    await purgeAt(RECORDED + 2 * DAY_MS + 1_000);
    expect(await firstEvents(cursor(10))).toEqual(['later 1', 'later 2', 'new']);
    expect(await firstEvents(cursor(9))).toEqual(['CURSOR_TOO_OLD', 'new']);
  });

  test('the head of a resync goes on from where the resync left off', async () => {
    await purgeAt(RECORDED + 2 * DAY_MS + 1_000);
    const client = await LiveClient.signIn(node.wsUrl, seller());
    client.subscribe('a', INBOX, { after: cursor(3) });
    await client.receives(({ type }) => type === 'next');
    const { head } = client.events('a')[0].data.inbox;
    client.end();
    await chat(node, room, ['new']);
    const { data } = await node.ask(
      seller(),
      'query ($after: String) { inbox(after: $after) { nodes { message { text } } resync { head } } }',
      { after: head },
    );
    expect(data.inbox).toEqual({ nodes: [{ message: { text: 'new' } }], resync: null });
  });

  test('a cursor of another inbox, of another database, or ahead of the log: CURSOR_UNKNOWN', async () => {
    const other = await startNode(await database.createUrl());
    const strangers = [
      cursor(3, 'shop:shop-2'),
      other.app.cursors.encode('shop:shop-1', 3),
      cursor(1_000_000),
    ];
    await other.stop();
    for (const stranger of strangers) {
      const events = await firstEvents(stranger);
      expect(events).toEqual(['CURSOR_UNKNOWN', 'new']);
    }
  });

  test('a running subscription does not notice that what it had is forgotten', async () => {
    const client = await LiveClient.signIn(node.wsUrl, seller());
    client.subscribe('a', INBOX, { after: cursor(0) });
    await client.receives(({ type }) => type === 'next', 10);
    await purgeAt(RECORDED + 2 * DAY_MS + 1_000);
    await chat(node, room, ['new']);
    await client.receives(({ type }) => type === 'next', 11);
    expect(client.events('a').at(-1).data.inbox).toMatchObject({ message: { text: 'new' } });
    client.end();
  });
});
