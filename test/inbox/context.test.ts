import 'reflect-metadata';
import type { App } from '../../src/inbox/app';
import { Context, type Finder } from '../../src/inbox/context';
import { Role } from '../../src/lib/viewer';

interface Row {
  readonly id: string;
}

const viewer = { role: Role.BUYER, sub: 'B1', shop: null, permissions: [], expiresAt: 0 };
const newContext = (): Context => new Context({} as App, { viewer, language: 'en' }, 0);

/** Finds every row but those of others; asked for what it cannot find, it fails as often as it is told to. */
function finding(failures = 0): Finder<Row | null> & { readonly asked: (readonly string[])[] } {
  const asked: (readonly string[])[] = [];
  return {
    asked,
    reference: 'rowId',
    read: () => Promise.resolve([]),
    revive: (row) => row,
    shown: (_viewer, [row]) => ((row as Row).id.startsWith('theirs') ? null : (row as Row)),
    find: (_together, _viewer, ids) => {
      asked.push(ids);
      return asked.length <= failures
        ? Promise.reject(new Error('away'))
        : Promise.resolve(ids.map((id) => (id.startsWith('theirs') ? null : { id })));
    },
  };
}

describe('what is found ahead of being asked for', () => {
  const items = [
    { rowId: 'mine', otherId: 'x' },
    { rowId: 'theirs' },
    { rowId: null },
    { rowId: 'mine' },
    {},
  ];

  test('is at hand, each once, and null where it is not the viewer’s (AC-1)', async () => {
    const [context, rows] = [newContext(), finding()];
    await context.findAhead([rows], items);
    expect(context.load(rows, 'mine')).toEqual({ id: 'mine' });
    expect(context.load(rows, 'theirs')).toBeNull();
    expect(rows.asked).toEqual([['mine', 'theirs']]);
  });

  test('what nobody refers to is looked for when it is asked for, once', async () => {
    const [context, rows] = [newContext(), finding()];
    await context.findAhead([rows], []);
    const both = [context.load(rows, 'mine'), context.load(rows, 'mine')];
    expect(await Promise.all(both)).toEqual([{ id: 'mine' }, { id: 'mine' }]);
    expect(rows.asked).toEqual([['mine']]);
    expect([...context.finders]).toEqual([rows]);
  });

  test('what could not be found is looked for again by whoever asks for it', async () => {
    const [context, rows] = [newContext(), finding(1)];
    await context.findAhead([rows], items);
    expect(await context.load(rows, 'mine')).toEqual({ id: 'mine' });
    expect(rows.asked).toEqual([['mine', 'theirs'], ['mine']]);
  });

  test('a failure reaches whoever asks', async () => {
    const [context, rows] = [newContext(), finding(2)];
    await context.findAhead([rows], items);
    await expect(context.load(rows, 'mine')).rejects.toThrow('away');
  });
});

describe('what is taken for found', () => {
  const owner = { buyerId: 'B1', shopKey: 'a' };
  const supposedBy = (finder: Finder<unknown>, id: string) => ({
    finder,
    id,
    owned: [{ id }, owner] as const,
  });

  test('is at hand without being looked for, and null where it is not the viewer’s (AC-1)', () => {
    for (const id of ['mine', 'theirs']) {
      const [context, rows] = [newContext(), finding()];
      expect(context.suppose([rows], { rowId: id }, [supposedBy(rows, id)])).toBe(true);
      expect(context.load(rows, id)).toEqual(id === 'mine' ? { id } : null);
      expect(rows.asked).toEqual([]);
    }
  });

  test.each<[string, boolean, string]>([
    ['another row', false, 'other'],
    ['the row', true, 'mine'],
  ])('of %s it is all that is looked for: %s', (_, isAll, id) => {
    const [context, rows] = [newContext(), finding()];
    expect(context.suppose([rows], { rowId: 'mine' }, [supposedBy(rows, id)])).toBe(isAll);
  });

  test('is what its own finder finds, and nothing is needed of what an item does not refer to', () => {
    const [context, rows, others] = [newContext(), finding(), finding()];
    expect(context.suppose([rows], { rowId: 'mine' }, [supposedBy(others, 'mine')])).toBe(false);
    expect(context.suppose([rows], { rowId: null }, [])).toBe(true);
  });
});
