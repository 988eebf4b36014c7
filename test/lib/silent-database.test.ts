import { Database } from '../../src/lib/database';
import { isUnavailable } from '../../src/lib/retry';
import { MIGRATIONS } from '../../src/migrations';
import { create, drop } from '../services/mariadb';
import { TcpProxy } from '../services/tcp.proxy';

const SILENCE_MS = 200;

const mysqlUrl = process.env['PARLEY_TEST_MYSQL'];
if (mysqlUrl !== undefined)
  describe('a database whose connections are half-open', () => {
    let url: string;
    let wire: TcpProxy;
    let db: Database;

    beforeAll(async () => {
      url = await create(mysqlUrl);
      wire = await TcpProxy.open(Number(new URL(url).port));
      const through = new URL(url);
      through.port = String(wire.port);
      db = await Database.open(through.href, 2, MIGRATIONS, SILENCE_MS);
    });

    afterAll(async () => {
      wire.heal();
      await db.close();
      await wire.close();
      await drop(url);
    });

    const one = () => db.rows<{ one: number }>('SELECT 1 AS one');
    const inside = () => db.transact((tx) => tx.rows('SELECT 1'));

    test('whoever waits learns that it is away, and the pool serves again', async () => {
      await Promise.all([one(), inside()]); // both connections are there
      wire.silenceThese();
      const asked = await Promise.allSettled([one(), inside()]);
      for (const answer of asked)
        expect(answer.status === 'rejected' && isUnavailable(answer.reason)).toBe(true);
      expect(await Promise.all([one(), one(), one()])).toHaveLength(3);
    });

    test('a statement that takes its time is not taken for silence while the wire is idle', async () => {
      const [row] = await db.rows(`SELECT SLEEP(${(1.5 * SILENCE_MS) / 1_000}) AS slept`);
      expect(row).toEqual({ slept: 0 });
    });
  });
