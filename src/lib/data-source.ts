/**
 * TypeORM data sources for a database address.
 *
 * SQLite gets two: one writer, one read-only reader, so that no read sees what may still roll back. MySQL and MariaDB get
 * one pool whose sessions read committed rows, count time in UTC and refuse to cut values short.
 */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { dirname, resolve } from 'node:path';
import type * as Mysql from 'mysql2';
import { DataSource, type DataSourceOptions, type MigrationInterface } from 'typeorm';
import { GALERA_SESSION, isGalera, migrateAlone } from './cluster';
import { SettingsError } from './settings';
import { SnakeNaming } from './naming';

export interface Sources {
  readonly write: DataSource;
  readonly read: DataSource;
  /** Members that all take writes, and know only their own locks (lib/cluster.ts). */
  readonly isCluster: boolean;
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

const mysqlOptions = (
  url: string,
  poolSize: number,
  session?: SessionOptions,
): DataSourceOptions => ({
  ...shared,
  type: 'mysql',
  driver: driverFor(session),
  url,
  poolSize,
  timezone: 'Z',
  charset: 'utf8mb4',
  bigNumberStrings: false,
});

/** What TypeORM needs for this address; also what its command line uses (ormconfig.ts). */
export function dataSourceOptions(
  url: string,
  poolSize: number,
  session?: SessionOptions,
): DataSourceOptions {
  if (/^sqlite:.*:memory:$/.test(url))
    throw new SettingsError(
      'DATABASE_URL sqlite::memory: cannot work: reads have a connection of their own.',
    );
  if (/^sqlite:(\/\/)?./.test(url) && url !== 'sqlite://')
    return sqliteOptions(sqlitePath(url), false);
  if (/^(mysql|mariadb):\/\/[^/]+\/[^/?]/.test(url))
    return mysqlOptions(url.replace(/^mariadb:/, 'mysql:'), poolSize, session);
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

/** How a connection is set up and watched. */
interface SessionOptions {
  /** Said beside SESSION. */
  readonly statements: readonly string[];
  /** A connection that says nothing for so long is asked whether it is there, and given up after as long again. */
  readonly silenceMs?: number;
}

/** Who waits for a connection behind so many others, for each connection, has given up before it is his turn. */
const QUEUED_PER_CONNECTION = 128;

/** A node on a file must not wait for it at its start, nor keep it: a tenth of either. */
const loadMysql = () => createRequire(__filename)('mysql2') as typeof Mysql;

/** mysql2 has no option for session settings; its pool announces each new connection before it is used. */
const driverFor = (
  { statements, silenceMs }: SessionOptions = { statements: [] },
  mysql = loadMysql(),
) => ({
  ...mysql,
  createPool(options: Mysql.PoolOptions & { connectionLimit: number }) {
    const queueLimit = options.connectionLimit * QUEUED_PER_CONNECTION;
    // `trace` would take a stack for each statement, for the few that fail.
    const pool = mysql.createPool({
      ...{ ...options, queueLimit, trace: false },
      multipleStatements: true, // lib/convoy.ts: each filled with its own values
    });
    pool.on('connection', (session) => {
      for (const statement of [...SESSION, ...statements]) session.query(statement);
      if (silenceMs !== undefined) giveUpWhenSilent(session, silenceMs);
    });
    return pool;
  },
});

/**
 * A half-open connection looks alive and never answers; the system gives it up after a quarter of an hour, and a pool of
 * them serves nobody until then. Whoever waits for one learns that the database is away (ETIMEDOUT).
 */
function giveUpWhenSilent(session: Mysql.PoolConnection, silenceMs: number): void {
  const { stream } = session as unknown as { readonly stream: Socket };
  let isAsked = false;
  const ask = (): void => {
    if (isAsked)
      stream.destroy(Object.assign(new Error('The database is silent.'), { code: 'ETIMEDOUT' }));
    isAsked = true;
    session.ping(() => (isAsked = false));
    // Behind a statement that is not answered the ping is not even sent, and nothing else would start the time again.
    stream.setTimeout(silenceMs);
  };
  stream.on('timeout', ask).setTimeout(silenceMs);
}

/** Twice this is more than a statement may wait for a lock (10 s). */
const SILENCE_MS = 10_000;

/** One connection for the lock, one to migrate: a pool of one would wait for itself. */
const MIGRATING = 2;

async function openMysql(
  optionsFor: (poolSize: number, session?: SessionOptions) => DataSourceOptions,
  poolSize: number,
  silenceMs = SILENCE_MS,
) {
  // Migrations may take as long as they take: their connections are not watched.
  const migrating = await new DataSource(optionsFor(MIGRATING)).initialize();
  let statements: readonly string[];
  try {
    statements = (await isGalera(migrating)) ? [GALERA_SESSION] : [];
    await migrateAlone(migrating, statements.length > 0);
  } finally {
    await migrating.destroy();
  }
  const source = await new DataSource(optionsFor(poolSize, { statements, silenceMs })).initialize();
  return { write: source, read: source, isCluster: statements.length > 0 };
}

async function openSqlite(path: string, options: DataSourceOptions): Promise<Sources> {
  mkdirSync(dirname(path), { recursive: true });
  const write = await new DataSource(options).initialize();
  await write.runMigrations();
  const read = await new DataSource(sqliteOptions(path, true)).initialize();
  return { write, read, isCluster: false };
}

export async function openSources(
  url: string,
  poolSize: number,
  migrations: Migrations,
  silenceMs?: number,
): Promise<Sources> {
  const optionsFor = (connections: number, session?: SessionOptions): DataSourceOptions => ({
    ...dataSourceOptions(url, connections, session),
    migrations: [...migrations],
  });
  const options = optionsFor(poolSize);
  return options.type === 'better-sqlite3'
    ? openSqlite(options.database, options)
    : openMysql(optionsFor, poolSize, silenceMs);
}

export async function closeSources({ read, write }: Sources): Promise<void> {
  if (read !== write) await read.destroy();
  await write.destroy();
}
