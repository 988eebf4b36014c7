import { existsSync } from 'node:fs';
import { createConnection } from 'mysql2/promise';
import { eachDatabase } from './databases';

const left: string[] = [];

eachDatabase('a test database', (database) => {
  test('is empty, and another one each time', async () => {
    const urls = [await database.createUrl(), await database.createUrl()];
    left.push(...urls);
    expect(new Set(urls).size).toBe(2);
    expect(urls.every((url) => url.startsWith(database.kind))).toBe(true);
    for (const url of urls) expect(await countTables(url)).toBe(0);
  });
});

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
