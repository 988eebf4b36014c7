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
import { fillSql, NUMBERS } from './market.sql';

/** One transaction writes so many orders: none grows large. */
const PART = 20_000;

async function fill(db: Database, orders: number): Promise<void> {
  const isMysql = db.kind === 'mysql';
  const write = (statements: readonly string[]): Promise<void> =>
    db.transact(async (tx) => {
      if (isMysql)
        await tx.run(
          `SET SESSION sql_mode = 'PIPES_AS_CONCAT', max_recursive_iterations = ${PART}`,
        );
      for (const sql of statements) await tx.run(sql);
    });
  await write(['CREATE TABLE bench_numbers (n INTEGER NOT NULL PRIMARY KEY)']);
  for (let from = 0; from < orders; from += PART) {
    const size = Math.min(PART, orders - from);
    await write([...NUMBERS(from, size), ...fillSql(orders, Date.now())]);
  }
  await write(['DROP TABLE bench_numbers']);
}

async function migrateAndFill(url: string, orders: number): Promise<string> {
  const db = await Database.open(url, 1, MIGRATIONS);
  await fill(db, orders);
  if (db.kind === 'mysql')
    await db.rows(
      'ANALYZE TABLE orders, shipping_proposals, conversations, messages, history PERSISTENT FOR ALL',
    );
  const [{ count } = { count: 0 }] = await db.rows<{ count: number }>(
    'SELECT COUNT(*) AS count FROM orders',
  );
  await db.close();
  if (count !== orders) throw new Error(`The market has ${count} orders instead of ${orders}.`);
  return url;
}

export async function openMarket(server: MariaDb, orders: number): Promise<string> {
  return migrateAndFill(await server.createDatabase(), orders);
}

export async function openSqliteMarket(orders: number): Promise<{ url: string; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  return { folder, url: await migrateAndFill(`sqlite:${join(folder, 'parley.sqlite')}`, orders) };
}
