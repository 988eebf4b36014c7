/**
 * Markets of any size, filled by the database itself: per order three cards (declined, expired, pending), a conversation of five
 * messages, and its line of history. A hundred orders a shop, two a buyer.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../../src/lib/database';
import { MIGRATIONS } from '../../../src/migrations';
import type { MariaDb } from '../../services/mariadb';
import { createMigratedMariaDb } from '../../services/migrated-databases';
import { fillSql, NUMBERS } from './market.sql';

/** SQLite: one transaction writes so many orders, none grows large. */
const PART = 20_000;

/** Into an empty table, and told not to check keys one by one, MariaDB sorts the rows and builds each index at once. */
const sessionSql = (rows: number): string =>
  `SET SESSION sql_mode = 'PIPES_AS_CONCAT', max_recursive_iterations = ${rows}, unique_checks = 0, foreign_key_checks = 0`;

async function fill(db: Database, orders: number): Promise<void> {
  const isMysql = db.kind === 'mysql';
  const part = isMysql ? orders : PART;
  const write = (statements: readonly string[]): Promise<void> =>
    db.transact(async (tx) => {
      if (isMysql) await tx.run(sessionSql(part));
      for (const sql of statements) await tx.run(sql);
    });
  await write(['CREATE TABLE bench_numbers (n INTEGER NOT NULL PRIMARY KEY)']);
  const now = Date.now();
  for (let from = 0; from < orders; from += part) {
    const size = Math.min(part, orders - from);
    await write(NUMBERS(from, size));
    // Each fills a table of its own; SQLite takes them one after the other.
    await Promise.all(fillSql(orders, now).map((sql) => write([sql])));
  }
  await write(['DROP TABLE bench_numbers']);
}

/** A statement for a million rows says nothing for minutes. */
const SILENCE_MS = 1_200_000;

async function migrateAndFill(url: string, orders: number): Promise<string> {
  const db = await Database.open(url, 4, MIGRATIONS, SILENCE_MS);
  await fill(db, orders);
  if (db.kind === 'mysql')
    await db.rows('ANALYZE TABLE orders, shipping_proposals, conversations, messages, history');
  const [{ count } = { count: 0 }] = await db.rows<{ count: number }>(
    'SELECT COUNT(*) AS count FROM orders',
  );
  await db.close();
  if (count !== orders) throw new Error(`The market has ${count} orders instead of ${orders}.`);
  return url;
}

export async function openMarket(server: MariaDb, orders: number): Promise<string> {
  return migrateAndFill(await createMigratedMariaDb(server.url('')), orders);
}

export async function openSqliteMarket(orders: number): Promise<{ url: string; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  return { folder, url: await migrateAndFill(`sqlite:${join(folder, 'parley.sqlite')}`, orders) };
}
