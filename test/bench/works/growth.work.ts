/** What a hundred times the orders cost who asks for none of them: the page, an acceptance and the sweep, in a small and a large market. */
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { eventually, gauge } from '../../live/gauges';
import type { ServerProcess } from '../../services/server-process';
import { SECRET } from '../../support/node';
import { signToken } from '../../../src/story';
import { cpuMs } from '../cpu';
import { load, type Asked } from '../http.load';
import { openMarket } from '../market/market';
import { buyerOf, ORDERS_PER_SHOP, pendingId, shopsAmong } from '../market/market.names';
import { startParley } from '../rivals/parley';
import type { Stage } from '../stage';
import { PARLEY, type Opened, type Sample, type Work } from '../work';
import { ACCEPT } from './accept.mutation';
import { askedBySellers } from './page.work';

const CONNECTIONS = 16;
/** As many shops of either market are worked in: all of the small one. */
const SHOPS = 100;
const DAY_MS = 86_400_000;

/** The orders of the shops worked in, each next one of another shop. */
const orderAt = (index: number, shops: number, orders: number): number =>
  (index % shops) + Math.floor(index / shops) * shopsAmong(orders);

interface Market {
  readonly orders: number;
  /** The shops worked in, S0 to the one before this number. */
  readonly shops: number;
  readonly db: Connection;
  readonly databasePid: number;
  readonly node: ServerProcess;
  readonly askPage: (number: number) => Asked;
  /** Acceptances so far: no card is accepted twice. */
  accepted: number;
}

async function openAt(stage: Stage, orders: number, shops: number): Promise<Market> {
  stage.say(`filling a market of ${orders.toLocaleString('en')} orders …`);
  const server = await stage.mariaDb();
  const url = await openMarket(server, orders);
  return {
    ...{ orders, shops, accepted: 0, databasePid: server.pid },
    db: await createConnection(url),
    node: await startParley(url),
    askPage: await askedBySellers(shops * ORDERS_PER_SHOP),
  };
}

async function acceptances(market: Market, amount: number): Promise<Asked[]> {
  const indexes = Array.from({ length: amount }, (_, index) => market.accepted + index);
  market.accepted += amount;
  return Promise.all(
    indexes.map(async (index) => {
      const order = orderAt(index, market.shops, market.orders);
      const buyer = buyerOf(order, market.orders);
      return {
        token: await signToken(SECRET, { role: 'BUYER', sub: buyer }),
        query: ACCEPT,
        variables: { input: { proposalId: pendingId(order) } },
      };
    }),
  );
}

const setShipBy = (shops: number): string => `UPDATE orders
  SET original_ship_by = ?, agreed_ship_by = NULL, sla = 'RUNNING', status = 'AWAITING_SHIPMENT'
  WHERE shop_key IN (${Array.from({ length: shops }, (_, shop) => `'S${shop}'`).join()})`;

/** How long all orders of the shops worked in take, from the first batch that is done to the last. */
async function sweep({ db, node, shops }: Market): Promise<number> {
  const swept = (): Promise<number> => gauge(node.url, 'parley_swept');
  const before = await swept();
  const due = Math.floor(Date.now() / 1_000) * 1_000 - 5_000;
  await db.query(setShipBy(shops), [due]);
  const first = await eventually(swept, (now) => now > before);
  const startedAt = performance.now();
  const all = before + shops * ORDERS_PER_SHOP;
  await eventually(swept, (now) => now === all, 120_000);
  const ms = performance.now() - startedAt;
  await comeBack(db, shops);
  return (ms / (all - first)) * shops * ORDERS_PER_SHOP;
}

/** As before the sweep, but for what the inboxes and the history keep of it. */
async function comeBack(db: Connection, shops: number): Promise<void> {
  await db.query('TRUNCATE TABLE compensations');
  await db.query('TRUNCATE TABLE ledger_postings');
  await db.query(setShipBy(shops), [Math.floor(Date.now() / 1_000) * 1_000 + 5 * DAY_MS]);
}

async function turn(market: Market, amount: number): Promise<Sample> {
  const { url, pid } = market.node;
  const cpuBefore = cpuMs(market.databasePid);
  const shared = { url, pid, connections: CONNECTIONS, amount };
  const page = await load({ ...shared, asked: market.askPage, expected: '"orders"' });
  const asked = await acceptances(market, amount);
  const accepted = await load({
    ...shared,
    asked: (number) => asked[number] as Asked,
    expected: '"ACCEPTED"',
  });
  return {
    'page p97.5 ms': page['p97.5 ms'] ?? NaN,
    'accept p97.5 ms': accepted['p97.5 ms'] ?? NaN,
    'sweep ms': await sweep(market),
    'pages /s': page['/s'] ?? NaN,
    'page cpu ms': page['cpu ms'] ?? NaN,
    'acceptances /s': accepted['/s'] ?? NaN,
    'accept cpu ms': accepted['cpu ms'] ?? NaN,
    'database cpu ms of it all': cpuMs(market.databasePid) - cpuBefore,
  };
}

/** The markets differ in nothing but their size: a shop has as many orders in either. */
async function check({ db, orders, shops }: Market): Promise<void> {
  const sql = `SELECT COUNT(*) AS total, CAST(SUM(shop_key IN (?)) AS SIGNED) AS worked FROM orders`;
  const keys = Array.from({ length: shops }, (_, shop) => `S${shop}`);
  const [[row]] = await db.query<RowDataPacket[]>(sql, [keys]);
  if (row?.['total'] !== orders || row['worked'] !== shops * ORDERS_PER_SHOP)
    throw new Error(`The market of ${orders} holds ${JSON.stringify(row)}.`);
}

async function open(stage: Stage): Promise<Opened> {
  const shops = stage.size(SHOPS, 20);
  const amount = stage.size(1_000, 300);
  const small = await openAt(stage, shops * ORDERS_PER_SHOP, shops);
  const large = await openAt(stage, stage.size(1_000_000, 20_000), shops);
  return {
    rivals: [
      { name: PARLEY, turn: () => turn(large, amount) },
      { name: 'itself, small', turn: () => turn(small, amount) },
    ],
    check: async () => {
      for (const market of [small, large]) await check(market);
    },
    close: async () => {
      for (const { node, db } of [small, large]) {
        await node.stop();
        await db.end();
      }
    },
  };
}

const goal = (figure: string) =>
  ({ figure, isBetter: 'less', beside: 'itself, small', reach: 1.2 }) as const;

export const growth: Work = {
  name: 'growth',
  about:
    'page, acceptance and sweep of 10,000 due in a market of 1,000,000 orders beside one of 10,000, MariaDB',
  goals: [goal('page p97.5 ms'), goal('accept p97.5 ms'), goal('sweep ms')],
  turns: { full: 7, quick: 1 },
  open,
};
