/** A market for settling: orders that share one instant, each with an amount of its own; a hundred a shop, two a buyer. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { buyersAmong, shopsAmong } from './market.names';
import { COUNTERS } from './market.sql';

/** 2023-02-01 23:59:59 in the platform zone. */
export const INSTANT = Date.UTC(2023, 1, 1, 15, 59, 59);
const IMPORTED_AT = INSTANT - 2 * 86_400_000;

/** From nothing to far above what a compensation may be, half cents included. */
const AMOUNT = '(n * 7919) % 200000';

const ordersSql = (orders: number): string => `INSERT INTO orders
  (id, shop_key, order_no, buyer_id, kind, worry_free, status, sla, paid_at, original_ship_by, goods_minor, currency,
   line_items, imported_at, policy_version)
  WITH RECURSIVE counted (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n < ${orders - 1})
  SELECT CONCAT('ord_', LPAD(n, 26, '0')), CONCAT('S', n % ${shopsAmong(orders)}), CONCAT('N', n),
    CONCAT('B', n % ${buyersAmong(orders)}), 'PHYSICAL', 0, 'AWAITING_SHIPMENT', 'RUNNING', ${IMPORTED_AT}, ${INSTANT},
    ${AMOUNT}, 'CNY', '[{"title":"A teapot","quantity":1,"unitPrice":{"amountMinor":1,"currency":"CNY"}}]', ${IMPORTED_AT}, 1
  FROM counted`;

const WRITTEN = ['history', 'compensations', 'ledger_postings', 'inbox_entries', 'inboxes'];

/** Fills a database in which everything is due a second after the instant, at which its clock stands. */
export async function fillDueMarket(db: Connection, orders: number): Promise<void> {
  await setClock(db, INSTANT);
  await db.query(`SET SESSION max_recursive_iterations = ${orders + 1}`);
  await db.query(ordersSql(orders));
  await db.query('ANALYZE TABLE orders PERSISTENT FOR ALL');
  await awaitInstant(db);
}

async function setClock(db: Connection, instant: number): Promise<void> {
  await db.query('UPDATE clock SET stopped_at = ?', [instant]);
}

/** Back to the instant: nothing has been settled. */
export async function awaitInstant(db: Connection): Promise<void> {
  await setClock(db, INSTANT);
  for (const table of WRITTEN) await db.query(`TRUNCATE TABLE ${table}`);
  await db.query(`UPDATE orders SET sla = 'RUNNING' WHERE sla <> 'RUNNING'`);
  await db.query(COUNTERS);
  await purged(db);
}

/** The second after the instant. */
export async function passInstant(db: Connection): Promise<void> {
  await setClock(db, INSTANT + 1_000);
}

const LITTLE_HISTORY = 100;
const PATIENCE_MS = 60_000;

/** What a turn left for the server to clear away must not be paid for by the next. */
async function purged(db: Connection): Promise<void> {
  const givingUpAt = performance.now() + PATIENCE_MS;
  while (performance.now() < givingUpAt) {
    const [[row]] = await db.query<RowDataPacket[]>(
      `SHOW GLOBAL STATUS LIKE 'Innodb_history_list_length'`,
    );
    if (Number(row?.['Value']) < LITTLE_HISTORY) return;
    await wait(50);
  }
}
