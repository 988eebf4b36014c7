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
