/** Lists in the API: filtered, sorted, paged by keyset, counted when asked (domain.md §10). */
import { encodeCursor, pageOf, type PageOf } from '../lib/connection';
import { select } from '../lib/rows';
import type { Value } from '../lib/sql';
import type { Context } from './context';
import { afterKeyset, pageSize } from './paging';

/** A piece of WHERE and the values for its marks. */
export interface Condition {
  readonly where: string;
  readonly values: Value[];
}

export const ALWAYS: Condition = { where: '1 = 1', values: [] };

export const allOf = (parts: readonly Condition[]): Condition => ({
  where: [ALWAYS, ...parts].map((part) => part.where).join(' AND '),
  values: parts.flatMap((part) => part.values),
});

export const anyOf = (parts: readonly Condition[]): Condition => ({
  where: `(${parts.map((part) => part.where).join(' OR ') || '1 = 0'})`,
  values: parts.flatMap((part) => part.values),
});

/** `given('status IN (?)', filter.status)`: no condition where the filter says nothing. */
export const given = (where: string, value: Value | null | undefined): Condition =>
  value === null || value === undefined ? ALWAYS : { where, values: [value] };

export interface Sort<E> {
  readonly column: string;
  readonly direction: 'ASC' | 'DESC';
  /** The column's value in a row at hand. */
  readonly valueOf: (row: E) => number;
}

/** Sorts in the API end in `_ASC` or `_DESC`. */
export const directionOf = (sort: string): 'ASC' | 'DESC' =>
  sort.endsWith('_ASC') ? 'ASC' : 'DESC';

/** Rows after a keyset, in the order of the sort; the id decides between equals. */
function beyond(
  { column, direction }: Sort<never>,
  keyset: readonly Value[] | undefined,
): Condition {
  if (keyset === undefined) return ALWAYS;
  const further = direction === 'ASC' ? '>' : '<';
  const [value = 0, id = ''] = keyset;
  return {
    // The first comparison lets the index start at the right place; an OR alone would not.
    where: `${column} ${further}= ? AND (${column} ${further} ? OR id ${further} ?)`,
    values: [value, value, id],
  };
}

/** A page that can be counted: `totalCount` reads the condition. */
export interface ListOf<E> extends PageOf<E> {
  readonly condition: Condition;
}

export interface Paging {
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** Reads the rows of a page: what follows FROM and the table. */
export type ReadPage<E> = (
  context: Context,
  tail: string,
  values: readonly Value[],
) => Promise<readonly E[]>;

/** The rows of an entity and nothing else. */
export const rowsOf =
  <E>(entity: new () => E): ReadPage<E> =>
  ({ app }, tail, values) =>
    select(app.db, entity, tail, values);

/** One page of rows under a condition. */
export async function listPage<E extends { id: string }>(
  context: Context,
  read: ReadPage<E>,
  condition: Condition,
  sort: Sort<E>,
  { first, after }: Paging,
): Promise<ListOf<E>> {
  const size = pageSize(first);
  const keyset = afterKeyset(after, ['number', 'string']);
  const page = allOf([condition, beyond(sort, keyset)]);
  const { column, direction } = sort;
  const tail = `WHERE ${page.where} ORDER BY ${column} ${direction}, id ${direction} LIMIT ?`;
  const rows = await read(context, tail, [...page.values, size + 1]);
  const cursorOf = (row: E) => encodeCursor([sort.valueOf(row), row.id]);
  return Object.assign(pageOf(rows, size, cursorOf, keyset !== undefined), { condition });
}

/** How many rows of a table a condition holds for. */
export async function countRows(
  context: Context,
  table: string,
  { where, values }: Condition,
): Promise<number> {
  const sql = `SELECT COUNT(*) AS total FROM ${table} WHERE ${where}`;
  const [row] = await context.app.db.rows<{ total: number }>(sql, values);
  return row?.total ?? 0;
}
