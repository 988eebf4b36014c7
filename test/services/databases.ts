import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, drop } from './mariadb';
import { copySqliteTo, createMigratedMariaDb } from './migrated-databases';
import { isFullScale, random, seed } from './scale';

export interface TestDatabase {
  readonly kind: 'sqlite' | 'mysql';
  /** A fresh database, migrated: `sqlite:PATH` or `mysql://…`. It goes when the block has ended. */
  createUrl(): Promise<string>;
  /** The same with nothing in it, not even tables. */
  createEmptyUrl(): Promise<string>;
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

/** For what is decided before any database is asked: once is enough, and the embedded one is the quickest. */
export const onSqlite = (name: string, tests: (database: TestDatabase) => void): void =>
  describeOn(name, sqlite(), tests);

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
  const newPath = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-sqlite-'));
    folders.push(folder);
    return join(folder, 'parley.sqlite');
  };
  return {
    kind: 'sqlite',
    createUrl: async () => {
      const path = newPath();
      await copySqliteTo(path);
      return `sqlite:${path}`;
    },
    createEmptyUrl: async () => `sqlite:${newPath()}`,
    removeAll: async () => {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function mariaDb(serverUrl: string): OwnedDatabase {
  const urls: string[] = [];
  const owned = async (creating: Promise<string>): Promise<string> => {
    const url = await creating;
    urls.push(url);
    return url;
  };
  return {
    kind: 'mysql',
    createUrl: () => owned(createMigratedMariaDb(serverUrl)),
    createEmptyUrl: () => owned(create(serverUrl)),
    removeAll: async () => {
      for (const url of urls) await drop(url);
    },
  };
}
