/** Databases as the migrations leave them, copied from one that was migrated once in this process. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { Database } from '../../src/lib/database';
import { MIGRATIONS } from '../../src/migrations';
import { create, drop } from './mariadb';

async function migrate(url: string): Promise<void> {
  const db = await Database.open(url, 2, MIGRATIONS);
  await db.close();
}

let sqliteTemplate: Promise<string> | undefined;

async function makeSqliteTemplate(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-template-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'parley.sqlite');
  await migrate(`sqlite:${path}`);
  return path;
}

/** Its last connection has closed: everything is in the one file. */
export async function copySqliteTo(path: string): Promise<void> {
  sqliteTemplate ??= makeSqliteTemplate();
  copyFileSync(await sqliteTemplate, path);
}

/** The statements that make the tables again and fill them with the few rows that migrations write. */
let mariaDbTemplate: Promise<readonly string[]> | undefined;

async function makeMariaDbTemplate(serverUrl: string): Promise<readonly string[]> {
  const url = await create(serverUrl);
  await migrate(url);
  const connection = await createConnection(url);
  try {
    const statements: string[] = [];
    for (const [table] of await rowsOf(connection, 'SHOW TABLES')) {
      const [row] = await rowsOf(connection, `SHOW CREATE TABLE ${table!}`);
      statements.push(row![1]!, ...(await insertsOf(connection, table!)));
    }
    return statements;
  } finally {
    await connection.end();
    await drop(url);
  }
}

async function insertsOf(connection: Connection, table: string): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(`SELECT * FROM ${table}`);
  return rows.map((row) => connection.format(`INSERT INTO ${table} SET ?`, [row]));
}

async function rowsOf(connection: Connection, sql: string): Promise<string[][]> {
  const [rows] = await connection.query<RowDataPacket[]>({ sql, rowsAsArray: true });
  return rows as unknown[] as string[][];
}

export async function createMigratedMariaDb(serverUrl: string): Promise<string> {
  mariaDbTemplate ??= makeMariaDbTemplate(serverUrl);
  const statements = await mariaDbTemplate;
  const url = await create(serverUrl);
  const connection = await createConnection({ uri: url, multipleStatements: true });
  await connection.query(statements.join(';\n'));
  await connection.end();
  return url;
}
