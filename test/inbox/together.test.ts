import { setImmediate as turn } from 'node:timers/promises';
import { Together, type ReadEach } from '../../src/inbox/together';
import { eachDatabase } from '../services/databases';
import { sharedNode } from '../support/shared-node';

/** How often each name was looked for in the table. */
function names() {
  const asked: string[][] = [];
  const read: ReadEach<string, string | null> = async (source, keys) => {
    asked.push([...keys]);
    const sql = 'SELECT id, name FROM shops WHERE id IN (?)';
    const rows = await source.rows<{ id: string; name: string }>(sql, [keys]);
    return keys.map((key) => rows.find(({ id }) => id === key)?.name ?? null);
  };
  return { read, asked };
}

eachDatabase('what became known in a moment', (database) => {
  const node = sharedNode(database);

  test('is not asked for in it, by whoever looks', async () => {
    const [together, { read, asked }] = [new Together(node().app.db), names()];
    together.know(read, 'a', 'known');
    const both = Promise.all([together.load(read, 'a'), together.loadAll(read, ['a', 'b'])]);
    expect(await both).toEqual(['known', ['known', null]]);
    expect(asked).toEqual([['b']]);
  });

  test('is asked for again after any answer of the database, and after any turn', async () => {
    const [together, { read, asked }] = [new Together(node().app.db), names()];
    together.know(read, 'a', 'known');
    await node().app.db.rows('SELECT 1');
    expect(await together.load(read, 'a')).toBeNull();
    together.know(read, 'a', 'known');
    await turn();
    expect(await together.load(read, 'a')).toBeNull();
    together.know(read, 'a', 'known');
    await node().app.db.transact((tx) => tx.rows('SELECT 1'));
    expect(await together.load(read, 'a')).toBeNull();
    expect(asked).toEqual([['a'], ['a'], ['a']]);
  });

  test('is known only as it was read: another way to read it is another question', async () => {
    const [together, one, other] = [new Together(node().app.db), names(), names()];
    together.know(one.read, 'a', 'known');
    expect(await Promise.all([one, other].map(({ read }) => together.load(read, 'a')))).toEqual([
      'known',
      null,
    ]);
  });
});
