/**
 * Where the database is a cluster whose members all take writes (Galera), and who migrates it.
 *
 * Such a cluster lets a commit pass when no other member changed the same rows meanwhile (else 1213: the whole transaction
 * runs again). Locks, GET_LOCK among them, are known to one member only.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';
import type { Database, Transaction } from './database';
import { isRetryable } from './retry';
import { SettingsError } from './settings';
import { rowsOfMarks } from './sql';

/**
 * A member applies what others committed a moment later. With this, reads and transactions begin when all that was
 * committed anywhere before has arrived: a retry finds what its first attempt did, a cursor never is ahead of the log, and a
 * wake-up does not outrun its row.
 */
export const GALERA_SESSION = 'SET SESSION wsrep_sync_wait = 1';

export async function isGalera(source: DataSource): Promise<boolean> {
  const [row] = await source.query<{ Value: string }[]>("SHOW VARIABLES LIKE 'wsrep_on'");
  return row?.Value === 'ON';
}

/**
 * Makes locks of these rows hold on all members: whoever else locks one of them meanwhile fails certification, and runs again
 * after this transaction. Said right after FOR UPDATE, before anything that hangs from the rows is read; a change of the row
 * itself would come too late, as what another member committed may have arrived in between.
 */
export function lockOnAllMembers(
  db: Pick<Database, 'isCluster'>,
  tx: Transaction,
  ids: readonly string[],
): void {
  if (!db.isCluster || ids.length === 0) return;
  const marks = rowsOfMarks(ids.length, 2);
  const sql = `INSERT INTO cluster_locks (id, times) VALUES ${marks} ON DUPLICATE KEY UPDATE times = times + 1`;
  tx.post(
    sql,
    ids.flatMap((id) => [id, 1]),
  );
}

/** Several nodes may start at once on an empty database: one migrates, the others wait for it. */
export const migrateAlone = (source: DataSource, onGalera: boolean): Promise<void> =>
  onGalera ? migrateWithLease(source) : migrateWithLock(source);

const TOO_LONG = 'Another node has been migrating this database for a minute.';

/** The server's own lock ends with its holder's connection. */
async function migrateWithLock(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  const lock = "SELECT GET_LOCK(CONCAT('parley-migrations:', DATABASE()), 60) AS isOurs";
  const [row] = (await runner.query(lock)) as { isOurs: number | null }[];
  if (row?.isOurs !== 1) throw new SettingsError(TOO_LONG);
  await source.runMigrations();
  await runner.query("SELECT RELEASE_LOCK(CONCAT('parley-migrations:', DATABASE()))");
  await runner.release();
}

/** A row that every member certifies. A holder that dies keeps it for so long; nobody takes it when nothing is to be done. */
const LEASE_S = 60;
const LOOK_EVERY_MS = 100;
/** Longer than a lease: whoever waits for a holder that died goes on. */
const PATIENCE_MS = 2 * LEASE_S * 1_000;

async function migrateWithLease(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  await runner.query(GALERA_SESSION);
  const until = performance.now() + PATIENCE_MS;
  while (!(await isMigrated(source, runner))) {
    if (await takeLease(runner)) {
      await source.runMigrations();
      await runner.query('UPDATE migration_lease SET until_s = 0');
    }
    if (performance.now() > until) throw new SettingsError(TOO_LONG);
    await sleep(LOOK_EVERY_MS);
  }
  await runner.release();
}

async function isMigrated(source: DataSource, runner: QueryRunner): Promise<boolean> {
  if (((await runner.query("SHOW TABLES LIKE 'migrations'")) as unknown[]).length === 0)
    return false;
  const done = (await runner.query('SELECT name FROM migrations')) as { name: string }[];
  const names = new Set(done.map(({ name }) => name));
  return source.migrations.every((migration) => names.has(migration.constructor.name));
}

/** True for one of those who ask at once: the others' updates fail certification. */
async function takeLease(runner: QueryRunner): Promise<boolean> {
  const holder = randomUUID();
  await runner.query(
    'CREATE TABLE IF NOT EXISTS migration_lease (id INT PRIMARY KEY, holder VARCHAR(40), until_s BIGINT)',
  );
  try {
    await runner.query("INSERT IGNORE INTO migration_lease VALUES (1, '', 0)");
    const sql = `UPDATE migration_lease SET holder = ?, until_s = UNIX_TIMESTAMP() + ${String(LEASE_S)}
      WHERE id = 1 AND until_s < UNIX_TIMESTAMP()`;
    const { affected } = await runner.query(sql, [holder], true);
    return affected === 1;
  } catch (error) {
    if (isRetryable(error)) return false;
    throw error;
  }
}
