/**
 * Rows in and out of entity classes: TypeORM's column metadata, hand-written SQL.
 *
 * TypeORM's own loading costs several times as much on a page of orders; here a SELECT names its table and tail, and comes
 * back as instances of the entity class.
 */
import { compileFunction } from 'node:vm';
import { getMetadataArgsStorage, type ColumnOptions, type ValueTransformer } from 'typeorm';
import type { Reader, Transaction } from './database';
import { snakeCase } from './naming';
import { rowsOfMarks, type Scalar, type Value } from './sql';

export type EntityClass<E> = (new () => E) & { readonly prototype: E };

interface Column {
  readonly property: string;
  readonly name: string;
  readonly transformer: ValueTransformer | undefined;
  readonly generated: boolean;
}

/** Makes an entity of a row as the database names its columns. */
type Make = (row: object) => object;

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly make: Make;
  /** The same of columns under names of their own, where it stands beside another table. */
  readonly makeBeside: Make;
  /** The same of an object that has the properties of an entity. */
  readonly revive: Make;
}

const tables = new Map<unknown, Table>();

const columnOf = (property: string, options: ColumnOptions): Column => ({
  property,
  name: options.name ?? snakeCase(property),
  transformer: options.transformer as ValueTransformer | undefined,
  generated: options.generatedType !== undefined,
});

function tableOf(entity: EntityClass<unknown>): Table {
  const known = tables.get(entity);
  if (known !== undefined) return known;
  const storage = getMetadataArgsStorage();
  const name = storage.tables.find((table) => table.target === entity)?.name;
  if (name === undefined) throw new Error(`${entity.name} is not an entity with a named table.`);
  const columns = storage.columns
    .filter((column) => column.target === entity)
    .map((column) => columnOf(column.propertyName, column.options));
  const make = maker(entity, columns, ({ name }) => name);
  const makeBeside = maker(entity, columns, besideName);
  const revive = maker(entity, columns.map(asItIs), ({ property }) => property);
  const table = { name, columns, make, makeBeside, revive };
  tables.set(entity, table);
  return table;
}

/**
 * Compiled, one line for each column: a loop over thirty of them costs several times as much for each row, and so does to give a row
 * another prototype. Entities have no constructors of their own to run.
 */
function maker(
  { prototype }: EntityClass<unknown>,
  columns: readonly Column[],
  nameOf: (column: Column) => string,
): Make {
  const lines = columns.map((column, index) => {
    const value = `row[${JSON.stringify(nameOf(column))}]`;
    const read =
      column.transformer === undefined ? value : `columns[${index}].transformer.from(${value})`;
    return `this[${JSON.stringify(column.property)}] = ${read};`;
  });
  const code = `return function (row) { ${lines.join('\n')} };`;
  const define = compileFunction(code, ['columns']) as (
    of: typeof columns,
  ) => new (row: object) => object;
  const Made = define(columns);
  Made.prototype = prototype;
  return (row) => new Made(row);
}

const asItIs = (column: Column): Column => ({ ...column, transformer: undefined });

/**
 * An entity as it was before it became JSON, of the same shape as one that was read: code that meets both stays fast. Undefined where a
 * column is missing, as in what another version says.
 */
export function revive<E extends object>(entity: EntityClass<E>, row: object): E | undefined {
  const { columns, revive: made } = tableOf(entity);
  return columns.every(({ property }) => property in row) ? (made(row) as E) : undefined;
}

/** The properties that are columns. */
export const propertiesOf = (entity: EntityClass<unknown>): string[] =>
  tableOf(entity).columns.map(({ property }) => property);

/** `select(tx, Order, 'WHERE id = ?', [id])`: the tail may join, filter, order, limit and lock. */
export async function select<E>(
  source: Reader,
  entity: EntityClass<E>,
  tail: string,
  parameters: readonly Value[] = [],
): Promise<E[]> {
  const table = tableOf(entity);
  // To name every column costs the database as much again as to read a row.
  const sql = `SELECT ${table.name}.* FROM ${table.name} ${tail}`;
  const rows = await source.rows(sql, parameters);
  return rows.map((row) => table.make(row) as E);
}

/** Whose a row is. */
export interface Owner {
  readonly buyerId: string | null;
  readonly shopKey: string;
}

/** The same, each with whose it is: its table, or one that the tail joins, names buyer and shop. */
export async function selectWithOwner<E>(
  source: Reader,
  entity: EntityClass<E>,
  tail: string,
  parameters: readonly Value[] = [],
): Promise<[E, Owner][]> {
  const table = tableOf(entity);
  const sql = `SELECT ${table.name}.*, buyer_id AS owner_buyer, shop_key AS owner_shop FROM ${table.name} ${tail}`;
  const rows = await source.rows<Owned>(sql, parameters);
  return rows.map((row) => [
    table.make(row) as E,
    { buyerId: row.owner_buyer, shopKey: row.owner_shop },
  ]);
}

/**
 * The same, each with the one row of another table whose `reference` is its id, or null. The columns of the other table have names of
 * their own, so that the tail means those of the first.
 */
export async function selectBeside<E, B extends { id: string }>(
  source: Reader,
  entity: EntityClass<E>,
  other: EntityClass<B>,
  reference: string & keyof B,
  ...[tail, parameters]: [tail: string, parameters: readonly Value[]]
): Promise<[E, B | null][]> {
  const [table, beside] = [tableOf(entity), tableOf(other)];
  const sql = `SELECT ${table.name}.*, beside.* FROM ${table.name} LEFT JOIN (${besideSql(beside)}) AS beside
    ON beside.beside_${snakeCase(reference)} = ${table.name}.id ${tail}`;
  const rows = await source.rows(sql, parameters);
  return rows.map((row) => [
    table.make(row) as E,
    row['beside_id'] === null ? null : (beside.makeBeside(row) as B),
  ]);
}

const besideName = ({ name }: Column): string => `beside_${name}`;

const besideSql = ({ name: table, columns }: Table): string =>
  `SELECT ${columns.map((column) => `${column.name} AS ${besideName(column)}`).join(', ')} FROM ${table}`;

type Owned = Record<string, unknown> & { owner_buyer: string | null; owner_shop: string };

/** SQLite takes 32,766 parameters in one statement, MySQL 65,535. */
const MOST_PARAMETERS = 30_000;

/** From so many rows on it pays to leave out what all of them leave empty; few rows are always said in the same words. */
const MANY_ROWS = 50;

/** Inserts all of them, in as few statements as the databases allow, and waits for none; `tail` may say what a conflict does. */
export function insert<E extends object>(
  tx: Transaction,
  entity: EntityClass<E>,
  objects: readonly E[],
  tail = '',
): void {
  const table = tableOf(entity);
  const columns = columnsToInsert(table, objects);
  const names = columns.map((column) => column.name).join(', ');
  const step = Math.floor(MOST_PARAMETERS / columns.length);
  for (let from = 0; from < objects.length; from += step) {
    const part = objects.slice(from, from + step);
    const marks = rowsOfMarks(part.length, columns.length);
    const values = part.flatMap((object) => columns.map((column) => stored(object, column)));
    tx.post(`INSERT INTO ${table.name} (${names}) VALUES ${marks}${tail}`, values);
  }
}

/**
 * Inserts one row for each that the tail finds (`FROM inboxes WHERE …`), and waits for none: `found` says in SQL what of it is found
 * there, all else is the object's.
 */
export function insertFound<E extends object, F extends keyof E & string>(
  tx: Transaction,
  entity: EntityClass<E>,
  object: Omit<E, NoInfer<F>>,
  found: Readonly<Record<F, string>>,
  [tail, parameters]: [tail: string, parameters: readonly Value[]],
): void {
  const { name, columns } = tableOf(entity);
  const own = columns.filter(({ property }) => !(property in found));
  const names = [...Object.keys(found).map(snakeCase), ...own.map((column) => column.name)];
  const values = [...Object.values<string>(found), ...own.map(() => '?')];
  tx.post(`INSERT INTO ${name} (${names.join(', ')}) SELECT ${values.join(', ')} ${tail}`, [
    ...own.map((column) => stored(object, column)),
    ...parameters,
  ]);
}

/** What is left out is NULL: no table of ours gives a column that may be empty another default. */
function columnsToInsert(table: Table, objects: readonly object[]): readonly Column[] {
  const columns = table.columns.filter((column) => !column.generated);
  if (objects.length < MANY_ROWS) return columns;
  return columns.filter(({ property }) =>
    objects.some((object) => (object as Record<string, unknown>)[property] !== null),
  );
}

function stored(object: object, { property, transformer }: Column): Scalar {
  const value = (object as Record<string, unknown>)[property];
  return (transformer === undefined ? value : transformer.to(value)) as Scalar;
}

/** Booleans are 0 and 1 in both databases. */
export const asBoolean: ValueTransformer = {
  to: (value: boolean) => (value ? 1 : 0),
  from: (value: unknown) => Boolean(value),
};

/** JSON is text in both databases. */
export const asJson: ValueTransformer = {
  to: (value: unknown) => JSON.stringify(value),
  from: (value: unknown) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : value),
};
