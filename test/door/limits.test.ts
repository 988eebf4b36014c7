import { buyer, seller, staff, type Person } from '../support/people';
import { cachedToken } from '../support/call';
import { openShop, placeOrder } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { onSqlite } from '../services/databases';
import { asQuery, hostileDocuments, MALFORMED, type Hostile, type Root } from './hostile-documents';
import { LEAKS, post, postAs } from './post';
import { firstAnswer, openWireAs, subscribe, type Wire } from './wire';

/** What is hostile inside of queries is as hostile inside of what a subscription delivers. */
const asSubscription: Root = (inner) => `subscription { inbox { ... on InboxEntry { ${inner} } } }`;

const codeOf = ({ extensions }: { extensions: { code: string } }) => extensions.code;

const withinOrder = (hostile: Hostile): boolean => hostile.query.includes('order(id: "x")');

/** The documents on an order, asked of the order of an inbox entry. */
const hostileSubscriptions = (): Hostile[] =>
  hostileDocuments(asSubscription)
    .filter(withinOrder)
    .map((hostile) => ({
      ...hostile,
      query: hostile.query.replace('order(id: "x")', 'order'),
    }));

const DEEPEST = `{ conversations { nodes { order { ${'conversation { order { '.repeat(7)} id ${'} } '.repeat(7)} } } } }`;

onSqlite('One verdict at both doors (trap 3)', (database) => {
  let node: TestNode;
  let wire: Wire;
  beforeAll(async () => {
    node = await startNode(await database.createUrl());
    await openShop(node);
    await placeOrder(node);
    wire = await openWireAs(node.wsUrl, buyer());
  });
  afterEach(async () => {
    expect((await node.ask(buyer(), '{ viewer { id } }')).errors).toBeUndefined();
  });
  afterAll(async () => {
    await wire.close();
    await node.stop();
  });

  async function codesAtBothDoors(hostile: Pick<Hostile, 'query' | 'variables'>) {
    const { query, variables } = hostile;
    const http = await postAs(node.url, buyer(), { query, variables });
    expect(http.text).not.toMatch(LEAKS);
    if (JSON.stringify(hostile).length > 60_000) return { http: http.codes, socket: http.codes };
    const answer = await firstAnswer(wire, { query, variables });
    expect(answer.type).toBe('error');
    const socket = answer.payload.map(codeOf);
    return { http: http.codes, socket };
  }

  it.each(hostileDocuments(asQuery).map((hostile) => [hostile.name, hostile] as const))(
    'refuses %s',
    async (_name, hostile) => {
      const { http, socket } = await codesAtBothDoors(hostile);
      expect(new Set(http)).toEqual(new Set([hostile.code]));
      expect(socket).toEqual(http);
      expect(http.length).toBeLessThanOrEqual(21);
    },
  );

  it.each(hostileSubscriptions().map((hostile) => [hostile.name, hostile] as const))(
    'refuses %s, as a subscription',
    async (_name, hostile) => {
      const { http, socket } = await codesAtBothDoors(hostile);
      expect(new Set(http)).toEqual(new Set([hostile.code]));
      expect(socket).toEqual(http);
    },
  );

  it('refuses what is no GraphQL, with one code', async () => {
    for (const query of MALFORMED) {
      const http = await postAs(node.url, buyer(), { query });
      expect([query, http.codes]).toEqual([query, ['GRAPHQL_PARSE_FAILED']]);
      const answer = await firstAnswer(wire, { query });
      expect(answer.payload.map(codeOf)).toEqual(http.codes);
    }
  });

  it.each(['@skip(if: $b)', '@include(if: $b)'])(
    'refuses %s on what is subscribed to, as nothing might be left',
    async (directive) => {
      const query = `subscription ($b: Boolean!) { inbox ${directive} { __typename } }`;
      const { http, socket } = await codesAtBothDoors({ query, variables: { b: false } });
      expect([http, socket]).toEqual([
        ['GRAPHQL_VALIDATION_FAILED'],
        ['GRAPHQL_VALIDATION_FAILED'],
      ]);
    },
  );

  it('takes what stays within the limits', async () => {
    const times = (count: number, part: string) => Array(count).fill(part).join(' ');
    const within = [
      DEEPEST,
      `{ viewer { ${times(90, 'id')} } }`,
      `{ ${times(50, 'serverTime')} }`,
      `{ viewer { ${Array.from({ length: 100 }, (_, n) => `a${n}: id`).join(' ')} } }`,
      '{ orders(first: 100) { totalCount nodes { id proposals { id } lines { title } conversation { messages(last: 20) { nodes { id text } } } } } }',
    ];
    for (const query of within) {
      const reply = await postAs(node.url, buyer(), { query });
      expect(reply.json.errors).toBeUndefined();
    }
  });

  it('checks the cost anew for each set of variables of a known document', async () => {
    const query =
      'query($n: Int!) { conversations(first: $n) { nodes { messages(first: $n) { nodes { conversation { messages(first: $n) { nodes { id } } } } } } } }';
    const codesFor = async (n: unknown) =>
      (await postAs(node.url, buyer(), { query, variables: { n } })).codes;
    expect(await codesFor(5)).toEqual([]);
    expect(await codesFor(100)).toEqual(['OPERATION_TOO_COSTLY']);
    expect(await codesFor(5)).toEqual([]);
    for (const n of ['NaN', '5', -1, 1.5, null, true, {}, [5]])
      expect([n, await codesFor(n)]).toEqual([n, ['BAD_USER_INPUT']]);
  });

  it('takes no number that JSON can write and no page can have', async () => {
    const query = 'query($n: Int!) { orders(first: $n) { nodes { id } } }';
    for (const n of ['1e999', '-1e999', '9007199254740993', '1e-400'])
      expect(
        (await postRaw(`{"query":${JSON.stringify(query)},"variables":{"n":${n}}}`)).codes,
      ).toEqual(n === '1e-400' ? [] : ['BAD_USER_INPUT']);
  });

  async function postRaw(body: string) {
    return post(node.url, body, { authorization: `Bearer ${await cachedToken(buyer())}` });
  }

  it.each<[string, Person]>([
    ['a buyer', buyer()],
    ['a seller', seller()],
    ['staff', staff],
  ])('runs queries and mutations of %s by POST only', async (_name, person) => {
    const own = await openWireAs(node.wsUrl, person);
    for (const query of [
      '{ serverTime }',
      'mutation { shopRegister(input: {shopId: "a", name: "a", kind: TMALL}) { shop { id } } }',
    ]) {
      const answer = await firstAnswer(own, { query });
      expect(answer).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'BAD_REQUEST' } }],
      });
    }
    await own.close();
  });

  it('runs the subscription that operationName picks', async () => {
    const query =
      'subscription A($a: String) { inbox(after: $a) { __typename } } subscription B { nothing: inbox { __typename } } query C { serverTime }';
    for (const operationName of ['D', undefined, null])
      expect(await firstAnswer(wire, { query, operationName })).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }],
      });
    expect(
      await firstAnswer(wire, { query, operationName: 'A', variables: { a: 'AAAAAAAA.0' } }),
    ).toMatchObject({
      type: 'next',
      payload: { data: { inbox: { __typename: 'InboxResync' } } },
    });
  });

  it('runs 100 operations on a socket at once, and no more', async () => {
    const own = await openWireAs(node.wsUrl, buyer());
    const query = 'subscription { inbox { __typename } }';
    const answering = { query: 'subscription { inbox(after: "AAAAAAAA.0") { __typename } }' };
    const running = subscribe(own, answering);
    expect((await own.nextOf(running)).type).toBe('next');
    const ids = Array.from({ length: 129 }, () => subscribe(own, { query }));
    for (const id of ids.slice(99))
      expect(await own.nextOf(id)).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'TOO_MANY_OPERATIONS' } }],
      });
    own.send({ type: 'complete', id: running });
    const again = subscribe(own, answering);
    expect((await own.nextOf(again)).type).toBe('next');
    await own.close();
  });
});
