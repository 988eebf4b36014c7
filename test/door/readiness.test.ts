/** `/healthz` and `/readyz` tell the truth: during the start, a migration, the loss of the database, a stop. */
import { createConnection, type Connection } from 'mysql2/promise';
import { Front } from '../../src/server/front';
import { eventually } from '../live/gauges';
import { freePort } from '../services/ports';
import { startMariaDb, type MariaDb } from '../services/mariadb';
import { findProgram } from '../services/programs';
import { startServerProcess, type ServerProcess } from '../services/server-process';
import { SECRET } from '../support/node';

const ASK = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{"query":"{ serverTime }"}',
};

/** What a node says of itself. */
const look = async (url: string) => {
  const [live, ready] = await Promise.all(
    ['/healthz', '/readyz'].map((page) => fetch(new URL(page, url))),
  );
  const { reason } = (await ready!.json()) as { reason?: string };
  return `${live!.status} ${ready!.status}${reason === undefined ? '' : ` ${reason}`}`;
};

const becomes = (url: string, state: string) =>
  eventually(
    () => look(url),
    (is) => is === state,
  );

test('a port that is open before anything is served says so, and when to come again', async () => {
  const front = await Front.open({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${String(front.port)}/graphql`;
  expect(await look(url)).toBe('200 503 STARTING');
  front.readiness.enter('MIGRATING');
  expect(await look(url)).toBe('200 503 MIGRATING');
  const answer = await fetch(url, ASK);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await answer.json()).toMatchObject({
    errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  });
  front.readiness.drain();
  front.readiness.enter('STARTING');
  expect(await look(url)).toBe('200 503 DRAINING');
  await front.close();
});

if (findProgram('mariadbd') !== undefined)
  describe('A node on a MariaDB that comes and goes', () => {
    let database: MariaDb;
    let migrator: Connection;
    let node: ServerProcess;

    beforeAll(async () => {
      database = await startMariaDb();
    });
    afterAll(async () => {
      await node.kill();
      await database.stop();
    });

    test('starts: alive at once, not ready while another node migrates, then ready', async () => {
      const name = 'parley_readiness';
      const databaseUrl = await database.createDatabase(name);
      migrator = await createConnection(databaseUrl);
      await migrator.query(`SELECT GET_LOCK('parley-migrations:${name}', 0)`);
      const port = String(await freePort());
      const starting = startServerProcess({
        PORT: port,
        DATABASE_URL: databaseUrl,
        AUTH_SECRET: SECRET,
        SANDBOX: 'true',
        LOG_LEVEL: 'fatal',
        DRAIN_MS: '1000',
      });
      const url = `http://127.0.0.1:${port}/graphql`;
      await eventually(
        () => look(url).catch(String),
        (state) => state === '200 503 MIGRATING',
      );
      expect((await fetch(url, ASK)).status).toBe(503);
      await migrator.end();
      node = await starting;
      expect(await look(url)).toBe('200 200');
      expect((await fetch(url, ASK)).status).toBe(200);
    });

    test('is not ready while the database is gone, and ready again once it is back', async () => {
      await database.kill();
      await becomes(node.url, '200 503 DATABASE_UNAVAILABLE');
      await database.restart();
      await becomes(node.url, '200 200');
      expect((await fetch(node.url, ASK)).status).toBe(200);
    });

    test('is not ready while the database hangs, however often one asks, and ready once it goes on', async () => {
      process.kill(database.pid, 'SIGSTOP');
      try {
        await becomes(node.url, '200 503 DATABASE_UNAVAILABLE');
        const looks = await Promise.all(Array.from({ length: 50 }, () => look(node.url)));
        expect(new Set(looks)).toEqual(new Set(['200 503 DATABASE_UNAVAILABLE']));
      } finally {
        process.kill(database.pid, 'SIGCONT');
      }
      await becomes(node.url, '200 200');
    });

    test('told to stop says so at once while it still answers, and ends with 0; told again it goes on so', async () => {
      node.signal('SIGTERM');
      await becomes(node.url, '200 503 DRAINING');
      node.signal('SIGTERM');
      node.signal('SIGINT');
      const answer = await fetch(node.url, ASK);
      expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
      expect(await node.exitCode).toBe(0);
      await expect(fetch(node.url, ASK)).rejects.toThrow();
    });
  });
