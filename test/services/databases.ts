import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, drop } from './mariadb';
import { isFullScale, random, seed } from './scale';

export interface TestDatabase {
  readonly kind: 'sqlite' | 'mysql';
  /** A fresh, empty database: `sqlite:PATH` or `mysql://…`. It goes when the block has ended. */
  createUrl(): Promise<string>;
}

interface OwnedDatabase extends TestDatabase {
  removeAll(): Promise<void>;
}

/**
 * One contract, every database: runs the block once on SQLite and once on MariaDB.
 * Where no MariaDB is installed the block runs on SQLite only, and the end of the run says so.
 */
export function eachDatabase(name: string, tests: (database: TestDatabase) => void): void {
  const server = process.env['PARLEY_TEST_MYSQL'];
  describeOn(`${name} (SQLite)`, sqlite(), tests);
  if (server !== undefined) describeOn(`${name} (MariaDB)`, mariaDb(server), tests);
}

/**
 * For what hardly depends on the database, such as sockets: the block runs on both at full scale, else on one of them,
 * another in each run.
 */
export function eitherDatabase(name: string, tests: (database: TestDatabase) => void): void {
  const server = process.env['PARLEY_TEST_MYSQL'];
  if (isFullScale() || server === undefined) eachDatabase(name, tests);
  else if (random(seed(), name).chance(0.5)) describeOn(`${name} (SQLite)`, sqlite(), tests);
  else describeOn(`${name} (MariaDB)`, mariaDb(server), tests);
}

function describeOn(
  title: string,
  database: OwnedDatabase,
  tests: (database: TestDatabase) => void,
): void {
  describe(title, () => {
    tests(database);
    // Registered last, so run last: after the block has closed its own connections.
    afterAll(() => database.removeAll());
  });
}

function sqlite(): OwnedDatabase {
  const folders: string[] = [];
  return {
    kind: 'sqlite',
    createUrl: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'parley-sqlite-'));
      folders.push(folder);
      return `sqlite:${join(folder, 'parley.sqlite')}`;
    },
    removeAll: async () => {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function mariaDb(serverUrl: string): OwnedDatabase {
  const urls: string[] = [];
  return {
    kind: 'mysql',
    createUrl: async () => {
      const url = await create(serverUrl);
      urls.push(url);
      return url;
    },
    removeAll: async () => {
      for (const url of urls) await drop(url);
    },
  };
}
