import { getMetadataArgsStorage, DataSource } from 'typeorm';
import { ENTITIES } from '../../ormconfig';
import { dataSourceOptions } from '../../src/lib/data-source';
import { createEvidenceUpload } from '../../src/evidence/create-evidence-upload';
import { Database } from '../../src/lib/database';
import { select } from '../../src/lib/rows';
import { MIGRATIONS } from '../../src/migrations';
import { Tickets1700000000004 } from '../../src/migrations/0004-tickets';
import { eachDatabase, type TestDatabase } from '../services/databases';
import { answer, sent } from '../support/cards';
import { act, done, openShop, placeOrder } from '../support/market';
import { startNode } from '../support/node';
import { seller } from '../support/people';
import { shanghai } from '../support/shared-node';

/** Tables that no entity maps: their rows never leave the repository that writes them. */
const UNMAPPED = [
  'cluster_locks',
  'policies',
  'clock',
  'idempotency_keys',
  'inboxes',
  'meta',
  'migrations',
  'read_marks',
];

const tablesOf = async (
  source: { query(sql: string): Promise<unknown> },
  kind: TestDatabase['kind'],
) => {
  const sql =
    kind === 'sqlite'
      ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
      : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()';
  const rows = (await source.query(sql)) as { name: string }[];
  return rows.map(({ name }) => name).sort();
};

const aFileSaid = {
  fileName: '凭证 🍵.png',
  contentType: 'image/png',
  byteSize: 1,
  sha256: '0'.repeat(64),
};

eachDatabase('trap 8 the migrations', (database) => {
  /** A database in which something has happened, closed again. */
  async function withRows(): Promise<string> {
    const url = await database.createEmptyUrl();
    const node = await startNode(url);
    await openShop(node);
    await node.stopClockAt(shanghai('2023-01-30 12:00:00'));
    const orderId = await placeOrder(node, { orderNo: '单号-1 🍵' });
    await done(answer(node, 'ACCEPT', await sent(node, orderId, { remark: '茶 🍵' })));
    await done(act(node, seller(), createEvidenceUpload, { orderId, ...aFileSaid }));
    await node.stop();
    return url;
  }

  const open = (url: string) => Database.open(url, 4, MIGRATIONS);

  async function everything(url: string): Promise<Record<string, unknown>> {
    const db = await open(url);
    const tables = await tablesOf({ query: (sql) => db.rows(sql) }, database.kind);
    const rows = await Promise.all(tables.map((table) => db.rows(`SELECT * FROM ${table}`)));
    await db.close();
    return Object.fromEntries(tables.map((table, index) => [table, rows[index]]));
  }

  test('trap 8 run once: opening an existing database again keeps every row as it was', async () => {
    const url = await withRows();
    const before = await everything(url);
    expect(await everything(url)).toEqual(before);
    expect(before['migrations']).toHaveLength(MIGRATIONS.length);
    for (const table of [
      'orders',
      'shipping_proposals',
      'messages',
      'inbox_entries',
      'history',
      'evidence',
    ])
      expect(before[table]).not.toHaveLength(0);
  });

  test('trap 8 every column of every entity is in its table, and every table has its entity', async () => {
    const url = await database.createEmptyUrl();
    const db = await open(url);
    for (const entity of ENTITIES)
      expect(await select(db, entity as new () => object, 'LIMIT 0')).toEqual([]);
    const mapped = getMetadataArgsStorage().tables.map(({ name }) => name ?? '');
    const tables = await tablesOf({ query: (sql) => db.rows(sql) }, database.kind);
    expect(tables).toEqual([...new Set([...mapped, ...UNMAPPED])].sort());
    await db.close();
  });

  test('trap 8 TypeORM reads every entity from its table, and would change no table by itself', async () => {
    const url = await withRows();
    const source = new DataSource({ ...dataSourceOptions(url, 2), entities: ENTITIES });
    await source.initialize();
    for (const entity of ENTITIES) await source.getRepository<object>(entity).find();
    expect(source.options.synchronize ?? false).toBe(false);
    await source.destroy();
  });

  test('trap 8 down drops what up made, with rows in the tables, and up makes it again', async () => {
    const url = await withRows();
    const source = new DataSource({ ...dataSourceOptions(url, 2), migrations: [...MIGRATIONS] });
    await source.initialize();
    for (let count = 0; count < MIGRATIONS.length; count += 1) await source.undoLastMigration();
    expect(await tablesOf(source, database.kind)).toEqual(['migrations']);
    await source.runMigrations();
    expect(await source.query('SELECT * FROM orders')).toEqual([]);
    await source.destroy();
  });

  test('trap 8 MS-1 conversations survive being widened for tickets and narrowed again', async () => {
    const url = await withRows();
    const source = new DataSource({ ...dataSourceOptions(url, 2), migrations: [...MIGRATIONS] });
    await source.initialize();
    const read = (columns = '*') => source.query(`SELECT ${columns} FROM conversations`);
    const columns = 'id, order_id, buyer_id, shop_key, last_number, last_message_at';
    const before = await read();
    expect(before).toMatchObject([{ ticket_id: null, buyer_id: 'buyer-1', last_number: 2 }]);
    const kept = await read(columns);
    const later =
      MIGRATIONS.length - MIGRATIONS.findIndex((known) => known === Tickets1700000000004);
    for (let count = 0; count < later; count += 1) await source.undoLastMigration();
    expect(await read()).toEqual(kept);
    await source.runMigrations();
    expect(await read()).toEqual(before);
    await source.destroy();
  });

  test('trap 8 nodes that start at once on an empty database do not get in each other’s way', async () => {
    const url = await database.createEmptyUrl();
    const nodes = await Promise.all(Array.from({ length: 4 }, () => startNode(url)));
    const epochs = await Promise.all(
      nodes.map(({ app }) => app.db.rows(`SELECT value FROM meta WHERE name = 'epoch'`)),
    );
    expect(new Set(epochs.map((rows) => JSON.stringify(rows))).size).toBe(1);
    expect(await nodes[0]!.app.db.rows('SELECT offset_ms, stopped_at FROM clock')).toEqual([
      { offset_ms: 0, stopped_at: null },
    ]);
    for (const node of nodes) await node.stop();
  });

  if (database.kind === 'mysql')
    test('trap 12 every table and text column is utf8mb4 in a binary collation without padding', async () => {
      const db = await open(await database.createEmptyUrl());
      const columns = await db.rows<{ name: string; collation: string }>(
        `SELECT CONCAT(table_name, '.', column_name) AS name, collation_name AS collation FROM information_schema.columns
         WHERE table_schema = DATABASE() AND collation_name IS NOT NULL AND table_name <> 'migrations'`,
      );
      expect(columns.length).toBeGreaterThan(40);
      expect(new Set(columns.map(({ collation }) => collation))).toEqual(
        new Set(['utf8mb4_nopad_bin']),
      );
      await db.close();
    });
});
