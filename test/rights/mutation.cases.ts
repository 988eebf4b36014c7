/** Every mutation, as everybody: tried with ids of one's own, of others, of nobody, of another type, and with no id at all. */
import { newId } from '../../src/lib/ids';
import { labelOf, operationLaw, operationOf, wordFor, type Row } from './law';
import { refusalOf, outsideLaw, unknownLike, type SignedIn } from './query.cases';
import { STRANGERS, CONCERNED, OUTSIDE, ask, type Concerned, type ViewerKind } from './viewers';
import { INPUTS, type Input, type Others } from './mutation.inputs';
import { cell, type Case, type Cell, type World } from './world';

/** One try: what is sent, and what the law says of it. */
interface Try {
  readonly what: string;
  readonly input: Input;
  readonly law: string;
}

/** Sends them one after the other, in one request; answers with what became of each, in one word and in bytes. */
async function send(
  { workshop, schema }: World,
  row: Row,
  kind: ViewerKind,
  tries: readonly Try[],
) {
  const name = operationOf(row);
  const type = String(schema.getMutationType()!.getFields()[name]!.args[0]!.type);
  const noun = row['answers with']!;
  const selection = `{ ${nounText(noun)} userErrors { code message field } }`;
  const declared = tries.map((_try, index) => `$i${index}: ${type}`);
  const roots = tries.map((_try, index) => `t${index}: ${name}(input: $i${index}) ${selection}`);
  const variables = Object.fromEntries(tries.map(({ input }, index) => [`i${index}`, input]));
  const query = `mutation (${declared.join(', ')}) { ${roots.join(' ')} }`;
  const reply = await ask(workshop, kind, query, variables);
  return tries.map((_try, index) => {
    const payload = reply.data?.[`t${index}`];
    const word = payload === undefined ? refusalOf(reply) : wordOf(payload, noun);
    return { word, bytes: JSON.stringify(payload ?? reply.errors[0]) };
  });
}

function nounText(noun: string): string {
  if (noun === 'serverTime') return noun;
  if (noun === 'results') return 'results { order { id } userErrors { code } }';
  return noun === 'policy' ? 'policy { version }' : `${noun} { id }`;
}

function wordOf(payload: any, noun: string): string {
  const [error] = payload.userErrors;
  const isThere = payload[noun] !== null && payload[noun].length !== 0;
  if (error === undefined) return isThere ? 'does' : 'nothing';
  return isThere ? `does and ${error.code}` : error.code;
}

const withId = (input: Input, field: string, id: string): Input => ({
  ...input,
  [field]: Array.isArray(input[field]) ? [id] : id,
});

const idOf = (input: Input, field: string): string => [input[field]].flat()[0] as string;

/** The same with ids that are not there for anybody: all of them NOT_FOUND, and alike. */
function strays(keyed: Input, field: string, other: string | undefined): Try[] {
  // Without its key: under one, other ids are another input.
  const input = { ...keyed, idempotencyKey: undefined };
  const own = idOf(input, field);
  const law = 'NOT_FOUND';
  const named = [
    ['another’s', other],
    ['nobody’s', unknownLike(own)],
    ['of another type', newId('posting')],
    ['no id', 'nothing'],
  ] as const;
  return named.flatMap(([whose, id]) =>
    id === undefined ? [] : [{ what: `${field} ${whose}`, input: withId(input, field, id), law }],
  );
}

let keys = 0;
const freshKey = (): string => `key ${String((keys += 1))}`;

const takenBy = (row: Row): string[] => (row['takes'] ?? '').split(' ').filter(Boolean);

/** Tries of a viewer who may not: the thing itself, and strays beside it. */
function refusedTries(row: Row, input: Input, law: string): Try[] {
  const [field] = takenBy(row);
  const itself = { what: 'theirs', input, law };
  return field === undefined ? [itself] : [itself, ...strays(input, field, undefined)];
}

/** Tries of a viewer who may: strays first, for the thing itself is done then. */
function allowedTries(row: Row, input: Input, kind: SignedIn, others: Others): Try[] {
  const [first, ...more] = takenBy(row);
  // Staff see everybody's: of others there is nothing.
  const other = kind === 'platform' || kind === 'system' ? undefined : others[first ?? ''];
  const tries = first === undefined ? [] : strays(input, first, other);
  for (const field of more) tries.push(...strays(input, field, others[field]));
  return [...tries, { what: 'theirs', input, law: 'does' }];
}

function cellsOf(label: string, kind: ViewerKind, tries: readonly Try[], told: Told[]): Cell[] {
  const cells = tries.map(({ what, law }, index) =>
    cell(`${label}: ${what}`, kind, law, told[index]!.word),
  );
  const missing = told.filter((_said, index) => tries[index]!.law === 'NOT_FOUND');
  const fields = new Map<string, Set<string>>();
  for (const [index, { bytes }] of missing.entries()) {
    const { what } = tries.filter(({ law }) => law === 'NOT_FOUND')[index]!;
    const [field = ''] = what.split(' ');
    const key = field === 'theirs' ? (tries[1]?.what.split(' ')[0] ?? field) : field;
    fields.set(key, (fields.get(key) ?? new Set()).add(bytes));
  }
  for (const [field, bytes] of fields) {
    const found = bytes.size === 1 ? 'as if it did not exist' : [...bytes].join(' or ');
    cells.push(cell(`${label}: ${field} not there`, kind, 'as if it did not exist', found));
  }
  return cells;
}

type Told = Awaited<ReturnType<typeof send>>[number];

const isStranger = (kind: ViewerKind): boolean => STRANGERS.some((known) => known === kind);

const lawFor = (row: Row, kind: SignedIn): string =>
  isStranger(kind) ? row['strangers']! : wordFor(row, kind as Concerned, 'does', 'FORBIDDEN');

/** All cells of a mutation: who may not first, all on one thing that stays as it is; who may each on one of their own. */
async function run(world: World, row: Row, kinds: readonly SignedIn[], others: Others) {
  const label = labelOf(row);
  const make = () => INPUTS[label]!(world.workshop);
  const untouched = await make();
  const cells: Cell[] = [];
  const tell = async (kind: ViewerKind, tries: readonly Try[]) => {
    cells.push(...cellsOf(label, kind, tries, await send(world, row, kind, tries)));
  };
  for (const kind of OUTSIDE)
    await tell(kind, [{ what: 'anything', input: untouched, law: outsideLaw(kind) }]);
  const refused = kinds.filter((kind) => lawFor(row, kind) !== 'does');
  for (const kind of refused) await tell(kind, refusedTries(row, untouched, lawFor(row, kind)));
  for (const kind of kinds.filter((known) => !refused.includes(known))) {
    const again = { ...(await make()), idempotencyKey: freshKey() };
    await tell(kind, allowedTries(row, again, kind, others));
    // AC-3: the key that made it is worth nothing in other hands.
    for (const other of refused)
      await tell(other, [{ what: 'theirs, done', input: again, law: lawFor(row, other) }]);
  }
  return cells;
}

export const mutationCases = (world: World, kinds: readonly SignedIn[], others: Others): Case[] =>
  operationLaw('Mutations').map((row) => ({
    name: `mutation ${labelOf(row)}`,
    // Of seats all: what they may do is what they differ in.
    run: () => run(world, row, [...CONCERNED, ...kinds.filter(isStranger)], others),
  }));
