/**
 * Rows in and out of entity classes: TypeORM's column metadata, hand-written SQL.
 *
 * TypeORM's own loading costs several times as much on a page of orders; here a SELECT names its table and tail, and comes
 * back as instances of the entity class.
 */
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

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Columns under the names of their properties: a row is its entity but for what is transformed. */
  readonly select: string;
  /** The same under names of their own, where it stands beside another table. */
  readonly beside: readonly (readonly [property: string, name: string])[];
  readonly transformed: readonly (readonly [property: string, transformer: ValueTransformer])[];
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
  // Properties may have names that SQL has other uses for; both databases read backticks.
  const selected = columns.map((column) => `${name}.${column.name} AS \`${column.property}\``);
  const transformed = columns.flatMap(({ property, transformer }) =>
    transformer === undefined ? [] : [[property, transformer] as const],
  );
  const beside = columns.map(({ property }) => [property, besideName(property)] as const);
  const table = { name, columns, select: selected.join(', '), beside, transformed };
  tables.set(entity, table);
  return table;
}

/**
 * The row itself becomes the instance: entities have no constructors, and to copy thirty properties onto a fresh object costs three times
 * as much and leaves one that is slow to read.
 */
function instance<E>({ prototype }: EntityClass<E>, { transformed }: Table, row: object): E {
  const made = Object.setPrototypeOf(row, prototype as object) as Record<string, unknown>;
  for (const [property, transformer] of transformed)
    made[property] = transformer.from(made[property]);
  return made as E;
}

/** `select(tx, Order, 'WHERE id = ?', [id])`: the tail may join, filter, order, limit and lock. */
export async function select<E>(
  source: Reader,
  entity: EntityClass<E>,
  tail: string,
  parameters: readonly Value[] = [],
): Promise<E[]> {
  const table = tableOf(entity);
  const sql = `SELECT ${table.select} FROM ${table.name} ${tail}`;
  const rows = await source.rows(sql, parameters);
  return rows.map((row) => instance(entity, table, row));
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
  const sql = `SELECT ${table.select}, buyer_id AS owner_buyer, shop_key AS owner_shop FROM ${table.name} ${tail}`;
  const rows = await source.rows<Owned>(sql, parameters);
  return rows.map((row) => [
    instance(entity, table, row),
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
  const sql = `SELECT ${table.select}, beside.* FROM ${table.name} LEFT JOIN (${besideSql(beside)}) AS beside
    ON beside.${besideName(reference)} = ${table.name}.id ${tail}`;
  const rows = await source.rows(sql, parameters);
  return rows.map((row) => [instance(entity, table, row), besideOf(other, beside, row)]);
}

const besideName = (property: string): string => `beside_${snakeCase(property)}`;

const besideSql = ({ name: table, columns }: Table): string =>
  `SELECT ${columns.map(({ name, property }) => `${name} AS ${besideName(property)}`).join(', ')} FROM ${table}`;

function besideOf<B>(entity: EntityClass<B>, table: Table, row: Record<string, unknown>): B | null {
  if (row[besideName('id')] === null) return null;
  const own: Record<string, unknown> = {};
  for (const [property, name] of table.beside) own[property] = row[name];
  return instance(entity, table, own);
}

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
