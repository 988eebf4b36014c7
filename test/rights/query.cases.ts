/** Every query, as everybody: with ids of one's own, of others, of nobody, of another type, and with no id at all. */
import { getNamedType, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { ID_PREFIX, newId } from '../../src/lib/ids';
import type { Owned } from './market-ids';
import { FIELD_LAW, operationLaw, operationOf, type Row } from './law';
import {
  ask,
  columnOf,
  CONCERNED,
  OUTSIDE,
  type Concerned,
  type Outside,
  type Reply,
  type Stranger,
} from './viewers';
import { cell, type Case, type Cell, type World } from './world';

export type SignedIn = Concerned | Stranger;

/** By the prefix of an id, and of one that nobody has. */
export const unknownLike = (id: string): string => {
  const type = Object.entries(ID_PREFIX).find(([, prefix]) => id.startsWith(`${prefix}_`));
  return type === undefined ? `${id}-of-nobody` : newId(type[0] as keyof typeof ID_PREFIX);
};

/** Whether a thing of the first side is there for somebody, by the law of its fields (AC-1, AC-5). */
function isTheirs({ type, isInside }: Owned, kind: SignedIn): boolean {
  if (kind === 'another buyer' || kind === 'another shop') return false;
  if (kind === 'buyer' && isInside) return false;
  return FIELD_LAW.get(`${type}.id`)![columnOf(kind)] !== '–';
}

/** The same of the other side, which is built alike: its own are its own, and its strangers are those here. */
function isTheirsThere(thing: Owned, kind: SignedIn): boolean {
  if (kind === 'another buyer') return isTheirs(thing, 'buyer');
  if (kind === 'another shop') return isTheirs(thing, 'owner');
  return (kind === 'platform' || kind === 'system') && isTheirs(thing, kind);
}

/** What the door says to who may not come in, in one word. */
export function refusalOf({ status, errors }: Reply): string {
  const [error] = errors;
  return `${error?.extensions.code ?? 'answers'}${status === 401 ? ' 401' : ''}`;
}

const LAW_OUTSIDE: Readonly<Record<Outside, string>> = {
  nobody: 'UNAUTHENTICATED 401',
  'expired token': 'UNAUTHENTICATED 401',
  'disabled seat': 'FORBIDDEN',
};
export const outsideLaw = (kind: Outside): string => LAW_OUTSIDE[kind];

const columnFor = (row: Row, kind: SignedIn): string =>
  kind === 'another buyer' || kind === 'another shop' ? row['strangers']! : row[columnOf(kind)]!;

type Field = GraphQLField<unknown, unknown>;
const fieldOf = ({ schema }: World, name: string): Field =>
  schema.getQueryType()!.getFields()[name]!;

const isConnection = (field: Field): boolean =>
  getNamedType(field.type).name.endsWith('Connection');
const takesId = (field: Field): boolean => field.args.some(({ name }) => name === 'id');

/** By id: every thing of the type on both sides; and what is not there looks like what never was, to the byte. */
async function byId(world: World, row: Row, kind: SignedIn): Promise<Cell[]> {
  const name = operationOf(row);
  const type = getNamedType(fieldOf(world, name).type).name;
  const ofType = (all: readonly Owned[]) =>
    all.filter((thing) => type === 'Node' || thing.type === type);
  const hidden = columnFor(row, kind) === 'null';
  const sees = (thing: Owned) => !hidden && isTheirs(thing, kind);
  const ours = await readAll(world, name, kind, ofType(world.ours), sees);
  const there = (thing: Owned) =>
    isTheirsThere(thing, kind) && (!hidden || !CONCERNED.some((known) => known === kind));
  const theirs = await readAll(world, name, kind, ofType(world.theirs), there);
  const unseen = [...ofType(world.ours).filter((thing) => !sees(thing))];
  unseen.push(...ofType(world.theirs).filter((thing) => !there(thing)));
  return [...ours, ...theirs, ...(await alike(world, name, kind, unseen))];
}

/** One of each type, and one of what is inside of a ticket: all of them are alike. */
const samplesOf = (things: readonly Owned[]): Owned[] => [
  ...new Map(things.map((thing) => [`${thing.type} ${thing.isInside}`, thing])).values(),
];

/** Which of these are found, against which should be. */
async function readAll(
  { market }: World,
  name: string,
  kind: SignedIn,
  things: readonly Owned[],
  isSeen: (thing: Owned) => boolean,
): Promise<Cell[]> {
  const some = samplesOf(things);
  const roots = some.map(({ id }, index) => `n${index}: ${name}(id: "${id}") { __typename id }`);
  const { data } = await ask(market, kind, `{ ${roots.join(' ')} }`);
  return some.map((thing, index) => {
    const found = data?.[`n${index}`]?.id === thing.id ? 'theirs' : 'null';
    const what = `${name}(id: of ${thing.type})`;
    return cell(what, kind, isSeen(thing) ? 'theirs' : 'null', found);
  });
}

/** AC-1: one of each type that is not theirs, an id of nobody, of another type, and none: the same answer. */
async function alike(
  { market }: World,
  name: string,
  kind: SignedIn | Outside,
  unseen: readonly Owned[],
): Promise<Cell[]> {
  const others = [...new Map(unseen.map((thing) => [thing.type, thing.id])).values()];
  const other = others[0] ?? 'nothing';
  const bodyFor = async (...ids: string[]): Promise<string> => {
    // As variables: an error names its place in the document, which a longer id would move.
    const declared = ids.map((_id, index) => `$i${index}: ID!`).join(', ');
    const roots = ids.map((_id, index) => `n${index}: ${name}(id: $i${index}) { id }`).join(' ');
    const variables = Object.fromEntries(ids.map((id, index) => [`i${index}`, id]));
    const query = `query (${declared}) { ${roots} }`;
    const { status, body } = await ask(market, kind, query, variables);
    return `${String(status)} ${body}`;
  };
  const nobodys = unknownLike(other);
  const elsewhere = [newId('posting'), newId(name === 'order' ? 'shop' : 'order'), 'nothing', ''];
  const some = [...others, ...elsewhere];
  const isAlike =
    (await bodyFor(other)) === (await bodyFor(nobodys)) &&
    (await bodyFor(...some)) === (await bodyFor(...some.map(() => nobodys)));
  const what = `${name}(id:) of another's, another type's, no id`;
  return [cell(what, kind, 'as if it did not exist', isAlike ? 'as if it did not exist' : 'tells')];
}

/** Which things a list holds: all that are theirs, and nothing else. */
async function list(world: World, row: Row, kind: SignedIn): Promise<Cell[]> {
  const name = operationOf(row);
  const connection = getNamedType(fieldOf(world, name).type) as GraphQLObjectType;
  const node = getNamedType((connection.getFields()['nodes'] as Field).type).name;
  const count = 'totalCount' in connection.getFields() ? 'totalCount' : '';
  const query = `{ ${name}(first: 100) { ${count} nodes { id } edges { node { id } } } }`;
  const { data } = await ask(world.market, kind, query);
  const there = world.theirs.filter((thing) => isTheirsThere(thing, kind));
  const here = world.ours.filter((thing) => isTheirs(thing, kind));
  const all = [...here, ...there].filter(({ type }) => type === node).map(({ id }) => id);
  const wanted = columnFor(row, kind) === 'empty' ? [] : all;
  const ids: string[] = (data?.[name]?.nodes ?? []).map(({ id }: { id: string }) => id);
  const edges: string[] = (data?.[name]?.edges ?? []).map(({ node: { id } }: any) => id);
  const told = { ids: sorted(ids), edges: sorted(edges), count: data?.[name]?.totalCount ?? null };
  const law = {
    ids: sorted(wanted),
    edges: sorted(wanted),
    count: (count && wanted.length) || null,
  };
  if (data === null) return [cell(name, kind, columnFor(row, kind), 'fails')];
  const isRight =
    JSON.stringify(told) === JSON.stringify({ ...law, count: told.count === 0 ? 0 : law.count });
  const found = isRight ? columnFor(row, kind) : `${ids.length} of ${wanted.length}`;
  return [cell(name, kind, columnFor(row, kind), found, 'HTTP', isRight)];
}

const sorted = (ids: readonly string[]): string[] => [...ids].sort();

/** Queries about the platform, or about who asks. */
async function plain({ market, schema }: World, row: Row, kind: SignedIn | Outside) {
  const name = operationOf(row);
  const type = getNamedType(schema.getQueryType()!.getFields()[name]!.type);
  const selection = 'getFields' in type ? '{ __typename }' : '';
  const reply = await ask(market, kind, `{ ${name} ${selection} }`);
  return [name, refusalOf(reply)] as const;
}

async function outside(world: World, row: Row, kind: Outside): Promise<Cell[]> {
  const name = operationOf(row);
  const field = fieldOf(world, name);
  if (takesId(field)) {
    const [thing] = world.ours;
    const query = `{ ${name}(id: "${thing!.id}") { id } }`;
    const found = refusalOf(await ask(world.market, kind, query));
    const cells = [cell(name, kind, LAW_OUTSIDE[kind], found)];
    return [...cells, ...(await alike(world, name, kind, world.ours))];
  }
  const [, found] = await plain(world, row, kind);
  const isOpen = kind === 'nobody' && name === 'serverTime';
  return [cell(name, kind, isOpen ? 'answers' : LAW_OUTSIDE[kind], found)];
}

/** All cells of a query for a viewer. */
async function cellsOf(world: World, row: Row, kind: SignedIn | Outside): Promise<Cell[]> {
  if (OUTSIDE.some((known) => known === kind)) return outside(world, row, kind as Outside);
  const signedIn = kind as SignedIn;
  const field = fieldOf(world, operationOf(row));
  if (takesId(field)) return byId(world, row, signedIn);
  if (isConnection(field) && operationOf(row) !== 'inbox') return list(world, row, signedIn);
  const [name, found] = await plain(world, row, signedIn);
  return [cell(name, kind, columnFor(row, signedIn), found)];
}

export const queryCases = (world: World, kinds: readonly SignedIn[]): Case[] =>
  operationLaw('Queries').map((row) => ({
    name: `query ${operationOf(row)}`,
    async run() {
      const cells: Cell[] = [];
      for (const kind of [...kinds, ...OUTSIDE]) cells.push(...(await cellsOf(world, row, kind)));
      return cells;
    },
  }));
