/** Every field of every type, as everybody, by both doors. */
import { getNamedType } from 'graphql';
import { inboxOf } from '../../src/inbox/inbox.repository';
import { viewerOf } from '../support/people';
import {
  eventSelection,
  Harvest,
  nodeQueries,
  selectionOf,
  objectType,
  type Sight,
} from './field-probes';
import { mostOf, verdictOf, type Verdict } from './field-verdicts';
import { FIELD_LAW, wordFor, type Row } from './law';
import { messagesOf, signIn } from './sockets';
import { ask, CONCERNED, personOf, type Concerned } from './viewers';
import { cell, type Case, type Cell, type World } from './world';

/** What hangs from no id, asked for by its query. */
const ROOTS = [
  ['viewer', ''],
  ['policy', ''],
  ['policyVersions', ''],
  ['sweepProgress', ''],
  ['inbox', '(first: 100)'],
  // A cursor of nowhere: answered with a resync.
  ['inbox', '(after: "aaaaaaaa.1")'],
] as const;

/** What a viewer is told over HTTP. */
async function sightOverHttp({ market, schema, ours, theirs }: World, kind: Concerned) {
  const harvest = new Harvest(schema);
  // Of the other side its shop: of another kind, so that it has the other rate (MT-1).
  const elsewhere = theirs.filter(({ type }) => type === 'Shop');
  for (const query of nodeQueries(schema, [...ours, ...elsewhere])) {
    const { data } = await ask(market, kind, query);
    for (const value of Object.values(data ?? {})) harvest.take(value, 'node');
  }
  const queries = schema.getQueryType()!.getFields();
  for (const [name, values] of ROOTS) {
    const type = objectType(schema, getNamedType(queries[name]!.type).name);
    const { data } = await ask(market, kind, `{ ${name}${values} { ${selectionOf(type)} } }`);
    for (const [index, value] of [data?.[name] ?? []].flat().entries())
      harvest.take(value, name === 'viewer' ? kind : `${name} ${String(index)}`);
  }
  return harvest.sight;
}

/** What a viewer is told over a socket: the inbox from its beginning, every event with all it can carry. */
async function sightOverSocket({ market, schema }: World, kind: Concerned): Promise<Sight> {
  const harvest = new Harvest(schema);
  const inbox = inboxOf(viewerOf(personOf(kind)!));
  if (inbox === null) return harvest.sight;
  const sql = 'SELECT head FROM inboxes WHERE id = ?';
  const [row] = await market.app.db.rows<{ head: number }>(sql, [inbox]);
  const wire = await signIn(market, kind);
  if (typeof wire === 'number') return harvest.sight;
  const query = `subscription ($after: String) { inbox(after: $after) { ... on InboxEntry { ${eventSelection(schema)} } } }`;
  const variables = { after: market.app.cursors.encode(inbox, 0) };
  for (const { payload } of await messagesOf(wire, { query, variables }, row?.head ?? 0))
    harvest.take(payload?.data?.inbox, 'event');
  await wire.close();
  return harvest.sight;
}

/** Whether what was found is what the law's word allows. */
function isLawful(word: string, found: Verdict | 'nothing to see'): boolean {
  if (word === 'own') return found !== '–';
  if (found === 'nothing to see') return word !== '–';
  return word === found;
}

const lawOf = (row: Row, kind: Concerned): string =>
  wordFor(row, kind, 'sees', 'null').split(',')[0]!;

/** A viewer's cells; over a socket only of what events can carry. */
function cellsOf(kind: Concerned, sight: Sight, most: Sight, door: Cell['door']): Cell[] {
  const cells: Cell[] = [];
  for (const [field, row] of FIELD_LAW) {
    if (door === 'WebSocket' && !sight.has(field)) continue;
    const law = lawOf(row, kind);
    const found = foundOf(field, sight, most, law);
    cells.push(cell(field, kind, law, found, door, isLawful(law, found)));
  }
  return cells;
}

/** Of a seat that may not, some places may still show what needs no permission. */
function foundOf(field: string, sight: Sight, most: Sight, law: string) {
  const found = verdictOf(field, sight, most);
  if (found !== 'null' && found !== 'empty') return found;
  const isThere = [...sight.get(field)!.keys()].some(
    (place) => most.get(field)?.get(place)?.kind === 'value',
  );
  return isThere || law === found ? found : 'nothing to see';
}

export interface FieldCases {
  readonly cases: readonly Case[];
  /** Fields with a row that nobody was told anything of. */
  readonly unseen: readonly string[];
}

/** The cases, and what everybody together was told: what one is not told is judged by it. */
export async function fieldCases(
  world: World,
  some: readonly string[],
  looksTwice: boolean,
): Promise<FieldCases> {
  const kinds = CONCERNED.filter((kind) => some.includes(kind));
  const overHttp = new Map<Concerned, Sight>();
  for (const kind of kinds) overHttp.set(kind, await sightOverHttp(world, kind));
  const all = mostOf([...overHttp.values()]);
  const judged = (kind: Concerned, sight: Sight, door: Cell['door']) =>
    cellsOf(kind, sight, mostOf([all, sight]), door);
  const cases = kinds.flatMap((kind): Case[] => [
    {
      name: `fields over HTTP: ${kind}`,
      async run() {
        const known = looksTwice ? undefined : overHttp.get(kind);
        return judged(kind, known ?? (await sightOverHttp(world, kind)), 'HTTP');
      },
    },
    {
      name: `fields of events: ${kind}`,
      run: async () => judged(kind, await sightOverSocket(world, kind), 'WebSocket'),
    },
  ]);
  return { cases, unseen: [...FIELD_LAW.keys()].filter((field) => !all.get(field)?.size) };
}
