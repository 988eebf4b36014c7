/** Reads the two tables of the law, and compares them with the schema. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { columnOf, SEATS, type Concerned, type Seat } from './viewers';

export type Row = Readonly<Record<string, string>>;

/** The tables below a heading, row by row; cells by the name of their column. */
function tablesOf(text: string): { heading: string; rows: Row[] }[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return { heading, rows: rowsOf(lines) };
    });
}

function rowsOf(lines: readonly string[]): Row[] {
  let columns: string[] = [];
  const rows: Row[] = [];
  for (const line of lines) {
    if (!line.startsWith('|')) columns = [];
    else if (columns.length === 0) columns = cellsOf(line);
    else if (!/^\|[\s|:-]+\|$/.test(line)) rows.push(rowOf(columns, cellsOf(line)));
  }
  return rows;
}

const cellsOf = (line: string): string[] =>
  line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim());

const rowOf = (columns: readonly string[], cells: readonly string[]): Row =>
  Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));

const read = (file: string) => tablesOf(readFileSync(join(__dirname, file), 'utf8'));
const SEE = read('who-may-see-what.md');
const DO = read('who-may-do-what.md');

/** Every field with a row: `Ticket.contacts`. */
export const FIELD_LAW: ReadonlyMap<string, Row> = fieldLaw();

function fieldLaw(): Map<string, Row> {
  const law = new Map<string, Row>();
  for (const { heading, rows } of SEE)
    for (const row of rows.filter(({ buyer }) => buyer !== undefined)) {
      const [, type = heading.trim(), names = ''] =
        /^(?:(\w+): )?(.*)$/.exec(row['fields'] ?? '') ?? [];
      for (const name of names.split(/\s+/)) {
        if (law.has(`${type}.${name}`)) throw new Error(`${type}.${name} has two rows.`);
        law.set(`${type}.${name}`, row);
      }
    }
  return law;
}

/** The fields of lists and payloads, by the pattern of their types. */
export function envelopeLaw(): { of: RegExp; fields: string[] }[] {
  const section = SEE.find(({ heading }) => heading === 'Envelopes');
  return section!.rows.map(({ fields = '', of = '' }) => ({
    of: new RegExp(`^${of.replace(/^every …/, '\\w+')}$`),
    fields: of.endsWith('Payload') ? ['userErrors'] : fields.split(/\s+/),
  }));
}

/** Fields that say nothing to anybody, with the reason why in the table. */
export const neverSaid = (): string[] =>
  SEE.find(({ heading }) => heading === 'Never said')!.rows.map(({ fields }) => fields!);

/** Guards that no cell needs, with the reason why in the table. */
export const spared = (): string[] =>
  tablesOf(readFileSync(join(__dirname, 'spared-guards.md'), 'utf8')).flatMap(({ rows }) =>
    rows.map(({ file, guard }) => `${file!.trim()} ${guard!.trim().replace(/^`|`$/g, '')}`),
  );

export type Operations = 'Queries' | 'Mutations' | 'Subscriptions';

/** The rows of a kind of operation; the first word of the first cell is its name, the rest a case of it. */
export function operationLaw(kind: Operations): Row[] {
  const section = DO.find(({ heading }) => heading === kind);
  return section!.rows.filter(({ buyer }) => buyer !== undefined);
}

export const labelOf = (row: Row): string =>
  row['query'] ?? row['mutation'] ?? row['subscription']!;
export const operationOf = (row: Row): string => labelOf(row).split(' ')[0]!;

/** What the row says of a viewer; `does` and `sees` where the seat has one of the permissions, else `otherwise`. */
export function wordFor(row: Row, kind: Concerned, granted: string, otherwise: string): string {
  const word = row[columnOf(kind)]!;
  if (!word.startsWith('with ')) return word;
  const permissions = word.slice('with '.length).split(' or ');
  return permissions.includes(kind) || kind === 'owner' ? granted : otherwise;
}

/** A seat that has all permissions but these. */
export const seatsWithout = (permissions: readonly string[]): Seat[] =>
  SEATS.filter((seat) => seat !== 'owner' && !permissions.includes(seat));

const typesOf = (schema: GraphQLSchema): GraphQLObjectType[] =>
  Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith('__'),
  ) as GraphQLObjectType[];

const ROOTS = { Query: 'Queries', Mutation: 'Mutations', Subscription: 'Subscriptions' } as const;

/** One sentence for each field or operation without a row, and for each row without one. */
export function gapsIn(schema: GraphQLSchema): string[] {
  const law = FIELD_LAW;
  const known = new Set<string>();
  const gaps: string[] = [];
  for (const type of typesOf(schema)) {
    if (type.name in ROOTS) continue;
    for (const name of Object.keys(type.getFields())) {
      known.add(`${type.name}.${name}`);
      if (!law.has(`${type.name}.${name}`) && !isEnvelope(type.name, name))
        gaps.push(
          `${type.name}.${name} has no row in test/rights/who-may-see-what.md: say who may see it.`,
        );
    }
  }
  for (const field of law.keys())
    if (!known.has(field))
      gaps.push(`${field} has a row in test/rights/who-may-see-what.md, and is not in the schema.`);
  return [...gaps, ...operationGaps(schema)];
}

/** A payload holds what its mutation's row says it answers with. */
function isEnvelope(type: string, field: string): boolean {
  const payload = operationLaw('Mutations').find(
    (row) => type.toLowerCase() === `${operationOf(row)}payload`.toLowerCase(),
  );
  if (payload?.['answers with'] === field) return true;
  return envelopeLaw().some(({ of, fields }) => of.test(type) && fields.includes(field));
}

function operationGaps(schema: GraphQLSchema): string[] {
  return Object.entries(ROOTS).flatMap(([root, section]) => {
    const fields = Object.keys((schema.getType(root) as GraphQLObjectType).getFields());
    const named = operationLaw(section).map(operationOf);
    const where = 'test/rights/who-may-do-what.md';
    return [
      ...fields
        .filter((name) => !named.includes(name))
        .map((name) => `${root}.${name} has no row in ${where}: say who may do it.`),
      ...named
        .filter((name) => !fields.includes(name))
        .map((name) => `${root}.${name} has a row in ${where}, and is not in the schema.`),
    ];
  });
}
