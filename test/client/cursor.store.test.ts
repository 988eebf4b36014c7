import { memoryCursor, storedCursor, upsertEntities, type Entity } from '../../src/client';

describe('keeping a cursor', () => {
  it('has none at first', async () => {
    const storage = storageOf(new Map());
    expect(await memoryCursor().read()).toBeUndefined();
    expect(await storedCursor(storage, 'inbox:shop-1').read()).toBeUndefined();
  });

  it('keeps one per key, for the next page', async () => {
    const kept = new Map<string, string>();
    await storedCursor(storageOf(kept), 'inbox:shop-1').write('c1');
    await storedCursor(storageOf(kept), 'inbox:shop-2').write('c2');
    expect(await storedCursor(storageOf(kept), 'inbox:shop-1').read()).toBe('c1');
    expect(await storedCursor(storageOf(kept), 'inbox:shop-2').read()).toBe('c2');
  });
});

describe('applying an entry to a snapshot', () => {
  it('IN-6 adds what is new and merges what is known, by id', () => {
    const records = new Map<string, Entity>([
      ['ord_1', { id: 'ord_1', sla: 'RUNNING', orderNo: 'A' } as Entity],
    ]);
    upsertEntities(records, {
      cursor: 'c1',
      message: null,
      order: { id: 'ord_1', sla: 'MET' },
      proposal: { id: 'prp_1', status: 'ACCEPTED' },
    });
    expect([...records.values()]).toEqual([
      { id: 'ord_1', sla: 'MET', orderNo: 'A' },
      { id: 'prp_1', status: 'ACCEPTED' },
    ]);
  });
});

/** What the browser's `localStorage` does. */
function storageOf(kept: Map<string, string>) {
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}
