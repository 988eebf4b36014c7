import { getIntrospectionQuery } from 'graphql';
import { createHash } from 'node:crypto';
import { buyer, seller, staff, system } from '../support/people';
import { SECRET, startNode, type TestNode } from '../support/node';
import { onSqlite } from '../services/databases';
import { LEAKS, post, postAs, replyOf } from './post';

const MIB = 1_048_576;

onSqlite('Requests no client of ours makes', (database) => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startNode(await database.createUrl());
  });
  afterEach(async () => {
    expect((await node.ask(buyer(), '{ viewer { id } }')).data).toEqual({
      viewer: { id: 'buyer-1' },
    });
  });
  afterAll(() => node.stop());

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH'])('refuses %s with 405', async (method) => {
    const response = await fetch(`${node.url}?query={serverTime}`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    if (method !== 'HEAD') expect((await replyOf(response)).codes).toEqual(['BAD_REQUEST']);
  });

  it.each([
    ['text/plain', '{"query":"{ serverTime }"}'],
    ['application/x-www-form-urlencoded', 'query={serverTime}'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/graphql', '{ serverTime }'],
    ['nonsense', '{"query":"{ serverTime }"}'],
  ])('refuses %s, which a page of any origin may send, with 415', async (type, body) => {
    const reply = await post(node.url, body, { 'content-type': type });
    expect(reply.status).toBe(415);
    expect(reply.codes).toEqual(['UNSUPPORTED_MEDIA_TYPE']);
  });

  it.each([
    ['', 'nothing'],
    ['{', 'half an object'],
    ['{"query":"{ serverTime }"', 'an unfinished object'],
    ['nonsense', 'no JSON'],
    ['"a text"', 'a text'],
    ['17', 'a number'],
    ['null', 'null'],
    ['[]', 'an empty batch'],
    ['[{"query":"{ serverTime }"},{"query":"{ serverTime }"}]', 'a batch'],
    ['{"query":"{ serverTime }","variables":"{}"}', 'variables as text'],
    ['{"query":"{ serverTime }","variables":[]}', 'variables as a list'],
    ['{"query":"{ serverTime }","operationName":5}', 'a number as operationName'],
    ['{"query":"{ serverTime }","__proto__":{"a":1}}', 'a prototype'],
    [`{"query":${'['.repeat(100_000)}`, 'a very deep list'],
  ])('refuses %.60s, %s, with 400', async (body) => {
    const reply = await post(node.url, body);
    expect(reply.status).toBe(400);
    expect(reply.codes).toEqual(['BAD_REQUEST']);
    expect(reply.text).not.toMatch(LEAKS);
  });

  it('refuses a body over 2 MiB with 413, and takes one of 2 MiB', async () => {
    const query = '{ serverTime }';
    const empty = JSON.stringify({ query, padding: '' }).length;
    const of = (size: number) => JSON.stringify({ query, padding: 'x'.repeat(size - empty) });
    expect((await post(node.url, of(2 * MIB))).status).toBe(200);
    const reply = await post(node.url, of(2 * MIB + 1));
    expect(reply.status).toBe(413);
    expect(reply.codes).toEqual(['PAYLOAD_TOO_LARGE']);
  });

  it('refuses an operationName the document has not, or none where there are several', async () => {
    const query = 'query A { serverTime } query B { serverTime }';
    for (const operationName of ['C', undefined, null]) {
      const reply = await postAs(node.url, buyer(), { query, operationName });
      expect(reply.status).toBe(400);
      expect(reply.codes).toEqual(['OPERATION_RESOLUTION_FAILURE']);
    }
    expect((await postAs(node.url, buyer(), { query, operationName: 'B' })).status).toBe(200);
  });

  it('knows no persisted queries: no document runs that the door has not looked at', async () => {
    const query = '{ serverTime }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    await postAs(node.url, staff, { query, extensions });
    const reply = await postAs(node.url, buyer(), { extensions });
    expect(reply.json.data).toBeUndefined();
    expect(reply.codes).toEqual(['PERSISTED_QUERY_NOT_SUPPORTED']);
  });

  it('sends subscriptions to the socket', async () => {
    const reply = await postAs(node.url, buyer(), {
      query: 'subscription { inbox { __typename } }',
    });
    expect(reply.status).toBe(400);
    expect(reply.codes).toEqual(['BAD_REQUEST']);
  });

  it('lets pages of its own host and of localhost read answers in a sandbox, others not', async () => {
    const preflight = (origin: string) =>
      fetch(node.url, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const allowed = await preflight('http://localhost:5173');
    expect(allowed.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
      const refused = await preflight(origin);
      expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});

onSqlite('In production', (database) => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startNode(await database.createUrl(), {
      environment: {
        NODE_ENV: 'production',
        SANDBOX: 'false',
        AUTH_SECRET: SECRET,
        ALLOWED_ORIGINS: 'https://workbench.example, https://shop.example',
      },
    });
  });
  afterAll(() => node.stop());

  const introspections = [getIntrospectionQuery(), '{ __type(name: "Order") { name } }'];

  it.each([
    ['nobody', null],
    ['a buyer', buyer()],
    ['a seller', seller()],
  ])('shows the schema not to %s', async (_name, person) => {
    for (const query of introspections) {
      const reply = await postAs(node.url, person, { query });
      expect(new Set(reply.codes)).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
      expect(reply.json.data).toBeUndefined();
    }
  });

  it('shows the schema to the marketplace, and only to it also right afterwards', async () => {
    for (const person of [staff, system])
      for (const query of introspections)
        expect((await postAs(node.url, person, { query })).json.errors).toBeUndefined();
    const reply = await postAs(node.url, buyer(), { query: introspections[0] });
    expect(reply.json.data).toBeUndefined();
  });

  it('suggests the schema’s names to those only who may see it', async () => {
    const query = '{ viewr { id } order(idd: 1) { idd } node(id: "x") { ... on Ordr { id } } }';
    for (const [person, isTold] of [
      [null, false],
      [buyer(), false],
      [staff, true],
    ] as const) {
      const { codes, text } = await postAs(node.url, person, { query });
      expect(new Set(codes)).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
      expect(/Did you mean|viewer/.test(text)).toBe(isTold);
    }
  });

  it('has neither GraphiQL nor a clock to move', async () => {
    const origin = node.url.replace('/graphql', '');
    expect((await fetch(`${origin}/graphiql`)).status).toBe(404);
    const query = 'mutation { sandboxClockAdvance(input: {by: "PT1H"}) { serverTime } }';
    const reply = await postAs(node.url, system, { query });
    expect(reply.codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  it.each([
    ['https://workbench.example', true],
    ['https://shop.example', true],
    ['http://localhost:5173', false],
    ['https://evil.example', false],
    ['https://workbench.example.evil.example', false],
  ])('lets pages of %s read answers: %s', async (origin, isAllowed) => {
    const reply = await post(node.url, '{"query":"{ serverTime }"}', { origin });
    expect(reply.headers.get('access-control-allow-origin')).toBe(isAllowed ? origin : null);
  });
});
