/** CO-6, the worst moment: all orders are due at one instant, and one process settles them. */
import { setTimeout as wait } from 'node:timers/promises';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import type { MariaDb } from '../../services/mariadb';
import { createMigratedMariaDb } from '../../services/migrated-databases';
import { gauge } from '../../live/gauges';
import { cpuMs } from '../cpu';
import { awaitInstant, fillDueMarket, passInstant } from '../market/due.market';
import { startParley } from '../rivals/parley';
import { SETTLED, settleBySql } from '../rivals/settle.sql';
import { startAll } from '../rivals/start-all';
import { digest, gapsIn } from '../rows.digest';
import { expectSame } from '../same-answer';
import type { Stage } from '../stage';
import { PARLEY, type Opened, type Sample, type Work } from '../work';

const ORDERS = 200_000;
const SHORT_OF_IT = 3_000;
/** Looking costs the node a millisecond. */
const LOOK_EVERY_MS = 200;

/** Somebody who settles a market of its own. */
interface Settler {
  readonly db: Connection;
  /** Settles all of it; says what it cost beside the time. */
  readonly settle: () => Promise<Sample>;
  readonly close: () => Promise<void>;
}

async function openMarket(url: string, orders: number): Promise<Connection> {
  const db = await createConnection(url);
  await fillDueMarket(db, orders);
  return db;
}

/** The node finds out by itself, as in any other second. It starts before the clock is moved: later it would not, as users run it. */
async function openParley(server: MariaDb, orders: number): Promise<Settler> {
  const url = await createMigratedMariaDb(server.url(''));
  const node = await startParley(url);
  const db = await openMarket(url, orders);
  const swept = (): Promise<number> => gauge(node.url, 'parley_swept');
  return {
    db,
    settle: async () => {
      const before = await swept();
      const cpuBefore = cpuMs(node.pid);
      await passInstant(db);
      while ((await swept()) < before + orders) await wait(LOOK_EVERY_MS);
      return { 'cpu ms': (cpuMs(node.pid) - cpuBefore) / orders };
    },
    close: async () => {
      await node.stop();
      await db.end();
    },
  };
}

async function openSql(server: MariaDb, orders: number): Promise<Settler> {
  const db = await openMarket(await createMigratedMariaDb(server.url('')), orders);
  return {
    db,
    settle: async () => {
      await settleBySql(db);
      return {};
    },
    close: () => db.end(),
  };
}

const openBoth = (server: MariaDb, orders: number): Promise<Record<string, Settler>> =>
  startAll([PARLEY, 'SQL'], (name) =>
    name === PARLEY ? openParley(server, orders) : openSql(server, orders),
  );

async function turn(server: MariaDb, { db, settle }: Settler, orders: number): Promise<Sample> {
  await awaitInstant(db);
  const startedAt = performance.now();
  const cpuBefore = cpuMs(server.pid);
  const cost = await settle();
  const perSecond = orders / ((performance.now() - startedAt) / 1_000);
  const databaseCpu = (cpuMs(server.pid) - cpuBefore) / orders;
  return {
    '/s': perSecond,
    ...cost,
    'database cpu ms': databaseCpu,
    'entry B': await entrySize(db),
  };
}

/** What an entry of an inbox takes on the disk, its indexes included. */
async function entrySize(db: Connection): Promise<number> {
  await db.query('ANALYZE TABLE inbox_entries');
  const [[row]] = await db.query<RowDataPacket[]>(
    `SELECT (data_length + index_length) / table_rows AS size FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_name = 'inbox_entries'`,
  );
  return Number(row?.['size']);
}

/** What both have settled is compared, row for row. */
async function check(settlers: Readonly<Record<string, Settler>>): Promise<void> {
  const written: Record<string, unknown> = {};
  for (const [name, { db, settle }] of Object.entries(settlers)) {
    await settle();
    written[name] = { ...(await digest(db, SETTLED)), gaps: await gapsIn(db) };
  }
  expectSame({ expected: { ...(written[PARLEY] as object), gaps: 0 }, ...written });
}

async function open(stage: Stage): Promise<Opened> {
  const server = await stage.mariaDb();
  const orders = stage.size(ORDERS, SHORT_OF_IT);
  const settlers = await openBoth(server, orders);
  return {
    rivals: Object.entries(settlers).map(([name, settler]) => ({
      name,
      warmUp: 'never',
      turn: () => turn(server, settler, orders),
    })),
    check: () => check(settlers),
    close: async () => {
      for (const { close } of Object.values(settlers)) await close();
    },
  };
}

export const settle: Work = {
  name: 'settle',
  about:
    'settlement of 200,000 orders due at one instant by one process, beside one transaction of SQL, MariaDB',
  goals: [{ figure: '/s', isBetter: 'more', beside: 'SQL', reach: 0.3 }],
  turns: { full: 3, quick: 1 },
  open,
};
