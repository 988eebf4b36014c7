import BetterSqlite from 'better-sqlite3';
import { Database, type Transaction } from '../../src/lib/database';
import { MIGRATIONS } from '../../src/migrations';
import { eachDatabase, type TestDatabase } from '../services/databases';
import { scale } from '../services/scale';

/** A gate that opens once so many have come to it. */
function gate(count: number): () => Promise<void> {
  let open: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  let waiting = 0;
  return () => {
    if ((waiting += 1) === count) open();
    return opened;
  };
}

function openDatabase(database: TestDatabase, poolSize = 16): () => Database {
  let db: Database;
  beforeAll(async () => {
    db = await Database.open(await database.createUrl(), poolSize, MIGRATIONS);
    await db.transact((tx) => tx.run('CREATE TABLE counters (id INT PRIMARY KEY, n INT NOT NULL)'));
  });
  afterAll(() => db.close());
  return () => db;
}

const READ = 'SELECT n FROM counters WHERE id = ?';

eachDatabase('transact', (database) => {
  const db = openDatabase(database);
  let ids = 0;

  async function newCounter(): Promise<number> {
    const id = (ids += 1);
    await db().transact((tx) => tx.run('INSERT INTO counters (id, n) VALUES (?, 0)', [id]));
    return id;
  }

  const valueOf = async (id: number) => (await db().rows<{ n: number }>(READ, [id]))[0]?.n;

  /** The naive way made right by its lock alone: read, think, write. */
  async function increment(tx: Transaction, id: number): Promise<void> {
    const [row] = await tx.rows<{ n: number }>(READ + db().dialect.forUpdate, [id]);
    await new Promise(setImmediate);
    await tx.run('UPDATE counters SET n = ? WHERE id = ?', [row!.n + 1, id]);
  }

  test('trap 5 a rolled back transaction takes nothing of another along', async () => {
    const committing = scale(100, 40);
    const ended = await Promise.allSettled(
      Array.from({ length: 2 * committing }, async (_, index) => {
        const id = 1_000_000 + index;
        await db().transact(async (tx) => {
          await tx.run('INSERT INTO counters (id, n) VALUES (?, 1)', [id]);
          await new Promise(setImmediate);
          if (index % 2 === 1) throw new Error('rolled back');
        });
      }),
    );
    const rows = await db().rows<{ id: number }>(
      'SELECT id FROM counters WHERE id >= 1000000 ORDER BY id',
    );
    const committed = ended.flatMap(({ status }, index) =>
      status === 'fulfilled' ? [1_000_000 + index] : [],
    );
    expect(rows.map(({ id }) => id)).toEqual(committed);
    expect(committed).toHaveLength(committing);
  });

  test('trap 5 nobody sees what may still roll back', async () => {
    const id = await newCounter();
    const [written, seen] = [gate(2), gate(2)];
    const writing = db().transact(async (tx) => {
      await tx.run('UPDATE counters SET n = 7 WHERE id = ?', [id]);
      await written();
      await seen();
      throw new Error('rolled back');
    });
    await written();
    expect(await valueOf(id)).toBe(0);
    void seen();
    await expect(writing).rejects.toThrow('rolled back');
    expect(await valueOf(id)).toBe(0);
  });

  test('trap 5 a transaction that has ended writes nothing more, neither for itself nor into another’s', async () => {
    const id = await newCounter();
    let kept: Transaction | undefined;
    await db().transact(async (tx) => {
      kept = tx;
      await increment(tx, id);
    });
    await expect(kept!.run('UPDATE counters SET n = 9 WHERE id = ?', [id])).rejects.toThrow(
      'ended',
    );
    await expect(kept!.rows(READ, [id])).rejects.toThrow('ended');
    expect(await valueOf(id)).toBe(1);
  });

  test('trap 5 what is posted is there for what is said next, and committed with it', async () => {
    const id = await newCounter();
    const seen = await db().transact((tx) => {
      tx.post('UPDATE counters SET n = 4 WHERE id = ?', [id], 1);
      return tx.rows(READ, [id]);
    });
    expect([seen, await valueOf(id)]).toEqual([[{ n: 4 }], 4]);
    await db().transact((tx) => {
      tx.post('UPDATE counters SET n = 5 WHERE id = ?', [id]);
    });
    expect(await valueOf(id)).toBe(5);
  });

  test('trap 5 a posted change that fails takes the whole transaction back, though nobody waited for it', async () => {
    const [id, other] = [await newCounter(), await newCounter()];
    const twice = db().transact((tx) => {
      tx.post('UPDATE counters SET n = 6 WHERE id = ?', [other], 1);
      tx.post('INSERT INTO counters (id, n) VALUES (?, 0)', [id]);
    });
    await expect(twice).rejects.toThrow(/duplicate|unique/i);
    expect(await valueOf(other)).toBe(0);
  });

  test('trap 7 a posted change that finds another state than it names takes the whole transaction back', async () => {
    const [id, other] = [await newCounter(), await newCounter()];
    const stale = db().transact((tx) => {
      tx.post('UPDATE counters SET n = 7 WHERE id = ?', [other], 1);
      tx.post('UPDATE counters SET n = 7 WHERE id = ? AND n = 1', [id], 1);
    });
    await expect(stale).rejects.toThrow('not in the state');
    expect([await valueOf(id), await valueOf(other)]).toEqual([0, 0]);
  });

  test('trap 5 text that looks like statements is a value, however many travel together', async () => {
    const id = await newCounter();
    const text = `'; UPDATE counters SET n = 9 WHERE id = ${id}; -- ?`;
    const told = (value: string) => db().rows(`SELECT ? AS told`, [value]);
    expect(await Promise.all([told(text), told('"\\'), told('?')])).toEqual(
      [text, '"\\', '?'].map((value) => [{ told: value }]),
    );
    expect(await valueOf(id)).toBe(0);
  });

  test('trap 6 trap 7 concurrent read-modify-writes under the lock lose none', async () => {
    const id = await newCounter();
    const count = scale(1_000, 40);
    await Promise.all(
      Array.from({ length: count }, () => db().transact((tx) => increment(tx, id))),
    );
    expect(await valueOf(id)).toBe(count);
  });

  test('trap 7 of concurrent changes that name the state they expect, one wins', async () => {
    for (let round = 0; round < scale(50, 40); round += 1) {
      const id = await newCounter();
      const changed = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          db().transact((tx) =>
            tx.run('UPDATE counters SET n = ? WHERE id = ? AND n = 0', [index + 1, id]),
          ),
        ),
      );
      expect(changed.reduce((sum, count) => sum + count, 0)).toBe(1);
      expect(await valueOf(id)).toBe(changed.indexOf(1) + 1);
    }
  });

  test('trap 14 a read beside the open transaction, or a transaction in it, is refused at once', async () => {
    const id = await newCounter();
    await db().transact(async (tx) => {
      await expect(db().rows(READ, [id])).rejects.toThrow('use the transaction');
      await expect(db().transact(() => Promise.resolve())).rejects.toThrow('use the transaction');
      await increment(tx, id);
    });
    expect(await valueOf(id)).toBe(1);
    await expect(db().transact(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await valueOf(id)).toBe(1);
  });
});

eachDatabase('transact with a pool of one', (database) => {
  const db = openDatabase(database, 1);

  test('trap 14 many transactions and reads take turns', async () => {
    await db().transact((tx) => tx.run('INSERT INTO counters (id, n) VALUES (1, 0)'));
    const add = () => db().transact((tx) => tx.run('UPDATE counters SET n = n + 1 WHERE id = 1'));
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => (index % 2 ? add() : db().rows(READ, [1]))),
    );
    expect(await db().rows(READ, [1])).toEqual([{ n: 25 }]);
  });

  if (database.kind === 'sqlite')
    test('trap 5 SQLite: write-ahead log, and a commit that survives a power cut', async () => {
      const pragma = (name: string) =>
        db().transact(async (tx) => Object.values((await tx.rows(`PRAGMA ${name}`))[0]!)[0]);
      expect(await pragma('journal_mode')).toBe('wal');
      expect(await pragma('synchronous')).toBe(2);
    });

  if (database.kind === 'sqlite')
    test('trap 5 SQLite: what is committed is in the file at once, for another program too', async () => {
      const [{ file } = { file: '' }] = await db().rows<{ file: string }>('PRAGMA database_list');
      const other = new BetterSqlite(file, { readonly: true });
      for (let n = 100; n < 110; n += 1) {
        await db().transact((tx) => tx.run('UPDATE counters SET n = ? WHERE id = 1', [n]));
        expect(other.prepare('SELECT n FROM counters WHERE id = 1').get()).toEqual({ n });
      }
      other.close();
    });

  if (database.kind === 'sqlite')
    test('trap 5 SQLite: the reading connection cannot write', async () => {
      await expect(db().rows('UPDATE counters SET n = 0')).rejects.toThrow(/readonly|read-only/);
    });
});
