/**
 * TypeORM data sources for a database address.
 *
 * SQLite gets two: one writer, one read-only reader, so that no read sees what may still roll back. MySQL and MariaDB get
 * one pool whose sessions read committed rows, count time in UTC and refuse to cut values short.
 */
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as mysql from 'mysql2';
import { DataSource, type DataSourceOptions, type MigrationInterface } from 'typeorm';
import { SettingsError } from './settings';
import { SnakeNaming } from './naming';

export interface Sources {
  readonly write: DataSource;
  readonly read: DataSource;
}

export type Migrations = readonly (new () => MigrationInterface)[];

const shared = {
  namingStrategy: new SnakeNaming(),
  synchronize: false,
  migrationsTransactionMode: 'each',
  logging: false,
} as const;

interface Pragmas {
  pragma(statement: string): unknown;
}

/** WAL drops to NORMAL unless FULL is said again after it: a commit must survive power loss. */
const prepareWriter = (database: Pragmas): void => {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
};

function sqliteOptions(path: string, readonly: boolean): DataSourceOptions {
  return {
    ...shared,
    type: 'better-sqlite3',
    database: path,
    readonly,
    statementCacheSize: 500,
    ...(!readonly && { prepareDatabase: prepareWriter }),
  };
}

const mysqlOptions = (url: string, poolSize: number): DataSourceOptions => ({
  ...shared,
  type: 'mysql',
  driver,
  url,
  poolSize,
  timezone: 'Z',
  charset: 'utf8mb4',
  bigNumberStrings: false,
});

/** What TypeORM needs for this address; also what its command line uses (ormconfig.ts). */
export function dataSourceOptions(url: string, poolSize: number): DataSourceOptions {
  if (/^sqlite:.*:memory:$/.test(url))
    throw new SettingsError(
      'DATABASE_URL sqlite::memory: cannot work: reads have a connection of their own.',
    );
  if (/^sqlite:(\/\/)?./.test(url) && url !== 'sqlite://')
    return sqliteOptions(sqlitePath(url), false);
  if (/^(mysql|mariadb):\/\/[^/]+\/[^/?]/.test(url))
    return mysqlOptions(url.replace(/^mariadb:/, 'mysql:'), poolSize);
  throw new SettingsError(
    'DATABASE_URL must be sqlite:PATH or mysql://USER:PASSWORD@HOST:PORT/NAME.',
  );
}

const sqlitePath = (url: string): string => resolve(url.replace(/^sqlite:(\/\/)?/, ''));

/** Said once per connection, before anything else runs on it. */
const SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  "SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = 10",
];

/** mysql2 has no option for session settings; its pool announces each new connection before it is used. */
const driver = {
  ...mysql,
  createPool(options: mysql.PoolOptions) {
    const pool = mysql.createPool(options);
    pool.on('connection', (session) => {
      for (const statement of SESSION) session.query(statement);
    });
    return pool;
  },
};

/** One connection for the lock, one to migrate: a pool of one would wait for itself. */
const MIGRATING = 2;

async function openMysql(optionsFor: (poolSize: number) => DataSourceOptions, poolSize: number) {
  await migrateAlone(optionsFor(MIGRATING));
  const source = await new DataSource(optionsFor(poolSize)).initialize();
  return { write: source, read: source };
}

/** Several nodes may start at once on an empty database: one migrates, the others wait for it. */
async function migrateAlone(options: DataSourceOptions): Promise<void> {
  const source = await new DataSource(options).initialize();
  try {
    const runner = source.createQueryRunner();
    const lock = "SELECT GET_LOCK(CONCAT('parley-migrations:', DATABASE()), 60) AS isOurs";
    const [row] = (await runner.query(lock)) as { isOurs: number | null }[];
    if (row?.isOurs !== 1)
      throw new SettingsError('Another node has been migrating this database for a minute.');
    await source.runMigrations();
    await runner.query("SELECT RELEASE_LOCK(CONCAT('parley-migrations:', DATABASE()))");
    await runner.release();
  } finally {
    await source.destroy();
  }
}

async function openSqlite(path: string, options: DataSourceOptions): Promise<Sources> {
  mkdirSync(dirname(path), { recursive: true });
  const write = await new DataSource(options).initialize();
  await write.runMigrations();
  const read = await new DataSource(sqliteOptions(path, true)).initialize();
  return { write, read };
}

export async function openSources(
  url: string,
  poolSize: number,
  migrations: Migrations,
): Promise<Sources> {
  const optionsFor = (connections: number): DataSourceOptions => ({
    ...dataSourceOptions(url, connections),
    migrations: [...migrations],
  });
  const options = optionsFor(poolSize);
  return options.type === 'better-sqlite3'
    ? openSqlite(options.database, options)
    : openMysql(optionsFor, poolSize);
}

export async function closeSources({ read, write }: Sources): Promise<void> {
  if (read !== write) await read.destroy();
  await write.destroy();
}
