import { existsSync } from 'node:fs';
import { createConnection } from 'mysql2/promise';
import { Database } from '../../src/lib/database';
import { MIGRATIONS } from '../../src/migrations';
import { eachDatabase } from './databases';

const left: string[] = [];

eachDatabase('a test database', (database) => {
  test('is empty, and another one each time', async () => {
    const urls = [await database.createEmptyUrl(), await database.createEmptyUrl()];
    left.push(...urls);
    expect(new Set(urls).size).toBe(2);
    expect(urls.every((url) => url.startsWith(database.kind))).toBe(true);
    for (const url of urls) expect(await countTables(url)).toBe(0);
  });

  test('may be migrated beforehand, and is then what the migrations make of an empty one', async () => {
    const copied = await contentOf(await database.createUrl());
    expect(copied.length).toBeGreaterThan(30);
    expect(copied).toEqual(await contentOf(await database.createEmptyUrl()));
  });
});

/** How each table is made, how many rows it has, and which migrations were run; migrates what is not. */
async function contentOf(url: string): Promise<unknown[]> {
  const db = await Database.open(url, 2, MIGRATIONS);
  const content: unknown[] = await db.rows('SELECT timestamp, name FROM migrations');
  if (db.kind === 'sqlite') content.push(...(await db.rows('SELECT sql FROM sqlite_master')));
  else
    for (const row of await db.rows<Record<string, string>>('SHOW TABLES')) {
      const [table] = Object.values(row);
      content.push(await db.rows(`SHOW CREATE TABLE ${table!}`));
      content.push(await db.rows(`SELECT COUNT(*) FROM ${table!}`));
    }
  await db.close();
  return content;
}

test('is gone when its block has ended', async () => {
  for (const url of left) await expect(countTables(url)).rejects.toThrow();
});

/** Fails when the database does not exist. */
async function countTables(url: string): Promise<number> {
  if (url.startsWith('sqlite:')) return countFiles(url.slice('sqlite:'.length));
  const connection = await createConnection(url);
  const [rows] = await connection.query('SHOW TABLES');
  await connection.end();
  return (rows as unknown[]).length;
}

function countFiles(path: string): number {
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (!existsSync(folder)) throw new Error(`${folder} does not exist`);
  return existsSync(path) ? 1 : 0;
}
