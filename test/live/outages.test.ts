/** What a live view survives: the database gone, Redis gone, the node itself stopping. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { until } from '../client/until';
import { create, drop, startMariaDb, type MariaDb } from '../services/mariadb';
import { findProgram } from '../services/programs';
import { startRedis, type Redis } from '../services/redis';
import { eitherDatabase } from '../services/databases';
import { cachedToken } from '../support/call';
import { SECRET, startNode, type TestNode } from '../support/node';
import { buyer, seller, staff, tokenOf } from '../support/people';
import { chat, logOf, openChat, texts, type Chat } from './chat';
import { eventually, gauge } from './gauges';
import { INBOX, LiveClient, MESSAGES } from './live-socket.client';

const textsOf = (client: LiveClient): string[] =>
  client.events('a').map(({ data }) => data.inbox.message.text as string);

if (findProgram('mariadbd') !== undefined)
  describe('IN-5 the database goes away and comes back', () => {
    let database: MariaDb;
    let node: TestNode;
    let room: Chat;

    beforeAll(async () => {
      database = await startMariaDb();
      node = await startNode(await database.createDatabase());
      room = await openChat(node);
    });

    afterAll(async () => {
      await node.stop();
      await database.stop();
    });

    test('IN-3 a running subscription misses nothing, and one that was idle is woken', async () => {
      const client = await LiveClient.signIn(node.wsUrl, seller());
      const head = (await node.ask(seller(), '{ inboxHead }')).data.inboxHead as string;
      client.subscribe('a', INBOX, { after: head });
      client.subscribe('m', MESSAGES, { id: room.conversationId, after: 0 });
      const sent: string[] = [];
      for (let round = 1; round <= 3; round += 1) {
        const words = texts(20, `round ${String(round)}`);
        await chat(node, room, words);
        sent.push(...words);
        await database.kill();
        await expect(chat(node, room, ['lost'])).rejects.toThrow();
        await database.restart();
        await eventually(
          () => isBack(node),
          (back) => back,
        );
      }
      await until(() => client.events('a').length >= sent.length);
      await until(() => client.events('m').length >= sent.length);
      expect(textsOf(client)).toEqual(sent);
      expect(client.events('m').map(({ data }) => data.conversationMessages.text)).toEqual(sent);
      expect(client.close).toBeUndefined();
      client.end();
    });

    test('connection_init meanwhile closes with 1013, which clients retry, and a subscribe is refused with a code', async () => {
      const early = await LiveClient.signIn(node.wsUrl, seller());
      await database.kill();
      const client = await LiveClient.open(node.wsUrl);
      client.init(await cachedToken(seller()));
      expect((await client.closed).code).toBe(1013);
      early.subscribe('a', INBOX);
      const [refused] = await early.receives(({ type }) => type === 'error');
      expect(refused?.payload).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
      const stranger = await LiveClient.open(node.wsUrl);
      stranger.init(await tokenOf(seller(), SECRET, -1));
      expect((await stranger.closed).code).toBe(4403);
      expect((await fetch(new URL('/readyz', node.url))).status).toBe(503);
      expect((await fetch(new URL('/healthz', node.url))).status).toBe(200);
      await database.restart();
      await eventually(
        () => isBack(node),
        (back) => back,
      );
      early.subscribe('b', INBOX);
      await eventually(
        () => chat(node, room, ['back']),
        () => early.events('b').length > 0,
      );
      early.end();
    });
  });

async function isBack(node: TestNode): Promise<boolean> {
  return (await fetch(new URL('/readyz', node.url))).status === 200;
}

const mysqlUrl = process.env['PARLEY_TEST_MYSQL'];
if (mysqlUrl !== undefined && findProgram('redis-server') !== undefined)
  describe('IN-7 Redis goes away', () => {
    let databaseUrl: string;
    let redis: Redis;
    let here: TestNode;
    let elsewhere: TestNode;
    let room: Chat;

    beforeAll(async () => {
      redis = await startRedis();
      databaseUrl = await create(mysqlUrl);
      const environment = { REDIS_URL: redis.url };
      here = await startNode(databaseUrl, { environment });
      elsewhere = await startNode(databaseUrl, { environment });
      room = await openChat(here);
    });

    afterAll(async () => {
      await here.stop();
      await elsewhere.stop();
      await redis.stop();
      await drop(databaseUrl);
    });

    async function following(): Promise<LiveClient> {
      const head = (await here.ask(seller(), '{ inboxHead }')).data.inboxHead as string;
      const client = await LiveClient.signIn(here.wsUrl, seller());
      client.subscribe('a', INBOX, { after: head });
      await eventually(
        () => gauge(here.url, 'parley_tails'),
        (tails) => tails === 1,
      );
      return client;
    }

    /** With the poll off, only a ring can bring what another node wrote. */
    async function ringsArrive(client: LiveClient): Promise<void> {
      await eventually(
        () => chat(elsewhere, room, ['do you hear me?']),
        () => client.events('a').length > 0,
      );
    }

    test('a ring of another node brings what it wrote, without the poll', async () => {
      here.app.tails.stopPolling();
      const client = await following();
      await ringsArrive(client);
      client.end();
      here.app.tails.startPolling();
    });

    test('while it is away the poll brings everything', async () => {
      const client = await following();
      await redis.kill();
      await chat(elsewhere, room, texts(100));
      await until(() => client.events('a').length >= 100);
      expect(textsOf(client)).toEqual(texts(100));
      client.end();
      await redis.restart();
    });

    test('once it is back, what rang meanwhile is looked up, and rings arrive again', async () => {
      here.app.tails.stopPolling();
      const client = await following();
      await redis.kill();
      await chat(elsewhere, room, texts(10, 'unheard'));
      await redis.restart();
      // Nothing rings any more and nothing polls: the reconnection itself has to look.
      await until(() => client.events('a').length >= 10);
      expect(textsOf(client).slice(0, 10)).toEqual(texts(10, 'unheard'));
      const heard = client.events('a').length;
      await eventually(
        () => chat(elsewhere, room, ['again']),
        () => client.events('a').length > heard,
      );
      client.end();
      here.app.tails.startPolling();
    });
  });

eitherDatabase('IN-5 a node that is stopped', (database) => {
  test('closes every socket with 1012, says so at /readyz, and nothing that was written is lost', async () => {
    const url = await database.createUrl();
    const node = await startNode(url);
    const room = await openChat(node);
    const head = (await node.ask(seller(), '{ inboxHead }')).data.inboxHead as string;
    const clients = await Promise.all(
      [seller(), buyer(), staff].map((person) => LiveClient.signIn(node.wsUrl, person)),
    );
    clients[0]!.subscribe('a', INBOX, { after: head });
    const idle = await LiveClient.open(node.wsUrl);
    const writing = chat(node, room, texts(50));
    await clients[0]!.receives(({ type }) => type === 'next', 10);
    // One peer does not answer the close, and one has half asked whether the node is ready.
    clients[1]!.socket.pause();
    const balancer = connect(node.listening.port, '127.0.0.1');
    await once(balancer, 'connect');
    balancer.write('GET /readyz HTTP/1.1\r\nHost: localhost\r\n');
    expect((await fetch(new URL('/readyz', node.url))).status).toBe(200);
    const stopping = node.listening.stop();
    for (const client of [clients[0]!, clients[2]!, idle])
      expect((await client.closed).code).toBe(1012);
    balancer.write('\r\n');
    const [answer] = (await once(balancer, 'data')) as [Buffer];
    expect(answer.toString()).toContain('503');
    clients[1]!.socket.resume();
    expect((await clients[1]!.closed).code).toBe(1012);
    await stopping;
    await writing;
    const everything = await logOf(node, 'shop:shop-1');
    await node.close();

    const next = await startNode(url);
    const received = clients[0]!.events('a').map(({ data }) => data.inbox);
    const again = await LiveClient.signIn(next.wsUrl, seller());
    again.subscribe('a', INBOX, { after: received.at(-1).cursor });
    await until(() => received.length + again.events('a').length >= 50);
    expect([...received.map(({ message }) => message.text as string), ...textsOf(again)]).toEqual(
      texts(50),
    );
    expect(everything).toHaveLength(51);
    again.end();
    await next.stop();
  });
});
