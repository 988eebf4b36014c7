import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { callerFor, signToken, type Call } from '../../src/story';
import { create, drop } from '../services/mariadb';
import { startServerProcess, type ServerProcess } from '../services/server-process';
import { SECRET } from '../support/node';

const ORDERS = 20;

export interface WrongClocks {
  readonly urls: readonly string[];
  readonly ordersPerImport: number;
  /** How far the processes' own clocks are apart, in whole seconds, as their HTTP answers are dated. */
  secondsApart(): Promise<number>;
  /** Imports orders that are due at the end of a day, by the slow node; answers their ship-by. */
  importOrders(day: string): Promise<number>;
  standAt(instant: number): Promise<void>;
  runFrom(instant: number): Promise<void>;
  /** Lets a node record what it thinks is due. */
  recordDue(url: string): Promise<void>;
  /** Breaches recorded so far. */
  breaches(): Promise<number>;
  /** The database's clock, ms since 1970. */
  now(): Promise<number>;
  expectEachOnce(shipBy: number): Promise<void>;
}

/** Starts the two processes before the tests of a block; sweeps run in both. */
export function wrongClocks(serverUrl: string, preload: string): () => WrongClocks {
  let databaseUrl = '';
  let database: Connection;
  let servers: ServerProcess[] = [];
  let call: Call;

  beforeAll(async () => {
    databaseUrl = await create(serverUrl);
    servers = [await start(databaseUrl, preload, '-5s'), await start(databaseUrl, preload, '+5s')];
    database = await createConnection(databaseUrl);
    call = callerFor(servers[0]!.url, await signToken(SECRET, { role: 'SYSTEM', sub: 'test' }));
    await make(call, REGISTER, { shopId: 'S1', name: 'Shop 1', kind: 'TMALL' });
  });

  afterAll(async () => {
    await database.end();
    for (const server of servers) await server.stop();
    await drop(databaseUrl);
  });

  const ask = async (sql: string, values: unknown[] = []): Promise<number> => {
    const [rows] = await database.query<(RowDataPacket & { answer: number })[]>(sql, values);
    return Number(rows[0]?.answer);
  };

  const entries = `FROM inbox_entries JOIN orders ON orders.id = order_id
    WHERE inbox_entries.kind = 'SHIP_BY_BREACHED' AND ship_by = ?`;

  return () => ({
    urls: servers.map(({ url }) => url),
    ordersPerImport: ORDERS,
    secondsApart: async () => {
      const [slow = 0, fast = 0] = await Promise.all(servers.map(({ url }) => dateOf(url)));
      return (fast - slow) / 1_000;
    },
    importOrders: async (day) => {
      const shipBy = Date.parse(`${day}T23:59:59+08:00`);
      await standAt(database, shipBy - 3_600_000);
      await make(call, IMPORT, { orders: rows(day, shipBy) });
      return shipBy;
    },
    standAt: (instant) => standAt(database, instant),
    runFrom: async (instant) => {
      const sql = 'UPDATE clock SET offset_ms = ? - ROUND(UNIX_TIMESTAMP(SYSDATE(3)) * 1000)';
      await database.query(`${sql}, stopped_at = NULL`, [instant]);
    },
    recordDue: async (url) => {
      const token = await signToken(SECRET, { role: 'SYSTEM', sub: 'test' });
      await make(callerFor(url, token), ADVANCE, { by: 'PT0S' });
    },
    breaches: () => ask(`SELECT COUNT(*) AS answer FROM orders WHERE sla = 'BREACHED'`),
    now: () =>
      ask(`SELECT ROUND(UNIX_TIMESTAMP(SYSDATE(3)) * 1000) + offset_ms AS answer FROM clock`),
    expectEachOnce: async (shipBy) => {
      const count = async (what: string) => ask(`SELECT ${what} AS answer ${entries}`, [shipBy]);
      expect(await count('COUNT(*)')).toBe(2 * ORDERS);
      expect(await count('COUNT(DISTINCT inbox_id, order_id)')).toBe(2 * ORDERS);
      expect(await count('MIN(occurred_at)')).toBe(shipBy + 1_000);
      expect(await count('MAX(occurred_at)')).toBe(shipBy + 1_000);
      expect(await count('MIN(recorded_at)')).toBeGreaterThanOrEqual(shipBy + 1_000);
    },
  });
}

function start(databaseUrl: string, preload: string, offset: string): Promise<ServerProcess> {
  return startServerProcess({
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: SECRET,
    SANDBOX: 'true',
    LOG_LEVEL: 'error',
    LD_PRELOAD: preload,
    FAKETIME: offset,
    // What time it is, is wrong; how fast it passes, is not.
    DONT_FAKE_MONOTONIC: '1',
  });
}

async function dateOf(url: string): Promise<number> {
  const { headers } = await fetch(new URL('/healthz', url));
  return Date.parse(headers.get('date') ?? '');
}

async function standAt(database: Connection, instant: number): Promise<void> {
  await database.query('UPDATE clock SET stopped_at = ?', [instant]);
}

const rows = (day: string, shipBy: number) =>
  Array.from({ length: ORDERS }, (_, index) => ({
    shopId: 'S1',
    orderNo: `${day}-${index}`,
    buyerId: `B${index}`,
    kind: 'PHYSICAL',
    worryFree: false,
    paidAt: new Date(shipBy - 7_200_000).toISOString(),
    shipByDate: day,
    lines: [{ title: 'A teapot', quantity: 1, unitPrice: { amountMinor: 9_900, currency: 'CNY' } }],
  }));

const mutation = (name: string, input: string): string =>
  `mutation ($input: ${input}!) { made: ${name}(input: $input) { userErrors { code message } } }`;
const REGISTER = mutation('shopRegister', 'ShopRegisterInput');
const IMPORT = mutation('orderImport', 'OrderImportInput');
const ADVANCE = mutation('sandboxClockAdvance', 'SandboxClockAdvanceInput');

async function make(call: Call, document: string, input: object): Promise<void> {
  const { made } = await call<{ made: { userErrors: unknown[] } }>(document, { input });
  expect(made.userErrors).toEqual([]);
}
