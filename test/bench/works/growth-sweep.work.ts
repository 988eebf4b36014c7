/** What a hundred times the orders cost the sweep of those that are due. */
import type { Connection } from 'mysql2/promise';
import { eventually, gauge } from '../../live/gauges';
import { cpuMs } from '../cpu';
import { ORDERS_PER_SHOP } from '../market/market.names';
import type { Stage } from '../stage';
import { PARLEY, type Opened, type Sample, type Work } from '../work';
import { closeMarkets, openMarkets, type Market } from './growth.markets';

const SMALL = 'itself, small';
const DAY_MS = 86_400_000;

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
  return (ms / (all - first)) * shops * ORDERS_PER_SHOP;
}

/**
 * As before the sweep, but for what the inboxes and the history keep of it. The database clears old versions of rows away in its own
 * time; what comes next, in the other market on the same server, is not to pay for it.
 */
async function comeBack(db: Connection, shops: number): Promise<void> {
  await db.query('TRUNCATE TABLE compensations');
  await db.query('TRUNCATE TABLE ledger_postings');
  await db.query(setShipBy(shops), [Math.floor(Date.now() / 1_000) * 1_000 + 5 * DAY_MS]);
  await db.query('SET GLOBAL innodb_max_purge_lag_wait = 0');
}

async function turn(market: Market): Promise<Sample> {
  const { db, shops, node, databasePid } = market;
  const before = { node: cpuMs(node.pid), database: cpuMs(databasePid) };
  const ms = await sweep(market);
  const sample = {
    'sweep ms': ms,
    'cpu ms': cpuMs(node.pid) - before.node,
    'database cpu ms': cpuMs(databasePid) - before.database,
  };
  await comeBack(db, shops);
  return sample;
}

async function open(stage: Stage): Promise<Opened> {
  const markets = await openMarkets(stage);
  return {
    rivals: [
      { name: PARLEY, warmUp: 'full', turn: () => turn(markets.large) },
      { name: SMALL, warmUp: 'full', turn: () => turn(markets.small) },
    ],
    check: () => Promise.resolve(),
    close: () => closeMarkets(markets),
  };
}

export const growthSweep: Work = {
  name: 'growth-sweep',
  about: 'sweep of 10,000 orders due in a market of 1,000,000 beside one of 10,000, MariaDB',
  goals: [{ figure: 'sweep ms', isBetter: 'less', beside: SMALL, reach: 1.2 }],
  turns: { full: 5, quick: 1 },
  open,
};
