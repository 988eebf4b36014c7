import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isRequiredInputField,
  type GraphQLInputObjectType,
} from 'graphql';
import { buildSchema } from '../../src/schema';
import { openShop, placeOrder } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { buyer, seller, staff, type Person } from '../support/people';
import { eitherDatabase } from '../services/databases';
import { onSqlite } from '../services/databases';
import { LEAKS, postAs, type Json } from './post';
import { expectGapFreeInboxes, stateOf } from './stored-state';
import { inputPlaces, nameOf, withAt, type InputPlace } from './string-inputs';
import { NOON, SELECTIONS, VALID } from './valid-inputs';
import { firstAnswer, openWireAs } from './wire';

const LONG_MS = 300_000;
const schema = buildSchema(() => Promise.resolve());

/** JSON of every kind, by what GraphQL could take it for. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  text: ['x'],
  whole: [5],
  fraction: [1.5],
  huge: [1e300, 2 ** 53],
  boolean: [true],
  object: [{}, { a: 1 }],
  list: [[[[]]], [{ a: 1 }]],
};

/** What each type takes; the rest must be refused. An ID is a text or a whole number; lists of one stand for their item. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  String: ['text'],
  ID: ['text', 'whole', 'huge'],
  Int: ['whole'],
  Long: ['whole'],
  Float: ['whole', 'fraction', 'huge'],
  Boolean: ['boolean'],
  DateTime: [],
  LocalDate: [],
};

const wrongValuesFor = ({ type }: InputPlace): unknown[] => {
  const takes = isEnumType(schema.getType(type)) ? [] : TAKES[type];
  if (takes === undefined) throw new Error(`Say in TAKES what ${type} takes.`);
  return Object.entries(VALUES).flatMap(([kind, values]) => (takes.includes(kind) ? [] : values));
};

const requiresSomething = (type: GraphQLInputObjectType): boolean =>
  Object.values(type.getFields()).some(isRequiredInputField);

const places = inputPlaces(schema);
const placesOf = (type: string) =>
  places.filter(({ owner }) => owner === type).map((place) => [nameOf(place), place] as const);

/** A list cursor as the server would write it. */
const cursor = (json: string): string => Buffer.from(json).toString('base64url');

const BAD_CURSORS = [
  cursor('[1e999,"ord_x"]'),
  cursor('[-1e999,"ord_x"]'),
  cursor('[1e308,"ord_x"]'),
  cursor('[1.5,"ord_x"]'),
  cursor('[-1,"ord_x"]'),
  cursor('["1","ord_x"]'),
  cursor('[1,"\\u0000"]'),
  cursor('[1,"\\ud800"]'),
  cursor('[1,"x","y"]'),
  cursor('[1e999]'),
  cursor('[9007199254740993]'),
  cursor('[-1]'),
  cursor('[0.5]'),
  cursor('["\\ud800"]'),
  cursor('{}'),
  cursor('null'),
  cursor('[[]]'),
  'AAAAAAAA.zzzzzzzzzzz',
  'AAAAAAAA.-1',
  'AAAAAAAA.1.5',
];

onSqlite('Bad input, refused before any database hears of it:', (database) => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startNode(await database.createUrl());
    await node.stopClockAt(NOON);
    await openShop(node);
    await node.ask(seller(), '{ viewer { id } }');
  });
  afterAll(() => node.stop());

  it.each(placesOf('Mutation'))(
    'of the wrong type in %s is refused, and nothing is written',
    async (_name, place) => {
      const { person, input } = await VALID[place.field]!(node);
      const query = `mutation($input: ${place.argumentType}) { ${place.field}(input: $input) { __typename } }`;
      const before = await stateOf(node);
      for (const value of wrongValuesFor(place)) {
        const variables = { input: withAt(input, place.path, value) };
        const reply = await postAs(node.url, person, { query, variables });
        expect([value, reply.status, reply.codes]).toEqual([value, 400, ['BAD_USER_INPUT']]);
        expect(reply.text).not.toMatch(LEAKS);
      }
      expect(await stateOf(node)).toBe(before);
    },
    LONG_MS,
  );

  it.each(placesOf('Query'))('of the wrong type in %s is refused', async (_name, place) => {
    const query = `query($v: ${place.argumentType}) { ${place.field}(${place.argument}: $v) { __typename } }`;
    for (const value of wrongValuesFor(place)) {
      const variables = { v: withAt(undefined, place.path, value) };
      const reply = await postAs(node.url, buyer(), { query, variables });
      expect([value, reply.status, reply.codes]).toEqual([value, 400, ['BAD_USER_INPUT']]);
    }
  });

  it('that leaves a required value out, or adds an unknown one, is refused', async () => {
    for (const mutation of Object.keys(VALID)) {
      const { person } = await VALID[mutation]!(node);
      const type = getNamedType(schema.getMutationType()!.getFields()[mutation]!.args[0]!.type);
      const query = `mutation($input: ${type.name}!) { ${mutation}(input: $input) { __typename } }`;
      const incomplete = isInputObjectType(type) && requiresSomething(type) ? [{}] : [];
      for (const input of [undefined, null, ...incomplete, { nothing: 1 }, [], 'x', 5]) {
        const reply = await postAs(node.url, person, { query, variables: { input } });
        const codes = [...new Set(reply.codes)];
        expect([mutation, input, codes]).toEqual([mutation, input, ['BAD_USER_INPUT']]);
        expect(reply.status).toBe(400);
      }
    }
  });
});

eitherDatabase('Bad input', (database) => {
  let node: TestNode;
  let orderId: string;
  let foreignOrderId: string;
  beforeAll(async () => {
    node = await startNode(await database.createUrl());
    await node.stopClockAt(NOON);
    await openShop(node);
    await openShop(node, 'shop-2');
    orderId = await placeOrder(node);
    foreignOrderId = await placeOrder(node, { shopId: 'shop-2', buyerId: 'buyer-2' });
    for (const person of [seller(), seller('shop-2'), buyer(), staff])
      await node.ask(person, '{ viewer { id } }');
  });
  afterAll(async () => {
    await expectGapFreeInboxes(node);
    await node.stop();
  });

  it.each([
    ['orders', seller()],
    ['conversations', buyer()],
    ['shops', staff],
    ['inbox', buyer()],
  ])('as a cursor of %s is refused, or a place in the list', async (field, person: Person) => {
    const query = `query($after: String) { ${field}(after: $after) { nodes { __typename } } }`;
    for (const after of BAD_CURSORS) {
      const reply = await postAs(node.url, person, { query, variables: { after } });
      const text = Buffer.from(after, 'base64url').toString();
      for (const code of reply.codes) expect([text, code]).toEqual([text, 'BAD_USER_INPUT']);
    }
  });

  it('as a cursor of messages is refused, or a place in the list', async () => {
    for (const where of ['after', 'before']) {
      const query = `query($c: String) { conversations { nodes { messages(${where}: $c) { nodes { id } } } } }`;
      for (const c of BAD_CURSORS) {
        const reply = await postAs(node.url, buyer(), { query, variables: { c } });
        for (const code of reply.codes)
          expect([where, c, code]).toEqual([where, c, 'BAD_USER_INPUT']);
      }
    }
  });

  it.each([-1, 101, 2 ** 31 - 1, -(2 ** 31)])('as a page size, %i, is refused', async (first) => {
    for (const field of ['orders', 'conversations', 'shops', 'inbox']) {
      const query = `query($n: Int!) { ${field}(first: $n) { nodes { __typename } } }`;
      const reply = await postAs(node.url, buyer(), { query, variables: { n: first } });
      expect(reply.codes).toHaveLength(1);
      expect(['BAD_USER_INPUT', 'OPERATION_TOO_COSTLY']).toContain(reply.codes[0]);
    }
  });

  it.each([
    '2023-02-29',
    '2023-13-01',
    '2023-00-10',
    '0000-01-01',
    '2023-1-1',
    '+2023-01-01',
    '2023-02-30T00:00:00Z',
  ])('as a day, %s, is refused', async (shipDate) => {
    const { person, input } = await VALID['shippingProposalSend']!(node);
    const query =
      'mutation($i: ShippingProposalSendInput!) { shippingProposalSend(input: $i) { userErrors { code } } }';
    const reply = await postAs(node.url, person, {
      query,
      variables: { i: { ...input, shipDate } },
    });
    const codes =
      reply.codes.length > 0
        ? reply.codes
        : reply.json.data.shippingProposalSend.userErrors.map(({ code }: Json) => code);
    expect(['BAD_USER_INPUT', 'SHIP_DATE_NOT_LATER']).toEqual(expect.arrayContaining(codes));
    expect(codes).toHaveLength(1);
  });

  /** An answer without what tells one request from another. */
  async function answerTo(person: Person, field: string, id: string): Promise<unknown> {
    const reply = await postAs(node.url, person, {
      query: `query($id: ID!) { ${field}(id: $id) { __typename } }`,
      variables: { id },
    });
    return { ...reply.json, status: reply.status };
  }

  it('AC-1 whose id is another’s, of another type, or nobody’s gets the same answer', async () => {
    const foreign = await idsOf(foreignOrderId, seller('shop-2'));
    const own = await idsOf(orderId, seller());
    for (const [field, id] of [
      ['order', foreign.order],
      ['conversation', foreign.conversation],
      ['shop', foreign.shop],
      ['node', foreign.order],
      ['node', foreign.conversation],
      ['node', foreign.shop],
      ['node', foreign.seat],
      ['order', own.conversation],
      ['conversation', own.order],
      ['shippingProposal', own.order],
      ['shop', own.order],
    ] as const) {
      const unknown = await answerTo(seller(), field, `${id.split('_')[0]}_${'0'.repeat(26)}`);
      expect([field, id, await answerTo(seller(), field, id)]).toEqual([field, id, unknown]);
      expect([field, id, await answerTo(seller(), field, id.toUpperCase())]).toEqual([
        field,
        id,
        unknown,
      ]);
    }
  });

  interface Ids {
    readonly order: string;
    readonly conversation: string;
    readonly shop: string;
    readonly seat: string;
  }

  async function idsOf(id: string, person: Person): Promise<Ids> {
    const query = '{ order(id: $id) { conversation { id } shop { id seats { id } } } }';
    const { data } = await node.ask(person, `query($id: ID!) ${query}`, { id });
    const { conversation, shop } = data.order;
    return { order: id, conversation: conversation.id, shop: shop.id, seat: shop.seats[0].id };
  }

  it.each([
    'orderConsign',
    'shippingProposalSend',
    'shippingProposalAccept',
    'shippingProposalDecline',
    'messageSend',
    'conversationMarkRead',
  ])(
    'AC-1 in %s: another’s id, one of another type and an unknown one get the same answer',
    async (mutation) => {
      const { person, input } = await VALID[mutation]!(node);
      const stranger = person.role === seller().role ? seller('shop-2') : buyer('buyer-2');
      const [name, id] = Object.entries(input).find(([key]) =>
        /^(order|proposal|conversation)Id$/.test(key),
      ) as [string, string];
      const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
      const query = `mutation($i: ${type}!) { ${mutation}(input: $i) { ${SELECTIONS[mutation]} userErrors { code message field } } }`;
      const answer = async (value: string, who: Person) =>
        (await postAs(node.url, who, { query, variables: { i: { ...input, [name]: value } } }))
          .json;
      const before = await stateOf(node);
      const unknown = await answer(`${id.split('_')[0]}_${'0'.repeat(26)}`, stranger);
      expect(unknown.data[mutation].userErrors).toMatchObject([
        { code: 'NOT_FOUND', field: ['input', name] },
      ]);
      for (const value of [id, `ord_${'0'.repeat(26)}`, 'x', id.toUpperCase(), ` ${id}`])
        expect([value, await answer(value, stranger)]).toEqual([value, unknown]);
      expect(await stateOf(node)).toBe(before);
    },
  );

  it('AC-1 in conversationMessages: another’s id and an unknown one get the same answer', async () => {
    const { conversation } = await idsOf(foreignOrderId, seller('shop-2'));
    const wire = await openWireAs(node.wsUrl, seller());
    const query = 'subscription($id: ID!) { conversationMessages(conversationId: $id) { id } }';
    const answer = async (id: string) =>
      (await firstAnswer(wire, { query, variables: { id } })).payload;
    const unknown = await answer(`cnv_${'0'.repeat(26)}`);
    expect(unknown.errors[0].extensions.code).toBe('NOT_FOUND');
    for (const id of [conversation, orderId, 'x']) expect(await answer(id)).toEqual(unknown);
    await wire.close();
  });
});
