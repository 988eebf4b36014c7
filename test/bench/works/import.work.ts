/** OR-9: a marketplace moves in, or brings its orders every minute. */
import { createConnection, type Connection } from 'mysql2/promise';
import { callerFor, signToken, type Call } from '../../../src/story';
import { SECRET } from '../../support/node';
import type { MariaDb } from '../../services/mariadb';
import { createMigratedMariaDb } from '../../services/migrated-databases';
import { cpuMs } from '../cpu';
import { buyersAmong, shopsAmong } from '../market/market.names';
import { IMPORTED, SqlImport, type Given } from '../rivals/import.sql';
import { startParley } from '../rivals/parley';
import { startAll } from '../rivals/start-all';
import { digest, gapsIn } from '../rows.digest';
import { expectSame } from '../same-answer';
import type { Stage } from '../stage';
import { PARLEY, type Opened, type Sample, type Work } from '../work';

const ORDERS = 100_000;
const SHORT_OF_IT = 3_000;
/** So many are imported by both and compared, row for row. */
const COMPARED = 1_000;
/** As many as one request may hold, and one transaction of the other's. */
const PER_REQUEST = 500;
const AT_ONCE = 4;

const IMPORT = `mutation ($input: OrderImportInput!) {
  made: orderImport(input: $input) { results { order { id } userErrors { code } } userErrors { code } }
}`;

interface Made {
  readonly made: { readonly results: readonly { readonly order: object | null }[] };
}

/** Paid now, to be shipped within days: nothing falls due meanwhile. */
function givenOrders(amount: number, round: number): Given[] {
  const paidAt = `${new Date().toISOString().slice(0, 19)}Z`;
  const shipBy = `${new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 19)}Z`;
  return Array.from({ length: amount }, (_, index) => ({
    shopId: `S${index % shopsAmong(amount)}`,
    orderNo: `R${round}-${index}`,
    buyerId: `B${index % buyersAmong(amount)}`,
    paidAt,
    shipBy,
    lines: [
      {
        title: 'A teapot',
        quantity: 1,
        unitPrice: { amountMinor: 1_990 + index, currency: 'CNY' },
      },
    ],
  }));
}

function inParts(orders: readonly Given[]): Given[][] {
  const parts = Math.ceil(orders.length / PER_REQUEST);
  return Array.from({ length: parts }, (_, part) =>
    orders.slice(part * PER_REQUEST, (part + 1) * PER_REQUEST),
  );
}

/** Somebody who imports into a database of its own. */
interface Importer {
  readonly db: Connection;
  readonly pid: number | null;
  readonly import: (parts: readonly (readonly Given[])[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The shops are registered before; a shop of each number, as many as the orders need. */
async function openDatabase(server: MariaDb, orders: number): Promise<string> {
  const url = await createMigratedMariaDb(server.url(''));
  const db = await createConnection(url);
  const shops = Array.from({ length: shopsAmong(orders) }, (_, n) => [
    `shp_${String(n).padStart(26, '0')}`,
    ...[`S${n}`, `Shop ${n}`, 'TAOBAO'],
  ]);
  await db.query('INSERT INTO shops (id, shop_id, name, kind) VALUES ?', [shops]);
  await db.end();
  return url;
}

async function importPart(call: Call, part: readonly Given[]): Promise<void> {
  const orders = part.map((given) => ({ ...given, kind: 'PHYSICAL' }));
  const { made } = await call<Made>(IMPORT, { input: { orders } });
  const kept = made.results.filter(({ order }) => order !== null).length;
  if (kept !== part.length) throw new Error(`${kept} of ${part.length} orders were imported.`);
}

async function openParley(server: MariaDb, orders: number): Promise<Importer> {
  const url = await openDatabase(server, orders);
  const node = await startParley(url);
  const call = callerFor(node.url, await signToken(SECRET, { role: 'SYSTEM', sub: 'back end' }));
  const db = await createConnection(url);
  return {
    db,
    pid: node.pid,
    import: async (parts) => {
      const waiting = parts.values();
      const worker = async (): Promise<void> => {
        for (const part of waiting) await importPart(call, part);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    },
    close: async () => {
      await node.stop();
      await db.end();
    },
  };
}

async function openSql(server: MariaDb, orders: number): Promise<Importer> {
  const url = await openDatabase(server, orders);
  const connections = await Promise.all(
    Array.from({ length: AT_ONCE }, () => createConnection(url)),
  );
  const db = await createConnection(url);
  const importer = new SqlImport(connections);
  return {
    db,
    pid: null,
    import: (parts) => importer.import(parts),
    close: async () => {
      for (const connection of [...connections, db]) await connection.end();
    },
  };
}

const openBoth = (server: MariaDb, orders: number): Promise<Record<string, Importer>> =>
  startAll([PARLEY, 'SQL'], (name) =>
    name === PARLEY ? openParley(server, orders) : openSql(server, orders),
  );

async function turn(server: MariaDb, importer: Importer, given: readonly Given[]): Promise<Sample> {
  const parts = inParts(given);
  const ourCpu = (): number => (importer.pid === null ? 0 : cpuMs(importer.pid));
  const startedAt = performance.now();
  const before = { ours: ourCpu(), database: cpuMs(server.pid) };
  await importer.import(parts);
  return {
    '/s': given.length / ((performance.now() - startedAt) / 1_000),
    ...(importer.pid !== null && { 'cpu ms': (ourCpu() - before.ours) / given.length }),
    'database cpu ms': (cpuMs(server.pid) - before.database) / given.length,
  };
}

/** Twice, the second time into counters that exist. */
async function check(importers: Readonly<Record<string, Importer>>): Promise<void> {
  const rounds = [-1, 0].map((round) => inParts(givenOrders(COMPARED, round)));
  const written: Record<string, unknown> = {};
  for (const [name, importer] of Object.entries(importers)) {
    for (const parts of rounds) await importer.import(parts);
    written[name] = { ...(await digest(importer.db, IMPORTED)), gaps: await gapsIn(importer.db) };
  }
  expectSame({ expected: { ...(written[PARLEY] as object), gaps: 0 }, ...written });
}

async function open(stage: Stage): Promise<Opened> {
  const server = await stage.mariaDb();
  const orders = stage.size(ORDERS, SHORT_OF_IT);
  const importers = await openBoth(server, orders);
  let round = 0;
  return {
    rivals: Object.entries(importers).map(([name, importer]) => ({
      name,
      warmUp: 'full',
      turn: () => turn(server, importer, givenOrders(orders, (round += 1))),
    })),
    check: () => check(importers),
    close: async () => {
      for (const { close } of Object.values(importers)) await close();
    },
  };
}

export const bulkImport: Work = {
  name: 'import',
  about:
    'import of 100,000 orders, 500 a request, 4 at once, beside multi-row INSERTs of the same rows, MariaDB',
  goals: [{ figure: '/s', isBetter: 'more', beside: 'SQL', reach: 0.3 }],
  turns: { full: 3, quick: 1 },
  open,
};
