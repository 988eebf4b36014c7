/** A stop takes five seconds at most, whatever hangs, and who was let in gets an answer. */
import { connect } from 'node:net';
import { once } from 'node:events';
import { createConnection, type Connection } from 'mysql2/promise';
import { create, drop } from '../services/mariadb';
import { startServerProcess, type ServerProcess } from '../services/server-process';
import { SECRET } from '../support/node';
import { buyer, seller, system } from '../support/people';
import { postAs, type Reply } from '../door/post';
import { eventually, gauge } from './gauges';
import { LiveClient, INBOX } from './live-socket.client';

/** Five seconds, and what a busy machine takes to end a process; what hangs here would hang for as long as the lock is held. */
const STOP_MS = 7_000;
const REGISTER = `mutation ($id: String!) {
  shopRegister(input: { shopId: $id, name: $id, kind: TMALL }) { shop { id } } }`;

const mysql = process.env['PARLEY_TEST_MYSQL'];
if (mysql !== undefined)
  describe('A stop while the database hangs', () => {
    let databaseUrl: string;
    let node: ServerProcess;
    let lock: Connection;

    beforeEach(async () => {
      databaseUrl = await create(mysql);
      node = await startServerProcess({
        DATABASE_URL: databaseUrl,
        AUTH_SECRET: SECRET,
        SANDBOX: 'true',
        LOG_LEVEL: 'warn',
        DRAIN_MS: '500',
      });
      lock = await createConnection(databaseUrl);
    });
    afterEach(async () => {
      await lock.end();
      await node.kill();
      await drop(databaseUrl);
    });

    const register = (id: string): Promise<Reply> =>
      postAs(node.url, system, { query: REGISTER, variables: { id } });

    /** SIGTERM; resolves with the milliseconds until the process has ended with 0. */
    async function stopped(): Promise<number> {
      const startedAt = performance.now();
      node.signal('SIGTERM');
      expect(await node.exitCode).toBe(0);
      return performance.now() - startedAt;
    }

    const waitingFor = async (statement: string) =>
      eventually(
        async () => {
          const [rows] = await lock.query('SELECT info FROM information_schema.processlist');
          return JSON.stringify(rows);
        },
        (list) => list.includes(statement),
      );

    test('answers the request that hangs with 503, closes sockets with 1012 and ends with 0 in time', async () => {
      const client = await LiveClient.signIn(node.wsUrl, seller());
      client.subscribe('a', INBOX);
      await eventually(
        () => gauge(node.url, 'parley_tails'),
        (tails) => tails === 1,
      );
      await lock.query('LOCK TABLES shops WRITE');
      const hanging = register('hangs');
      await waitingFor('FROM shops WHERE shop_id');
      const stopping = stopped();
      const reply = await hanging;
      expect([reply.status, reply.codes]).toEqual([503, ['SERVICE_UNAVAILABLE']]);
      expect(reply.headers.get('retry-after')).toBe('1');
      expect((await client.closed).code).toBe(1012);
      expect(await stopping).toBeLessThan(STOP_MS);
      expect(node.output()).toContain('Something hangs');
    });

    test('waits for a request that goes on in time, and answers it', async () => {
      await lock.query('LOCK TABLES shops WRITE');
      const waiting = register('waits');
      await waitingFor('FROM shops WHERE shop_id');
      const stopping = stopped();
      await eventually(
        () => fetch(new URL('/healthz', node.url)).then(String, () => 'closed'),
        (state) => state === 'closed',
      );
      await lock.query('UNLOCK TABLES');
      expect((await waiting).status).toBe(200);
      expect(await stopping).toBeLessThan(STOP_MS);
      expect(node.output()).not.toContain('Something hangs');
      const [rows] = await lock.query("SELECT COUNT(*) AS found FROM shops WHERE name = 'waits'");
      expect(rows).toEqual([{ found: 1 }]);
    });

    test('is held up by no peer: one that sent half a request, one that sent nothing, one that takes no answer', async () => {
      const peers = await Promise.all(
        [
          '',
          'GET /readyz HTTP/1.1\r\nHost',
          'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
        ].map(async (said) => {
          const peer = connect(Number(new URL(node.url).port), '127.0.0.1');
          peer.on('error', () => undefined).pause();
          await once(peer, 'connect');
          peer.write(said);
          return peer;
        }),
      );
      expect((await postAs(node.url, buyer(), { query: '{ serverTime }' })).status).toBe(200);
      expect(await stopped()).toBeLessThan(STOP_MS);
      for (const peer of peers) peer.destroy();
    });
  });
