import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { asServerUser, LOG_FILE_SIZE, newMariaDbFolder } from './mariadb-folder';
import { freePort } from './ports';
import { requireProgram } from './programs';
import { startService } from './service';
import type { Service } from './service';

export interface MariaDbOptions {
  /** 1 (default): a commit is on the disk. 2: it survives a killed server, not a power cut; faster. */
  readonly flushLogAtCommit?: 1 | 2;
  readonly extraArgs?: readonly string[];
  /** Added to the server's environment; the folder that will hold its data is known by then. */
  readonly env?: (folder: string) => Readonly<Record<string, string>>;
}

export interface MariaDb extends Service {
  readonly port: number;
  /** Its data and its log, `server.log`. */
  readonly folder: string;
  url(database: string): string;
  /** Makes an empty database, by default under a new name, and answers its url. */
  createDatabase(name?: string): Promise<string>;
}

/** A MariaDB of our own: its own data folder, a free port. */
export async function startMariaDb(options: MariaDbOptions = {}): Promise<MariaDb> {
  const program = requireProgram('mariadbd', 'mariadb-server');
  const port = await freePort();
  const url = (database: string): string => `mysql://root@127.0.0.1:${port}/${database}`;
  const folder = newMariaDbFolder();
  const args = serverArgs(port, folder, options);
  const isReady = (): Promise<boolean> => answers(url(''));
  const env = options.env?.(folder) ?? {};
  const service = await startService({ program, args, folder, isReady, env });
  const createDatabase = (name = freshName()): Promise<string> => create(url(''), name);
  return Object.assign(service, { port, folder, url, createDatabase });
}

export function serverArgs(port: number, folder: string, options: MariaDbOptions): string[] {
  const data = join(folder, 'data');
  return [
    '--no-defaults', // first: nothing of this machine's own configuration applies
    ...asServerUser,
    `--datadir=${data}`,
    `--tmpdir=${folder}`, // a server that starts removes the temporary tables it finds, also another's
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${join(data, 'mysqld.sock')}`,
    `--pid-file=${join(data, 'mysqld.pid')}`,
    '--innodb-buffer-pool-size=64M',
    LOG_FILE_SIZE,
    '--performance-schema=OFF',
    `--innodb-flush-log-at-trx-commit=${options.flushLogAtCommit ?? 1}`,
    ...(options.extraArgs ?? []),
  ];
}

/**
 * On purpose without a character set: the server's own default (latin1, blind to upper and lower
 * case) shows whether the migrations name theirs.
 */
export async function create(serverUrl: string, name = freshName()): Promise<string> {
  await execute(serverUrl, `CREATE DATABASE \`${name}\``);
  return new URL(name, serverUrl).href;
}

export async function drop(databaseUrl: string): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1);
  await execute(new URL('/', databaseUrl).href, `DROP DATABASE IF EXISTS \`${name}\``);
}

function freshName(): string {
  return `parley_${randomBytes(6).toString('hex')}`;
}

async function execute(serverUrl: string, sql: string): Promise<void> {
  const connection = await createConnection(serverUrl);
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}

async function answers(serverUrl: string): Promise<boolean> {
  return execute(serverUrl, 'SELECT 1').then(
    () => true,
    () => false,
  );
}
