import { Clock, realTime } from '../../src/lib/clock';
import { Database } from '../../src/lib/database';
import { MIGRATIONS } from '../../src/migrations';
import { eventually } from '../live/gauges';
import { eachDatabase } from '../services/databases';
import { startMariaDb } from '../services/mariadb';
import { wrongClocks } from './wrong-clocks';

const TOLERANCE_MS = 30_000;

/** The clock read between two looks at real time, both of which may be a little off from a database's. */
async function expectRealTime(db: Database): Promise<void> {
  const before = realTime();
  const now = await new Clock(db.kind).now(db);
  expect(now).toBeGreaterThanOrEqual(before - TOLERANCE_MS);
  expect(now).toBeLessThanOrEqual(realTime() + TOLERANCE_MS);
}

const open = (url: string, poolSize = 8) => Database.open(url, poolSize, MIGRATIONS);

eachDatabase('the one clock', (database) => {
  let db: Database;
  let clock: Clock;
  beforeAll(async () => {
    db = await open(await database.createUrl());
    clock = new Clock(db.kind);
  });
  afterAll(() => db.close());

  test('TM-1 is real time, in whole milliseconds, until it is moved', async () => {
    await expectRealTime(db);
    expect(Number.isInteger(await clock.now(db))).toBe(true);
    expect(await clock.isMoved(db)).toBe(false);
  });

  test('TM-1 goes on inside a transaction: who waited is judged by the time after', async () => {
    await db.transact(async (tx) => {
      const first = await clock.now(tx);
      let later = first;
      while (later === first) later = await clock.now(tx);
      expect(later).toBeGreaterThan(first);
    });
  });

  test.each([
    '2023-01-30T04:00:00Z',
    '2023-01-30T04:00:00.999Z',
    '1969-12-31T23:59:59.001Z',
    '2999-12-31T23:59:59Z',
  ])('TM-1 trap 11 stands at %s, to the millisecond', async (text) => {
    await db.transact((tx) => clock.stopAt(tx, Date.parse(text)));
    expect(await clock.now(db)).toBe(Date.parse(text));
    expect(await clock.isMoved(db)).toBe(true);
    await db.transact((tx) => clock.advance(tx, 1));
    expect(await clock.now(db)).toBe(Date.parse(text) + 1);
  });

  test('TM-1 a clock that was set runs on from there', async () => {
    const start = Date.parse('2023-01-30T04:00:00Z');
    await db.transact((tx) => clock.startAt(tx, start));
    const first = await clock.now(db);
    expect(first).toBeGreaterThanOrEqual(start);
    expect(first).toBeLessThan(start + TOLERANCE_MS);
    let later = first;
    while (later === first) later = await clock.now(db);
    expect(later).toBeGreaterThan(first);
  });

  test('TM-1 a rolled back move moved nothing', async () => {
    const stand = Date.parse('2023-01-30T04:00:00Z');
    await db.transact((tx) => clock.stopAt(tx, stand));
    const failing = db.transact(async (tx) => {
      await clock.advance(tx, 5_000);
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await clock.now(db)).toBe(stand);
  });
});

if (process.env['PARLEY_TEST_MYSQL'] !== undefined)
  describe('trap 11 a database server that stands in another zone', () => {
    test('TM-1 TM-2 every pooled session counts in UTC and refuses to cut values, and the clock is right', async () => {
      const server = await startMariaDb({
        extraArgs: ['--default-time-zone=+09:00', '--sql-mode='],
      });
      const db = await open(await server.createDatabase());
      const settings =
        'SELECT @@session.time_zone AS zone, @@session.sql_mode AS mode, @@session.tx_isolation AS isolation, CONNECTION_ID() AS id, SLEEP(0.05)';
      const sessions = await Promise.all(
        Array.from({ length: 32 }, () => db.transact((tx) => tx.rows(settings))),
      );
      const rows = sessions.flat();
      expect(new Set(rows.map(({ id }) => id)).size).toBe(8);
      for (const { zone, mode, isolation } of rows)
        expect({ zone, mode, isolation }).toEqual({
          zone: '+00:00',
          mode: 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',
          isolation: 'READ-COMMITTED',
        });
      await expectRealTime(db);
      await db.close();
      await server.stop();
    });
  });

const mariaDb = process.env['PARLEY_TEST_MYSQL'];
const faketime = process.env['PARLEY_TEST_FAKETIME'];

if (mariaDb !== undefined && faketime !== undefined)
  describe('two nodes on one database, one 5 s fast and one 5 s slow', () => {
    const nodes = wrongClocks(mariaDb, faketime);

    test('TM-1 are as far apart as they should be', async () => {
      expect(await nodes().secondsApart()).toBeGreaterThanOrEqual(9);
    });

    test('TM-1 TM-3 record nothing in the last second, and everything once in the second after', async () => {
      const shipBy = await nodes().importOrders('2023-02-01');
      for (const early of [-6_000, -4_000, 0, 999]) {
        await nodes().standAt(shipBy + early);
        for (const url of nodes().urls) await nodes().recordDue(url);
        expect([early, await nodes().breaches()]).toEqual([early, 0]);
      }
      await nodes().standAt(shipBy + 1_000);
      for (const url of nodes().urls) await nodes().recordDue(url);
      await nodes().expectEachOnce(shipBy);
    });

    test('TM-1 TM-5 record by the database’s clock while it runs', async () => {
      const before = await nodes().breaches();
      const shipBy = await nodes().importOrders('2023-02-03');
      await nodes().runFrom(shipBy - 3_000);
      const recorded = async () => {
        // First what is recorded, then the time: the time of recording was no later.
        const count = (await nodes().breaches()) - before;
        if (count > 0) expect(await nodes().now()).toBeGreaterThanOrEqual(shipBy + 1_000);
        return count;
      };
      await eventually(recorded, (count) => count === nodes().ordersPerImport);
      await nodes().expectEachOnce(shipBy);
    });
  });
