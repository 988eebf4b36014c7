import { QueryFailedError } from 'typeorm';
import { Database, type Transaction } from '../../src/lib/database';
import { isRetryable, isUnavailable } from '../../src/lib/retry';
import { MIGRATIONS } from '../../src/migrations';
import { eachDatabase } from '../services/databases';
import { scale } from '../services/scale';

eachDatabase('trap 13 two transactions in each other’s way', (database) => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.open(await database.createUrl(), 8, MIGRATIONS);
    await db.transact((tx) => tx.run('CREATE TABLE pairs (id INT PRIMARY KEY, n INT NOT NULL)'));
    await db.transact((tx) => tx.run('INSERT INTO pairs (id, n) VALUES (1, 0), (2, 0)'));
  });
  afterAll(() => db.close());

  const add = async (tx: Transaction, id: number) => {
    const lock = db.dialect.forUpdate;
    const [row] = await tx.rows<{ n: number }>(`SELECT n FROM pairs WHERE id = ?${lock}`, [id]);
    await tx.run('UPDATE pairs SET n = ? WHERE id = ?', [row!.n + 1, id]);
  };

  /** Both take their first row before either asks for its second: a deadlock, where rows are locked. */
  async function collide(): Promise<number[]> {
    const attempts = [0, 0];
    let arrived = 0;
    let release: () => void;
    const bothHere = new Promise<void>((resolve) => (release = resolve));
    const meet = (isFirst: boolean) => {
      if (!isFirst || database.kind === 'sqlite') return Promise.resolve();
      if ((arrived += 1) === 2) release();
      return bothHere;
    };
    const run = (who: 0 | 1, first: number, second: number) =>
      db.transact(async (tx) => {
        attempts[who]! += 1;
        await add(tx, first);
        await meet(attempts[who] === 1);
        await add(tx, second);
      });
    await Promise.all([run(0, 1, 2), run(1, 2, 1)]);
    return attempts;
  }

  test('trap 13 both succeed: the loser runs again from its beginning, in a fresh transaction', async () => {
    const rounds = scale(200);
    let repeats = 0;
    for (let round = 1; round <= rounds; round += 1) {
      const attempts = await collide();
      repeats += attempts[0]! + attempts[1]! - 2;
      expect(await db.rows('SELECT n FROM pairs ORDER BY id')).toEqual([
        { n: 2 * round },
        { n: 2 * round },
      ]);
    }
    // SQLite's transactions queue; MariaDB had to roll one back each time.
    expect(repeats).toBeGreaterThanOrEqual(database.kind === 'sqlite' ? 0 : rounds);
  });

  if (database.kind === 'mysql')
    test('trap 13 no connection went back to the pool with a transaction open', async () => {
      const open = await Promise.all(
        Array.from({ length: 32 }, () =>
          db.rows<{ open: number }>('SELECT @@in_transaction AS open, SLEEP(0.01)'),
        ),
      );
      expect(open.flat().every((row) => row.open === 0)).toBe(true);
    });

  if (database.kind === 'mysql')
    test('trap 13 a killed connection fails its transaction and is not handed out again', async () => {
      const killed = db.transact(async (tx) => {
        const [row] = await tx.rows<{ id: number }>('SELECT CONNECTION_ID() AS id');
        await tx.run('UPDATE pairs SET n = 99 WHERE id = 1');
        await tx.run(`KILL ${String(row!.id)}`).catch(() => undefined);
        await tx.rows('SELECT 1 AS one');
      });
      await expect(killed).rejects.toThrow();
      for (let turn = 0; turn < 16; turn += 1) await db.transact((tx) => add(tx, 1));
      const [row] = await db.rows<{ n: number }>('SELECT n FROM pairs WHERE id = 1');
      expect(row!.n).toBe(2 * scale(200) + 16);
    });
});

describe('trap 13 which failures run the whole transaction again', () => {
  const failure = (error: object) =>
    new QueryFailedError('SQL', [], Object.assign(new Error('x'), error));

  test.each([
    ['a deadlock', { errno: 1213 }, true],
    ['a lock wait that took too long', { errno: 1205 }, true],
    ['a row changed since it was read', { errno: 1020 }, true],
    ['a key that a twin took first', { errno: 1062 }, true],
    ['a busy file', { code: 'SQLITE_BUSY' }, true],
    ['a broken statement', { errno: 1064, code: 'ER_PARSE_ERROR' }, false],
    ['a missing table', { code: 'SQLITE_ERROR' }, false],
    ['a lost connection, which may have committed', { code: 'PROTOCOL_CONNECTION_LOST' }, false],
  ])('%s', (_, error, expected) => {
    expect(isRetryable(failure(error))).toBe(expected);
  });

  test.each([
    ['an error', new Error('x')],
    ['a text', 'text'],
    ['nothing', undefined],
  ])('%s, which no database threw, does not', (_, error) => {
    expect(isRetryable(error)).toBe(false);
    expect(isUnavailable(error)).toBe(false);
  });
});
