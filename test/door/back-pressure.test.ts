/** More than a node can do at once: the surplus is told so quickly, the rest is answered, and nothing is kept of either. */
import { readFileSync } from 'node:fs';
import { createConnection, type Connection } from 'mysql2/promise';
import { isUnavailable } from '../../src/lib/retry';
import { eventually } from '../live/gauges';
import { LiveClient } from '../live/live-socket.client';
import { announce, openUpload, put } from '../evidence/uploads';
import { aFile } from '../evidence/sample-files';
import { create, drop } from '../services/mariadb';
import { startServerProcess, type ServerProcess } from '../services/server-process';
import { openShop, placeOrder } from '../support/market';
import { SECRET, startNode, type TestNode } from '../support/node';
import { buyer, staff } from '../support/people';
import { onSqlite } from '../services/databases';
import { post, postAs, type Reply } from './post';

const AT_ONCE = 20;
const SURPLUS = 400;
const MIB = 1_024 * 1_024;
/** The surplus alone brings four times as much; what a process of Node takes and gives back by itself is below this. */
const MOST_GROWTH = 100 * MIB;

const QUERY = '{"query":"{ serverTime }"}';
const many = <T>(count: number, ask: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => ask(index)));

const mysql = process.env['PARLEY_TEST_MYSQL'];
if (mysql !== undefined)
  describe('A database that lets everybody wait', () => {
    let databaseUrl: string;
    let node: ServerProcess;
    let lock: Connection;

    beforeAll(async () => {
      databaseUrl = await create(mysql);
      node = await startServerProcess({
        DATABASE_URL: databaseUrl,
        AUTH_SECRET: SECRET,
        SANDBOX: 'true',
        LOG_LEVEL: 'fatal',
        REQUESTS_AT_ONCE: String(AT_ONCE),
        DATABASE_POOL: '2',
      });
      lock = await createConnection(databaseUrl);
    });
    afterAll(async () => {
      await lock.end();
      await node.stop();
      await drop(databaseUrl);
    });

    const memory = (): number => {
      const status = readFileSync(`/proc/${String(node.pid)}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
    };

    test('gets as many requests as are allowed; the surplus gets 503 meanwhile, and afterwards all is as before', async () => {
      for (let round = 0; round < 3; round += 1) {
        await lock.query('LOCK TABLES clock WRITE');
        let answered = 0;
        const waiting = many(AT_ONCE, async () => {
          const reply = await post(node.url, QUERY);
          answered += 1;
          return reply;
        });
        await eventually(
          () => post(node.url, QUERY),
          ({ status }) => status === 503,
        );
        const before = memory();
        // Refused before it is read: what it weighs is nobody's memory.
        const heavy = JSON.stringify({ query: '{ serverTime }', padding: 'x'.repeat(MIB) });
        const surplus = await many(SURPLUS, () => post(node.url, heavy).catch(() => undefined));
        const replies = surplus.filter((reply): reply is Reply => reply !== undefined);
        expect(replies.length).toBeGreaterThan(0);
        for (const { status, codes, headers } of replies)
          expect([status, codes, headers.get('retry-after')]).toEqual([
            503,
            ['SERVICE_UNAVAILABLE'],
            '1',
          ]);
        expect(memory() - before).toBeLessThan(MOST_GROWTH);
        expect((await fetch(new URL('/healthz', node.url))).status).toBe(200);
        expect((await fetch(new URL('/readyz', node.url))).status).toBe(503);
        expect(answered).toBeLessThanOrEqual(AT_ONCE); // those that hang, and not one of them lost
        await lock.query('UNLOCK TABLES');
        const answers = (await waiting).filter(({ status }) => status === 200);
        expect(answers.length).toBeGreaterThanOrEqual(AT_ONCE - 1);
        expect((await fetch(new URL('/readyz', node.url))).status).toBe(200);
        for (const { status } of await many(AT_ONCE, () => post(node.url, QUERY)))
          expect(status).toBe(200);
      }
    });

    test('keeps the place of a client that went away until its work has ended', async () => {
      await lock.query('LOCK TABLES clock WRITE');
      const gone = new AbortController();
      const left = many(AT_ONCE, () =>
        fetch(node.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: QUERY,
          signal: gone.signal,
        }).catch(() => 'gone'),
      );
      await eventually(
        () => post(node.url, QUERY),
        ({ status }) => status === 503,
      );
      gone.abort();
      await left;
      expect((await post(node.url, QUERY)).status).toBe(503);
      await lock.query('UNLOCK TABLES');
      await eventually(
        () => many(AT_ONCE, () => post(node.url, QUERY)),
        (replies) => replies.every(({ status }) => status === 200),
      );
    });

    test('subscriptions wait for their turn, and come', async () => {
      const client = await LiveClient.signIn(node.wsUrl, buyer());
      await lock.query('LOCK TABLES clock WRITE');
      const query = 'subscription { inbox(after: "AAAAAAAA.0") { __typename } }';
      for (let number = 1; number <= 90; number += 1) client.subscribe(`s${number}`, query);
      await lock.query('UNLOCK TABLES');
      await client.receives(({ type }) => type === 'next', 90);
      client.end();
    });
  });

if (mysql !== undefined)
  test('the queue for connections has an end: who comes after it is told that the database is not available', async () => {
    const url = await create(mysql);
    const node = await startNode(url, { environment: { DATABASE_POOL: '1' } });
    const sleeping: Promise<unknown>[] = [];
    for (let read = 0; read < 200; read += 1) {
      sleeping.push(node.app.db.rows('SELECT SLEEP(0.01)').then(() => 'answered', isUnavailable));
      await new Promise(setImmediate); // those of one moment would share a connection
    }
    const outcomes = await Promise.all(sleeping);
    const refused = outcomes.filter((outcome) => outcome === true).length;
    expect(refused).toBeGreaterThan(50);
    expect(outcomes.filter((outcome) => outcome === 'answered')).toHaveLength(200 - refused);
    expect((await node.ask(buyer(), '{ viewer { id } }')).status).toBe(200);
    await node.stop();
    await drop(url);
  });

onSqlite('The embedded database', (database) => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startNode(await database.createUrl(), { uploadsAtOnce: 2 });
    await openShop(node);
  });
  afterAll(() => node.stop());

  test('lets 2,000 transactions wait and no more; those that wait are done', async () => {
    let release = () => {};
    const first = node.app.db.transact(() => new Promise<void>((resolve) => (release = resolve)));
    const write = () => node.app.db.transact(async () => 'done').catch(isUnavailable);
    const writes = Array.from({ length: 2_010 }, write);
    const told = await Promise.all(writes.slice(1_999));
    expect(told).toEqual(Array.from({ length: 11 }, () => true));
    const mutation =
      'mutation { conversationMarkRead(input: {conversationId: "x", upTo: 0}) { conversation { id } } }';
    const reply = await postAs(node.url, staff, { query: mutation });
    expect([reply.status, reply.codes]).toEqual([503, ['SERVICE_UNAVAILABLE']]);
    expect(reply.headers.get('retry-after')).toBe('5');
    release();
    await first;
    expect(new Set(await Promise.all(writes.slice(0, 1_999)))).toEqual(new Set(['done']));
    expect(await write()).toBe('done');
  });

  test('EV-1 uploads at once are counted: one more is told to come again, and its address stays good', async () => {
    const orderId = await placeOrder(node);
    const pieces = [];
    for (const seed of [1, 2, 3]) {
      const bytes = aFile('image/png', 2_000 + seed);
      const { evidence } = await announce(node, bytes, { orderId });
      pieces.push({ bytes, url: evidence.uploadUrl as string });
    }
    const slow = pieces.slice(0, 2).map(({ bytes, url }) => {
      const { upload, answer } = openUpload(node, url, { 'content-length': bytes.length });
      upload.write(bytes.subarray(0, 100));
      return { upload, answer, rest: bytes.subarray(100) };
    });
    const [, , third] = pieces;
    const refused = await eventually(
      () => put(node, third!.url, third!.bytes.subarray(0, 5)),
      ({ status }) => status === 503,
    );
    expect([refused.code, refused.headers.get('retry-after')]).toEqual([
      'SERVICE_UNAVAILABLE',
      '5',
    ]);
    for (const { upload, rest } of slow) upload.end(rest);
    for (const { answer } of slow) expect((await answer).status).toBe(204);
    expect((await put(node, third!.url, third!.bytes)).status).toBe(204);
  });
});
