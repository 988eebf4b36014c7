/** The databases that can be tortured: started, read from outside of Parley, and made to fail. */
import BetterSqlite from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { Reader } from '../../src/lib/database';
import { withParameters } from '../../src/lib/sql';
import { FailingDisk } from '../services/failing-disk';
import { startGalera } from '../services/galera';
import { startMariaDb } from '../services/mariadb';

export const ENGINES = ['mariadb', 'galera', 'sqlite'] as const;
export type Engine = (typeof ENGINES)[number];

/** A database server of the engine; the embedded one has none. */
export interface DatabaseServer {
  readonly name: string;
  readonly port: number;
  readonly folder: string;
  readonly pid: number;
  kill(): Promise<void>;
  /** Starts it again; ready when it takes statements. */
  restart(): Promise<void>;
}

/** A look into the database past Parley, and a hand in it for who plants a mistake. */
export interface Asker extends Reader {
  run(sql: string): Promise<void>;
  close(): Promise<void>;
}

export interface EngineUnderTorture {
  readonly engine: Engine;
  readonly servers: readonly DatabaseServer[];
  /** Undefined where no compiler can make one. */
  readonly disk: FailingDisk | undefined;
  /** An empty database: its name on the servers, or its file. */
  createDatabase(): Promise<string>;
  open(database: string): Promise<Asker>;
  stop(): Promise<void>;
}

export interface EngineOptions {
  /** 0 is the naive setting: a commit is answered before it is on the disk. */
  readonly flushLogAtCommit?: 0 | 1;
  /** False is the naive setting: others see a commit before it is on the disk, and a broken disk takes it back. */
  readonly hasBinaryLog?: boolean;
}

export const startEngine = (engine: Engine, options: EngineOptions = {}) =>
  ({ mariadb: startOneMariaDb, galera: startThreeMariaDbs, sqlite: startSqlite })[engine](options);

/** What README.md asks of operators: InnoDB alone shows a commit to others before it is on the disk. */
const BINARY_LOG = ['--log-bin=binlog', '--sync-binlog=1', '--binlog-format=ROW'];

async function startOneMariaDb({ flushLogAtCommit = 1, hasBinaryLog = true }: EngineOptions) {
  const disk = FailingDisk.make();
  const server = await startMariaDb({
    extraArgs: [
      // Asynchronous writes go to the kernel directly, past a disk that fails.
      '--innodb-use-native-aio=OFF',
      `--innodb-flush-log-at-trx-commit=${flushLogAtCommit}`,
      ...(hasBinaryLog ? BINARY_LOG : []),
    ],
    ...(disk && { env: (folder: string) => disk.env(folder) }),
  });
  const engine: EngineUnderTorture = {
    engine: 'mariadb',
    servers: [Object.assign(server, { name: 'the database' })],
    disk,
    createDatabase: async () => new URL(await server.createDatabase()).pathname.slice(1),
    open: (database) => openMysql(server.url(database)),
    stop: async () => {
      disk?.heal();
      await server.stop();
      disk?.remove();
    },
  };
  return engine;
}

async function startThreeMariaDbs(): Promise<EngineUnderTorture> {
  const { members, createDatabase, stop } = await startGalera();
  const servers = members.map((member, index) => ({
    name: `database ${index + 1}`,
    port: member.port,
    folder: member.folder,
    kill: () => member.kill(),
    restart: () => member.rejoin(),
    get pid() {
      return member.pid;
    },
  }));
  const open = (database: string): Promise<Asker> =>
    openMysql(`mysql://root@127.0.0.1:${servers[0]!.port}/${database}`);
  return { engine: 'galera', servers, disk: undefined, createDatabase, open, stop };
}

/** What it reads on Galera is up to date, as `wsrep_sync_wait` makes it wait for what is on its way. */
async function openMysql(url: string): Promise<Asker> {
  const connection = await createConnection({ uri: url, charset: 'utf8mb4' });
  await connection.query('SET SESSION /*M! wsrep_sync_wait = 1, */ innodb_lock_wait_timeout = 10');
  return {
    rows: async <R>(sql: string, parameters: readonly unknown[] = []) =>
      (await connection.query(sql, [...parameters]))[0] as R[],
    run: async (sql) => {
      await connection.query(sql);
    },
    close: () => connection.end(),
  };
}

async function startSqlite(): Promise<EngineUnderTorture> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-torture-'));
  const disk = FailingDisk.make();
  let databases = 0;
  return {
    engine: 'sqlite',
    servers: [],
    disk,
    createDatabase: async () => join(folder, `parley-${(databases += 1)}.sqlite`),
    open: async (file) => openSqlite(file),
    stop: async () => {
      rmSync(folder, { recursive: true, force: true });
      disk?.remove();
    },
  };
}

function openSqlite(file: string): Asker {
  const database = new BetterSqlite(file);
  database.pragma('busy_timeout = 10000');
  return {
    rows: async <R>(sql: string, parameters: Parameters<typeof withParameters>[1] = []) => {
      const [text, values] = withParameters(sql, parameters);
      return database.prepare(text).all(...values) as R[];
    },
    run: async (sql) => void database.exec(sql),
    close: async () => void database.close(),
  };
}
