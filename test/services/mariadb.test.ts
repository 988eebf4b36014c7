import { existsSync } from 'node:fs';
import { createConnection } from 'mysql2/promise';
import { startMariaDb } from './mariadb';
import type { MariaDb } from './mariadb';
import { findProgram } from './programs';

if (findProgram('mariadbd') !== undefined) {
  describe('a private MariaDB', () => {
    let server: MariaDb;

    beforeAll(async () => {
      server = await startMariaDb();
    });

    afterAll(() => server.stop());

    test('keeps committed rows when it is killed and started again', async () => {
      const url = await server.createDatabase();
      await query(url, 'CREATE TABLE kept (id INT PRIMARY KEY)');
      await query(url, 'INSERT INTO kept VALUES (7)');
      const firstPid = server.pid;

      await server.kill();
      await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
      await server.restart();

      expect(server.pid).not.toBe(firstPid);
      expect(await query(url, 'SELECT id FROM kept')).toEqual([{ id: 7 }]);
    });

    test('is restarted from running, too', async () => {
      const url = await server.createDatabase('named_by_the_test');
      await server.restart();
      expect(await query(url, 'SELECT DATABASE() AS name')).toEqual([
        { name: 'named_by_the_test' },
      ]);
    });

    test('a stopped one leaves nothing behind', async () => {
      const other = await startMariaDb({ extraArgs: ['--max-connections=20'] });
      const folder = await dataFolder(other);
      await other.stop();
      expect(existsSync(folder)).toBe(false);
    });

    test('an argument it does not know fails the start and says what it said', async () => {
      const start = startMariaDb({ extraArgs: ['--no-such-argument'] });
      await expect(start).rejects.toThrow('no-such-argument');
    });
  });
}

async function query(url: string, sql: string): Promise<unknown> {
  const connection = await createConnection(url);
  try {
    return (await connection.query(sql))[0];
  } finally {
    await connection.end();
  }
}

async function dataFolder(server: MariaDb): Promise<string> {
  const rows = (await query(server.url(''), 'SELECT @@datadir AS folder')) as { folder: string }[];
  return rows[0]!.folder;
}
