import { openShop } from './market';
import { startNode, type TestNode, type TestNodeOptions } from './node';
import type { TestDatabase } from '../services/databases';

/** One node for all tests of a block, with shop-1 open. Tests keep apart by orders, shops and buyers of their own. */
export function sharedNode(database: TestDatabase, options?: TestNodeOptions): () => TestNode {
  let node: TestNode;
  beforeAll(async () => {
    node = await startNode(await database.createUrl(), options);
    await openShop(node);
  });
  afterAll(() => node.stop());
  return () => node;
}

/** An instant of the platform zone, as domain.md writes its worked values: `shanghai('2023-01-30 12:00:00')`. */
export const shanghai = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);

/** The second before, the second itself and the second after: where every boundary is looked at. */
export const around = (instant: number) => ({
  before: instant - 1_000,
  at: instant,
  after: instant + 1_000,
});
