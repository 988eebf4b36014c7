/** Two markets that differ in nothing but their size: a shop has as many orders in either, and as many shops are worked in. */
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import type { ServerProcess } from '../../services/server-process';
import { openMarket } from '../market/market';
import { ORDERS_PER_SHOP, shopsAmong } from '../market/market.names';
import { startParley } from '../rivals/parley';
import { startAll } from '../rivals/start-all';
import type { Stage } from '../stage';

export interface Market {
  readonly orders: number;
  /** The shops worked in, S0 to the one before this number. */
  readonly shops: number;
  readonly db: Connection;
  readonly databasePid: number;
  readonly node: ServerProcess;
  /** Acceptances so far: no card is accepted twice. */
  accepted: number;
}

export interface Markets {
  readonly large: Market;
  readonly small: Market;
}

/** As many shops of either market are worked in: all of the small one. */
export const shopsWorkedIn = (stage: Stage): number => stage.size(100, 20);

const sizesOf = (stage: Stage) => ({
  small: shopsWorkedIn(stage) * ORDERS_PER_SHOP,
  large: stage.size(1_000_000, 5_000),
});

/** One of each for all works of a run. */
const urls = new WeakMap<Stage, Promise<{ large: string; small: string }>>();
function urlsOf(stage: Stage) {
  const known = urls.get(stage) ?? fill(stage);
  urls.set(stage, known);
  return known;
}

async function fill(stage: Stage) {
  const server = await stage.mariaDb();
  const sizes = sizesOf(stage);
  const { small, large } = sizes;
  stage.say(`filling markets of ${small.toLocaleString('en')} and ${large.toLocaleString('en')} …`);
  return startAll(['small', 'large'], (which) => openMarket(server, sizes[which]));
}

async function openAt(stage: Stage, orders: number, url: string): Promise<Market> {
  const { pid } = await stage.mariaDb();
  const shops = shopsWorkedIn(stage);
  const db = await createConnection(url);
  const node = await stage.lend(`growth ${orders}`, () => startParley(url));
  const market = { orders, shops, accepted: 0, databasePid: pid, db, node };
  await check(market);
  return market;
}

async function check({ db, orders, shops }: Market): Promise<void> {
  const sql = `SELECT COUNT(*) AS total, CAST(SUM(shop_key IN (?)) AS SIGNED) AS worked FROM orders`;
  const keys = Array.from({ length: shops }, (_, shop) => `S${shop}`);
  const [[row]] = await db.query<RowDataPacket[]>(sql, [keys]);
  if (row?.['total'] !== orders || row['worked'] !== shops * ORDERS_PER_SHOP)
    throw new Error(`The market of ${orders} holds ${JSON.stringify(row)}.`);
}

export async function openMarkets(stage: Stage): Promise<Markets> {
  const url = await urlsOf(stage);
  const size = sizesOf(stage);
  return startAll(['small', 'large'], (which) => openAt(stage, size[which], url[which]));
}

export async function closeMarkets({ large, small }: Markets): Promise<void> {
  for (const { node, db } of [small, large]) {
    await node.stop();
    await db.end();
  }
}

/** The orders of the shops worked in, each next one of another shop. */
export const orderAt = (index: number, { shops, orders }: Market): number =>
  (index % shops) + Math.floor(index / shops) * shopsAmong(orders);
