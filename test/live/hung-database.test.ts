/** A database that neither answers nor hangs up: connections a firewall forgot, a server that is frozen. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { create, drop, startMariaDb, type MariaDb } from '../services/mariadb';
import { findProgram } from '../services/programs';
import { until } from '../client/until';
import { startNode, type TestNode } from '../support/node';
import { seller } from '../support/people';
import { chat, openChat, texts, type Chat } from './chat';
import { eventually } from './gauges';
import { INBOX, LiveClient } from './live-socket.client';

const QUICK = { environment: { DATABASE_TIMEOUT_SECONDS: '1', DATABASE_POOL: '3' } };

const textsOf = (client: LiveClient): string[] =>
  client.events('a').map(({ data }) => data.inbox.message.text as string);

async function following(node: TestNode): Promise<LiveClient> {
  const after = (await node.ask(seller(), '{ inboxHead }')).data.inboxHead as string;
  const client = await LiveClient.signIn(node.wsUrl, seller());
  client.subscribe('a', INBOX, { after });
  return client;
}

const mysqlUrl = process.env['PARLEY_TEST_MYSQL'];
if (mysqlUrl !== undefined)
  test('IN-7 connections that nobody answers any more are given up, and followers miss nothing', async () => {
    const url = await create(mysqlUrl);
    const wire = await openWire(Number(new URL(url).port));
    const throughWire = new URL(url);
    throughWire.port = String(wire.port);
    const here = await startNode(throughWire.href, QUICK);
    const elsewhere = await startNode(url);
    const room = await openChat(elsewhere);
    const client = await following(here);
    await chat(elsewhere, room, texts(5, 'before'));
    await client.receives(({ type }) => type === 'next', 5);
    wire.freeze();
    await chat(elsewhere, room, texts(5, 'after'));
    await client.receives(({ type }) => type === 'next', 10);
    expect(textsOf(client)).toEqual([...texts(5, 'before'), ...texts(5, 'after')]);
    expect(client.close).toBeUndefined();
    client.end();
    await here.stop();
    await elsewhere.stop();
    wire.close();
    await drop(url);
  });

if (findProgram('mariadbd') !== undefined)
  describe('a database server that is frozen', () => {
    let database: MariaDb;
    let node: TestNode;
    let room: Chat;

    beforeAll(async () => {
      database = await startMariaDb();
      node = await startNode(await database.createDatabase(), QUICK);
      room = await openChat(node);
    });

    afterAll(async () => {
      await node.stop();
      await database.stop();
    });

    test('IN-3 answers 503 meanwhile; afterwards followers have everything that was acknowledged, once', async () => {
      const client = await following(node);
      await chat(node, room, texts(5, 'before'));
      process.kill(database.pid, 'SIGSTOP');
      const reading = await node.ask(seller(), '{ inbox { nodes { cursor } } }');
      const writing = await chat(node, room, ['nobody knows']).then(
        () => 'written',
        () => 'not known',
      );
      process.kill(database.pid, 'SIGCONT');
      expect(reading).toMatchObject({ status: 503 });
      expect(writing).toBe('not known');
      await eventually(
        () =>
          chat(node, room, ['back']).then(
            () => true,
            () => false,
          ),
        (isBack) => isBack,
      );
      await until(() => textsOf(client).includes('back'));
      const seen = textsOf(client).filter((text) => text !== 'nobody knows');
      expect(seen.slice(0, 6)).toEqual([...texts(5, 'before'), 'back']);
      expect(client.close).toBeUndefined();
      client.end();
    });
  });

/** A cable to the database: what is connected can be frozen for good, and what connects later passes. */
async function openWire(databasePort: number) {
  const ends: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(databasePort, '127.0.0.1');
    for (const end of [near, far]) end.on('error', () => undefined);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    ends.push(near, far);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    freeze: () => {
      for (const end of ends.splice(0)) end.unpipe().pause();
    },
    close: () => server.close(),
  };
}
