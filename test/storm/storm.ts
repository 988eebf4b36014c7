/**
 * The worst moment (CO-6): many orders, and cards on some of them, are due at one instant. Several processes settle them, some are
 * killed in the middle, and then the database is asked whether everything happened once, at the right time and in the right order.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { startMariaDb } from '../services/mariadb';
import type { Random } from '../services/scale';
import { checkNotEarly, checkStorm, type Check } from './storm.checks';
import {
  CARDS_SENT_AT,
  cardsAmong,
  fillMarket,
  INSTANT,
  PAID_AT,
  recordDue,
  sendCards,
} from './storm.market';
import { StormNodes, type Life } from './storm.nodes';

export interface StormOptions {
  readonly orders: number;
  readonly processes: number;
  /** When, and whom, to kill. */
  readonly random: Random;
  /** Says what is going on. */
  readonly say: (text: string) => void;
}

export interface StormReport {
  readonly orders: number;
  readonly cards: number;
  readonly fillMs: number;
  readonly settleMs: number;
  readonly lives: readonly Life[];
  readonly checks: readonly Check[];
}

/** Settled at which two of the processes are killed, as shares of all: once early, once late. */
const KILLS = [
  [0.1, 0.4],
  [0.5, 0.8],
] as const;

const LEDGER_CHECK = join(__dirname, '../../dist/src/ledger-check.js');

/** Often enough to hit the share, rarely enough to leave the database to the nodes. */
const LOOK_EVERY_MS = 50;

const MARIADB = [
  '--innodb-buffer-pool-size=1G',
  '--innodb-log-file-size=512M',
  '--max-connections=300',
];

export async function runStorm(options: StormOptions): Promise<StormReport> {
  const server = await startMariaDb({ extraArgs: MARIADB });
  try {
    const url = await server.createDatabase();
    const nodes = new StormNodes(url);
    try {
      return await stormOn(url, nodes, options);
    } finally {
      await nodes.stopAll();
    }
  } finally {
    await server.stop();
  }
}

async function stormOn(
  url: string,
  nodes: StormNodes,
  options: StormOptions,
): Promise<StormReport> {
  const { orders, processes, say } = options;
  const fillMs = await timed(() => prepare(url, options));
  say(`${orders} orders and ${cardsAmong(orders)} cards made in ${seconds(fillMs)}`);
  const database = await createConnection(url);
  try {
    await standAt(database, INSTANT + 999);
    for (let node = 1; node <= processes; node += 1) await nodes.start(node);
    for (const node of nodes.urls) await recordDue(node);
    const early = await checkNotEarly(database);
    const settleMs = await timed(() => settle(url, database, nodes, options));
    say(`settled in ${seconds(settleMs)}`);
    await nodes.look();
    const checks = [early, ...(await checkStorm(database, orders)), checkLedger(url)];
    const { lives } = nodes;
    return { orders, cards: cardsAmong(orders), fillMs, settleMs, lives, checks };
  } finally {
    await database.end();
  }
}

/** By processes of their own, so that what settling takes is not mixed with what importing took. */
async function prepare(url: string, { orders, processes }: StormOptions): Promise<void> {
  const nodes = new StormNodes(url);
  try {
    for (let node = 1; node <= processes; node += 1) await nodes.start(node);
    const database = await createConnection(url);
    await standAt(database, PAID_AT);
    const withCard = await fillMarket(nodes.urls, orders);
    await standAt(database, CARDS_SENT_AT);
    await sendCards(nodes.urls, withCard);
    await database.end();
  } finally {
    await nodes.stopAll();
  }
}

/** Lets the clock run on from the second after, kills on the way, and ends when nothing is left to settle. */
async function settle(
  url: string,
  database: Connection,
  nodes: StormNodes,
  { orders, processes, random, say }: StormOptions,
): Promise<void> {
  const kills = KILLS.map(([from, to]) => random.int(from * orders, to * orders));
  const first = random.int(1, processes);
  const victims = [first, (first % processes) + 1];
  const restarts: Promise<void>[] = [];
  const letGo = await holdOne(url);
  await runFrom(database, INSTANT + 1_000);
  for (let left = orders; left > 0; left = await unsettled(database)) {
    const [next] = kills;
    const [node] = victims;
    if (next !== undefined && node !== undefined && orders - left >= next) {
      kills.shift();
      victims.shift();
      await nodes.kill(node);
      say(`process ${node} killed after ${orders - left} orders`);
      restarts.push(nodes.start(node));
      if (kills.length === 0) await letGo();
    }
    await wait(LOOK_EVERY_MS);
  }
  await Promise.all(restarts);
}

/** Holds one order, as a command under way would: the storm cannot end before the last process is killed. */
async function holdOne(url: string): Promise<() => Promise<void>> {
  const holder = await createConnection(url);
  await holder.query('BEGIN');
  await holder.query('SELECT id FROM orders ORDER BY id DESC LIMIT 1 FOR UPDATE');
  return () => holder.end();
}

/** Orders, and cards, that are due and not recorded yet. */
async function unsettled(database: Connection): Promise<number> {
  const sql = `SELECT (SELECT COUNT(*) FROM orders WHERE sla = 'RUNNING')
    + (SELECT COUNT(*) FROM shipping_proposals WHERE status = 'PENDING') AS unsettled`;
  const [rows] = await database.query<(RowDataPacket & { unsettled: number | string })[]>(sql);
  return Number(rows[0]?.unsettled);
}

/** CO-5: the operators' own proof, as `npm run ledger:check` runs it. */
function checkLedger(url: string): Check {
  const { status, stdout, stderr } = spawnSync(process.execPath, [LEDGER_CHECK], {
    env: { PATH: process.env['PATH'], DATABASE_URL: url, SANDBOX: 'true' },
    encoding: 'utf8',
  });
  const isRight = status === 0 && !stdout.includes('FAILS');
  return {
    what: `CO-5 npm run ledger:check ${isRight ? '' : stdout + stderr}`,
    wrong: isRight ? 0 : 1,
  };
}

async function standAt(database: Connection, instant: number): Promise<void> {
  await database.query('UPDATE clock SET stopped_at = ?', [instant]);
}

async function runFrom(database: Connection, instant: number): Promise<void> {
  const running = 'CAST(ROUND(UNIX_TIMESTAMP(SYSDATE(3)) * 1000) AS SIGNED)';
  const sql = `UPDATE clock SET offset_ms = ? - ${running}, stopped_at = NULL`;
  await database.query(sql, [instant]);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
