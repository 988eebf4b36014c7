import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { encodeCursor, pageOf } from '../../src/lib/connection';

const numbered = (number: number): string => encodeCursor([number]);

describe('pages of rows', () => {
  test('cursors and the place in the list are those of the rows shown', () => {
    const page = pageOf([1, 2, 3], 2, numbered, true);
    expect(page.nodes).toEqual([1, 2]);
    expect(page.edges).toEqual([
      { cursor: numbered(1), node: 1 },
      { cursor: numbered(2), node: 2 },
    ]);
    const ends = { startCursor: numbered(1), endCursor: numbered(2) };
    expect(page.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: true, ...ends });
    const nowhere = { startCursor: null, endCursor: null };
    expect(pageOf([], 2, numbered, false).pageInfo).toEqual({
      ...{ hasNextPage: false, hasPreviousPage: false },
      ...nowhere,
    });
  });

  test('all pages have one shape: a shape of its own keeps what is on a page until the next full collection', () => {
    setFlagsFromString('--allow-natives-syntax');
    const haveOneShape = runInThisContext('(a, b) => %HaveSameMap(a, b)') as (
      a: object,
      b: object,
    ) => boolean;
    const [, one, other] = [[1], [2], [3]].map((rows) => pageOf(rows, 1, numbered, false));
    expect(haveOneShape(one!, other!)).toBe(true);
    expect(haveOneShape(one!, Object.assign(other!, { condition: true }))).toBe(false);
    setFlagsFromString('--no-allow-natives-syntax');
  });
});
