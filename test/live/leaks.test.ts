/** Everything a subscription takes is given back, whenever and however it ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { queryObjects } from 'node:v8';
import { buildSchema, parse } from 'graphql';
import { subscribeTo, type LiveOperation } from '../../src/server/live-operation';
import { eitherDatabase } from '../services/databases';
import { buyer, seller, tokenOf } from '../support/people';
import { SECRET, startNode, type TestNode } from '../support/node';
import { chat, openChat, texts, type Chat } from './chat';
import { eventually, gauge } from './gauges';
import { INBOX, LiveClient, MESSAGES } from './live-socket.client';

eitherDatabase('IN-5 what a subscription takes is given back', (database) => {
  let node: TestNode;
  let room: Chat;

  beforeAll(async () => {
    node = await startNode(await database.createUrl());
    room = await openChat(node);
  });

  afterAll(() => node.stop());

  const tails = () => gauge(node.url, 'parley_tails');
  const sockets = () => gauge(node.url, 'parley_sockets');
  const nothingLeft = async () => {
    await eventually(sockets, (open) => open === 0);
    await eventually(tails, (followed) => followed === 0);
  };

  test('an idle subscription ends at once when it is completed, and its socket goes on', async () => {
    const client = await LiveClient.signIn(node.wsUrl, seller());
    client.subscribe('a', INBOX);
    await eventually(tails, (followed) => followed === 1);
    client.complete('a');
    await eventually(tails, (followed) => followed === 0);
    client.subscribe('b', INBOX);
    await eventually(tails, (followed) => followed === 1);
    await chat(node, room, ['still here']);
    await client.receives(({ id, type }) => id === 'b' && type === 'next');
    expect(client.events('a')).toEqual([]);
    client.end();
    await nothingLeft();
  });

  test('a socket does not keep the request it began with', async () => {
    // Those of other tests in this process may be kept for a while longer.
    const requests = (): number => queryObjects(IncomingMessage, { format: 'count' });
    const clients = await Promise.all(
      Array.from({ length: 40 }, () => LiveClient.signIn(node.wsUrl, seller())),
    );
    const open = requests();
    for (const client of clients) client.end();
    await nothingLeft();
    expect(open - requests()).toBeLessThan(20);
  });

  test('a socket that vanishes while its subscriptions are being opened leaves nothing behind', async () => {
    for (let round = 0; round < 20; round += 1) {
      const client = await LiveClient.signIn(node.wsUrl, seller());
      for (const id of ['a', 'b', 'c']) client.subscribe(id, INBOX);
      client.subscribe('d', MESSAGES, { id: room.conversationId });
      if (round % 2 === 0) client.end();
      else client.socket.close(1000);
    }
    await nothingLeft();
  });

  test('a subscription completed before it was open is not opened', async () => {
    const client = await LiveClient.signIn(node.wsUrl, seller());
    for (let round = 0; round < 50; round += 1) {
      client.subscribe('a', INBOX);
      client.complete('a');
    }
    await eventually(tails, (followed) => followed === 0);
    client.subscribe('last', INBOX);
    await eventually(tails, (followed) => followed === 1);
    await chat(node, room, ['once']);
    await client.receives(({ id }) => id === 'last');
    expect(client.events('a')).toEqual([]);
    client.end();
    await nothingLeft();
  });

  test('a subscribe that crosses the close on its way opens nothing', async () => {
    const token = await tokenOf(seller(), SECRET, 3); // of whole seconds, the first of which may be nearly over
    const client = await LiveClient.open(node.wsUrl);
    client.init(token);
    await client.receives(({ type }) => type === 'connection_ack');
    // Not reading, it does not answer the close frame: the socket stays half closed while it goes on writing.
    client.socket.pause();
    await eventually(
      () => Date.now(),
      (now) => now > overAt(token) + 700,
    );
    for (const id of ['a', 'b', 'c']) client.subscribe(id, INBOX);
    client.socket.resume();
    expect((await client.closed).code).toBe(4403);
    await nothingLeft();
  });

  test('an event that finds the token expired ends the subscription and lets go of the log', async () => {
    const client = await LiveClient.open(node.wsUrl);
    client.init(await tokenOf(seller(), SECRET, 2));
    await client.receives(({ type }) => type === 'connection_ack');
    client.subscribe('a', INBOX);
    await eventually(tails, (followed) => followed === 1);
    while (client.close === undefined) await chat(node, room, texts(1));
    expect(client.close.code).toBe(4403);
    await nothingLeft();
  });

  test('subscribes that come all at once count, too: the hundred-and-first is refused', async () => {
    const client = await LiveClient.signIn(node.wsUrl, seller());
    for (let number = 1; number <= 150; number += 1) client.subscribe(`s${String(number)}`, INBOX);
    const refused = await client.receives(({ type }) => type === 'error', 50);
    expect(refused.map(({ payload }) => payload[0].extensions.code)).toEqual(
      Array.from({ length: 50 }, () => 'TOO_MANY_OPERATIONS'),
    );
    for (let number = 1; number <= 100; number += 1) client.complete(`s${String(number)}`);
    await eventually(tails, (followed) => followed === 0);
    client.subscribe('again', INBOX);
    await eventually(tails, (followed) => followed === 1);
    client.end();
    await nothingLeft();
  });

  test('who does not read what it asks for is not read from: little waits for it here', async () => {
    const client = await LiveClient.signIn(node.wsUrl, seller());
    client.socket.pause();
    const payload = { text: 'x'.repeat(60_000) };
    for (let number = 0; number < 400; number += 1) client.say({ type: 'ping', payload });
    const unsent = () => gauge(node.url, 'parley_unsent_bytes');
    await eventually(unsent, (bytes) => bytes > 1_000_000);
    for (let look = 0; look < 20; look += 1) expect(await unsent()).toBeLessThan(3_000_000);
    expect(client.socket.bufferedAmount).toBeGreaterThan(1_000_000);
    client.socket.resume();
    await client.receives(({ type }) => type === 'pong', 400);
    client.end();
    await nothingLeft();
  });

  test('IN-5 a node stops although a peer it has closed never answers', async () => {
    const own = await startNode(await database.createUrl());
    await openChat(own);
    const client = await LiveClient.open(own.wsUrl);
    client.init(await tokenOf(seller(), SECRET, 2));
    await client.receives(({ type }) => type === 'connection_ack');
    client.subscribe('a', INBOX);
    const followed = () => gauge(own.url, 'parley_tails');
    await eventually(followed, (logs) => logs === 1);
    client.socket.pause();
    await eventually(followed, (logs) => logs === 0);
    await own.stop();
    client.end();
  }, 20_000);

  test('an event that cannot be executed at all lets go of its log', async () => {
    const returned: string[] = [];
    const source = {
      next: () => Promise.resolve({ done: false, value: {} }),
      return: () => Promise.resolve(returned.push('returned')),
      [Symbol.asyncIterator]: () => source,
    };
    const stream = await subscribeTo(operationOn(source));
    const results = stream as AsyncIterableIterator<unknown>;
    await expect(results.next()).rejects.toThrow('no answer');
    expect(returned).toEqual(['returned']);
  });

  test('subscriptions that are refused take no place', async () => {
    const client = await LiveClient.signIn(node.wsUrl, buyer());
    for (let number = 1; number <= 120; number += 1)
      client.subscribe(`s${String(number)}`, MESSAGES, { id: 'cnv_nothing' });
    const refused = await client.receives(({ type }) => type === 'next', 100);
    expect(refused[0]?.payload.errors[0].extensions.code).toBe('NOT_FOUND');
    await client.receives(({ type }) => type === 'complete' || type === 'error', 120);
    client.subscribe('good', MESSAGES, { id: room.conversationId });
    await eventually(tails, (followed) => followed === 1);
    client.end();
    await nothingLeft();
  });
});

/** When a token ends, in milliseconds of real time. */
const overAt = (token: string): number => {
  const claims = Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8');
  return (JSON.parse(claims) as { exp: number }).exp * 1_000;
};

/** A subscription to this source whose events find nobody to execute them. */
function operationOn(source: object): LiveOperation {
  const schema = buildSchema('type Query { a: Int } type Subscription { tick: Int }');
  schema.getSubscriptionType()!.getFields()['tick']!.subscribe = () => source;
  const text = 'subscription { tick }';
  return {
    door: { schema } as LiveOperation['door'],
    prepared: {
      source: text,
      document: parse(text),
      compiled: new Map(),
      audiences: new Map(),
      finders: new Set(),
      canForetell: true,
    },
    operationName: undefined,
    variables: {},
    context: { signedIn: () => ({}) } as LiveOperation['context'],
    join: () =>
      ({
        tell: () => Promise.reject(new Error('no answer')),
        leave: () => undefined,
      }) as unknown as ReturnType<LiveOperation['join']>,
    socket: {
      endOpening: () => undefined,
      endIfExpired: () => false,
    } as unknown as LiveOperation['socket'],
    id: 'a',
  };
}

eitherDatabase('a socket that does not say who it is', (database) => {
  test('is closed with 4408, and those who did are not', async () => {
    const node = await startNode(await database.createUrl(), { initMs: 300 });
    const room = await openChat(node);
    const known = await LiveClient.signIn(node.wsUrl, seller());
    known.subscribe('a', INBOX);
    await eventually(
      () => gauge(node.url, 'parley_tails'),
      (tails) => tails === 1,
    );
    const silent = await LiveClient.open(node.wsUrl);
    expect((await silent.closed).code).toBe(4408);
    await chat(node, room, ['still here']);
    await known.receives(({ type }) => type === 'next');
    known.end();
    await node.stop();
  });
});

describe('a connection that is refused', () => {
  let node: TestNode;
  const uncaught: unknown[] = [];
  let folder: string;
  const note = (error: unknown) => uncaught.push(error);

  beforeAll(async () => {
    process.on('uncaughtException', note);
    folder = mkdtempSync(join(tmpdir(), 'parley-live-'));
    node = await startNode(`sqlite:${join(folder, 'parley.sqlite')}`);
  });

  afterAll(async () => {
    await node.stop();
    process.off('uncaughtException', note);
    rmSync(folder, { recursive: true, force: true });
  });

  test('may break off in the middle of it without harm', async () => {
    for (let round = 0; round < 50; round += 1) {
      const stranger = await upgradeTo(node, '/elsewhere');
      stranger.resetAndDestroy();
    }
    expect((await node.ask(null, '{ serverTime }')).status).toBe(200);
    expect(uncaught).toEqual([]);
  });
});

async function upgradeTo(node: TestNode, path: string): Promise<Socket> {
  const socket = connect(node.listening.port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  return socket;
}
