import { QueryFailedError } from 'typeorm';
import { Database, type Transaction } from '../../src/lib/database';
import { isRetryable, isUnavailable } from '../../src/lib/retry';
import { MIGRATIONS } from '../../src/migrations';
import { eachDatabase } from '../services/databases';
import { scale } from '../services/scale';

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

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
    const rounds = scale(200, 40);
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
    test('trap 13 what was sent beside a statement that lost a deadlock does not stay', async () => {
      await db.transact((tx) => tx.run('CREATE TABLE traces (attempt INT PRIMARY KEY)'));
      await db.transact((tx) => tx.run('INSERT INTO pairs (id, n) VALUES (3, 0), (4, 0)'));
      let attempts = 0;
      const [winnerHas4, loserHas3] = [gate(), gate()];
      // It has changed more, so the other is the one to lose.
      const winner = db.transact(async (tx) => {
        for (let id = 11; id <= 30; id += 1)
          await tx.run('INSERT INTO pairs (id, n) VALUES (?, 0)', [id]);
        await add(tx, 4);
        winnerHas4.open();
        await loserHas3.opened;
        await add(tx, 3);
      });
      const loser = db.transact(async (tx) => {
        attempts += 1;
        await winnerHas4.opened;
        await tx.rows('SELECT n FROM pairs WHERE id = 3 FOR UPDATE');
        loserHas3.open();
        await Promise.all([
          tx.rows('SELECT n FROM pairs WHERE id = 4 FOR UPDATE'),
          tx.run('INSERT INTO traces (attempt) VALUES (?)', [attempts]),
        ]);
      });
      await Promise.all([winner, loser]);
      expect(attempts).toBeGreaterThan(1);
      expect(await db.rows('SELECT attempt FROM traces')).toEqual([{ attempt: attempts }]);
    });

  test('trap 13 work that swallows a failed statement does not commit', async () => {
    const swallowing = db.transact(async (tx) => {
      await tx.run('UPDATE pairs SET n = -1 WHERE id = 2');
      await tx.run('UPDATE no_such_table SET n = 1').catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow('no_such_table');
    const [row] = await db.rows<{ n: number }>('SELECT n FROM pairs WHERE id = 2');
    expect(row!.n).toBeGreaterThan(-1);
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
      expect(row!.n).toBe(2 * scale(200, 40) + 16);
    });
});

describe('which failures say that the database is away (503, 1013)', () => {
  test.each([
    ['a connection that is over, whatever ended it', { fatal: true }, true],
    ['a node of a cluster without quorum', { errno: 1047 }, true],
    ['nobody listening', { code: 'ECONNREFUSED' }, true],
    ['a full disk', { errno: 1114 }, true],
    ['a full disk below a file', { code: 'SQLITE_FULL' }, true],
    ['a broken disk below a file', { code: 'SQLITE_IOERR_FSYNC' }, true],
    ['a deadlock', { errno: 1213 }, false],
    ['a broken statement', { errno: 1064, code: 'ER_PARSE_ERROR' }, false],
  ])('%s', (_, error, expected) => {
    const thrown = Object.assign(new Error('x'), error);
    expect(isUnavailable(thrown)).toBe(expected);
    expect(isUnavailable(new QueryFailedError('SQL', [], thrown))).toBe(expected);
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
