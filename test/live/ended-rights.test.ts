/** Rights that end, and what a live view may show while they last. */
import { setTimeout as wait } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { Permission } from '../../src/lib/viewer';
import { setSeat } from '../../src/shops/set-seat';
import { until } from '../client/until';
import { eitherDatabase } from '../services/databases';
import { act, done, openShop } from '../support/market';
import { SECRET, startNode, type TestNode } from '../support/node';
import { buyer, seller, staff, system, tokenOf, type Person } from '../support/people';
import { chat, openChat, texts, type Chat } from './chat';
import { eventually, gauge } from './gauges';
import { INBOX, LiveClient, MESSAGES } from './live-socket.client';

const BOTH = [Permission.chat, Permission.proposals];

eitherDatabase('AC-4 a right that ends', (database) => {
  let here: TestNode;
  let elsewhere: TestNode;
  let url: string;
  let room: Chat;

  beforeAll(async () => {
    url = await database.createUrl();
    here = await startNode(url);
    // The embedded database serves one node.
    elsewhere = database.kind === 'mysql' ? await startNode(url) : here;
    room = await openChat(here);
    await openShop(here, 'shop-2');
  });

  afterAll(async () => {
    await here.stop();
    if (elsewhere !== here) await elsewhere.stop();
  });

  const set = (seatId: string, permissions: readonly Permission[], disabled = false) =>
    done(act(elsewhere, system, setSeat, { shopId: 'shop-1', seatId, permissions, disabled }));

  /** A signed-in seat whose subscription is open. */
  async function watching(person: Person): Promise<LiveClient> {
    const client = await LiveClient.signIn(here.wsUrl, person);
    client.subscribe('a', INBOX);
    await eventually(
      () => chat(here, room, ['are you there?']),
      () => client.events('a').length > 0,
    );
    return client;
  }

  /** A seat of another shop is disabled: once its socket is closed, the node has looked at all before it. */
  async function lookedAt(): Promise<void> {
    const fence = seller('shop-2', ['owner'], `fence-${String(Math.random())}`);
    const client = await LiveClient.signIn(here.wsUrl, fence);
    const setting = { shopId: 'shop-2', seatId: fence.sub, permissions: [], disabled: true };
    await done(act(elsewhere, system, setSeat, setting));
    expect((await client.closed).code).toBe(4403);
  }

  test('by its token: closed with 4403, and no event of after its end was delivered', async () => {
    const token = await tokenOf(seller(), SECRET, 2);
    const { exp } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8'));
    const client = await LiveClient.open(here.wsUrl);
    client.init(token);
    await client.receives(({ type }) => type === 'connection_ack');
    client.subscribe(
      'a',
      'subscription { inbox { ... on InboxEntry { message { createdAt } occurredAt } } }',
    );
    while (client.close === undefined) await chat(here, room, texts(1));
    const times = client.events('a').map(({ data }) => Date.parse(data.inbox.occurredAt));
    expect(client.close).toMatchObject({ code: 4403 });
    expect(client.frames.map(({ type }) => type)).not.toContain('complete');
    expect(times.length).toBeGreaterThan(0);
    expect(Math.max(...times)).toBeLessThan(exp * 1_000);
  });

  test('a token that has ended, and none at all, close with 4403: codes that clients retry', async () => {
    for (const token of [await tokenOf(seller(), SECRET, -1), undefined, 'nonsense']) {
      const client = await LiveClient.open(here.wsUrl);
      client.init(token);
      expect((await client.closed).code).toBe(4403);
      expect(client.frames).toEqual([]);
    }
  });

  test('by its seat, disabled on another node: closed with 4403, and not let in again', async () => {
    const person = seller('shop-1', ['owner'], 'disabled');
    const client = await watching(person);
    await set('disabled', [Permission.owner], true);
    expect((await client.closed).code).toBe(4403);
    await chat(here, room, ['not for you']);
    expect(JSON.stringify(client.frames)).not.toContain('not for you');
    const again = await LiveClient.open(here.wsUrl);
    again.init(await tokenOf(person, SECRET));
    expect((await again.closed).code).toBe(4403);
  });

  test('by its permissions, cut on another node: closed with 4403, and let in again with less', async () => {
    const person = seller('shop-1', BOTH, 'cut');
    await set('cut', BOTH);
    const client = await watching(person);
    await set('cut', [Permission.chat]);
    expect((await client.closed).code).toBe(4403);
    const again = await watching(person);
    again.end();
  });

  test('a right that is widened, or set as it was, leaves the socket open', async () => {
    await set('widened', [Permission.chat]);
    const client = await watching(seller('shop-1', BOTH, 'widened'));
    await set('widened', BOTH);
    await set('widened', [Permission.chat]);
    await lookedAt();
    await chat(here, room, ['still yours']);
    await until(() => client.events('a').at(-1).data.inbox.message.text === 'still yours');
    expect(client.close).toBeUndefined();
    client.end();
  });

  test('a cut is seen although the clock was set back since the last look', async () => {
    const person = seller('shop-1', ['owner'], 'set-back');
    await here.stopClockAt('2040-01-01T00:00:00Z');
    const client = await watching(person);
    await lookedAt();
    await here.stopClockAt('2039-01-01T00:00:00Z');
    await set('set-back', [], true);
    expect((await client.closed).code).toBe(4403);
  });

  if (database.kind === 'mysql')
    test('a cut that waited long for its commit is seen, too', async () => {
      await here.stopClockAt('2040-01-01T00:00:00Z');
      await set('waiting', BOTH);
      const client = await watching(seller('shop-1', BOTH, 'waiting'));
      const other = await createConnection(url);
      await other.query('START TRANSACTION');
      const row = "shop_key = 'shop-1' AND seat_id = 'waiting'";
      await other.query(`SELECT id FROM seats WHERE ${row} FOR UPDATE`);
      const cutting = set('waiting', []);
      await eventually(waitingForLocks, (count) => count > 0);
      await here.stopClockAt('2040-01-01T00:01:00Z');
      await lookedAt();
      await other.query('COMMIT');
      await other.end();
      await cutting;
      expect((await client.closed).code).toBe(4403);
    });

  test('a cut that was committed later than any look would look back is found all the same', async () => {
    const client = await watching(seller('shop-1', BOTH, 'late'));
    await lookedAt();
    await elsewhere.app.db.transact((tx) =>
      tx.run(
        "UPDATE seats SET disabled = 1, registered = 1, changed_at = 1 WHERE seat_id = 'late'",
      ),
    );
    expect((await client.closed).code).toBe(4403);
  });

  if (database.kind === 'mysql')
    test('while nobody can look at the seats nothing leaves for them; afterwards nothing is missing', async () => {
      const cut = await watching(seller('shop-1', BOTH, 'unseen'));
      const kept = await watching(seller('shop-1', BOTH, 'kept'));
      const other = await createConnection(url);
      await other.query('LOCK TABLES seats WRITE');
      const cutAt = performance.now();
      await other.query("UPDATE seats SET disabled = 1, registered = 1 WHERE seat_id = 'unseen'");
      const words: string[] = [];
      while (performance.now() - cutAt < 2_000) {
        words.push(`word ${String(words.length)}`);
        await chat(here, room, words.slice(-1));
        if (performance.now() - cutAt < 1_000) cut.frames.length = 0;
      }
      expect(cut.frames).toEqual([]);
      expect(cut.close).toBeUndefined();
      await other.query('UNLOCK TABLES');
      await other.end();
      expect((await cut.closed).code).toBe(4403);
      expect(cut.frames).toEqual([]);
      await until(() => textsOf(kept).includes(words.at(-1)!));
      expect(textsOf(kept).filter((text) => text.startsWith('word'))).toEqual(words);
      kept.end();
    });

  const textsOf = (client: LiveClient): string[] =>
    client.events('a').map(({ data }) => data.inbox.message.text as string);

  /** InnoDB tells the truth only to those who have not asked for a tenth of a second. */
  async function waitingForLocks(): Promise<number> {
    await wait(150);
    const sql = `SELECT COUNT(*) AS count FROM information_schema.innodb_trx AS trx
      JOIN information_schema.processlist AS process ON process.id = trx.trx_mysql_thread_id
      WHERE trx.trx_state = 'LOCK WAIT' AND process.db = DATABASE()`;
    const [row] = await here.app.db.rows<{ count: number }>(sql);
    return row!.count;
  }
});

eitherDatabase('AC-3 each event is judged like a query', (database) => {
  let node: TestNode;

  beforeAll(async () => {
    node = await startNode(await database.createUrl());
  });

  afterAll(() => node.stop());

  test('nobody receives what is another’s: no shared buffer, no shared answer', async () => {
    const people: Person[] = [
      buyer('buyer-1'),
      buyer('buyer-2'),
      seller('shop-1'),
      seller('shop-2'),
      staff,
    ];
    const rooms = [
      await openChat(node, { shopId: 'shop-1', buyerId: 'buyer-1' }),
      await openChat(node, { shopId: 'shop-2', buyerId: 'buyer-2' }),
      await openChat(node, { shopId: 'shop-1', buyerId: 'buyer-2' }),
    ];
    const clients = await Promise.all(
      people.map((person) => LiveClient.signIn(node.wsUrl, person)),
    );
    // The same document from all: what is prepared or compiled once must not carry answers over.
    for (const client of clients) client.subscribe('a', INBOX);
    await eventually(
      () => gauge(node.url, 'parley_tails'),
      (tails) => tails === 5,
    );
    await Promise.all(
      rooms.map((room, index) =>
        chat(
          node,
          room,
          texts(20, `room ${String(index)}`),
          buyer(index === 0 ? 'buyer-1' : 'buyer-2'),
        ),
      ),
    );
    const expected = [[0], [1, 2], [0, 2], [1], []];
    for (const [index, client] of clients.entries()) {
      const rooms = expected[index]!;
      await client.receives(({ type }) => type === 'next', rooms.length * 20);
      const seen = client.events('a').map(({ data }) => data.inbox.message.text as string);
      expect(seen.sort()).toEqual(
        rooms.flatMap((room) => texts(20, `room ${String(room)}`)).sort(),
      );
    }
    for (const client of clients) client.end();
  });

  test.each([
    ['a conversation of another buyer', buyer('buyer-2'), 'theirs', 'NOT_FOUND'],
    ['a conversation of another shop', seller('shop-2'), 'theirs', 'NOT_FOUND'],
    ['an id of another type', seller(), 'order', 'NOT_FOUND'],
    ['an id of nothing', seller(), 'nothing', 'NOT_FOUND'],
    ['no id', seller(), '', 'NOT_FOUND'],
  ])('%s fails at once, at subscribe', async (_name, person, which, code) => {
    const room = await openChat(node);
    const ids: Record<string, string> = {
      theirs: room.conversationId,
      order: room.orderId,
      nothing: 'cnv_7',
    };
    const client = await LiveClient.signIn(node.wsUrl, person);
    client.subscribe('a', MESSAGES, { id: ids[which] ?? which });
    await client.receives(({ type }) => type === 'complete');
    expect(client.events('a')).toMatchObject([{ errors: [{ extensions: { code } }] }]);
    client.end();
  });

  test('a SYSTEM viewer has no inbox: FORBIDDEN at subscribe', async () => {
    const client = await LiveClient.signIn(node.wsUrl, system);
    client.subscribe('a', INBOX);
    await client.receives(({ type }) => type === 'complete');
    expect(client.events('a')).toMatchObject([{ errors: [{ extensions: { code: 'FORBIDDEN' } }] }]);
    client.end();
  });

  test('a cursor that is none, and a number beyond the newest message, fail at subscribe', async () => {
    const room = await openChat(node);
    const client = await LiveClient.signIn(node.wsUrl, seller());
    client.subscribe('a', INBOX, { after: 'nonsense' });
    client.subscribe('b', MESSAGES, { id: room.conversationId, after: 1 });
    client.subscribe('c', MESSAGES, { id: room.conversationId, after: -1 });
    await client.receives(({ type }) => type === 'complete', 3);
    for (const id of ['a', 'b', 'c'])
      expect(client.events(id)).toMatchObject([
        { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
      ]);
    client.end();
  });

  test('a subscribe before signing in closes with 4401', async () => {
    const client = await LiveClient.open(node.wsUrl);
    client.subscribe('a', INBOX);
    expect((await client.closed).code).toBe(4401);
  });
});
