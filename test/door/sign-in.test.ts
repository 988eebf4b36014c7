import { generateKeyPair, type JWTPayload } from 'jose';
import { SECRET, startNode, type TestNode } from '../support/node';
import { openShop } from '../support/market';
import { onSqlite } from '../services/databases';
import { signWith, startKeyServer, type KeyServer } from './key-server';
import { LEAKS, post, type Reply } from './post';
import { openWire } from './wire';

const QUERY = JSON.stringify({ query: '{ viewer { id role permissions shop { shopId } } }' });
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;
const secret = new TextEncoder().encode(SECRET);

/** A buyer whose token ends in an hour. */
const claims = (more: JWTPayload = {}): JWTPayload => ({
  sub: 'buyer-1',
  role: 'BUYER',
  exp: inSeconds(3_600),
  ...more,
});

const without = (...names: string[]): JWTPayload =>
  Object.fromEntries(Object.entries(claims()).filter(([name]) => !names.includes(name)));

const sign = (payload: JWTPayload, alg = 'HS256', key: Uint8Array = secret): Promise<string> =>
  signWith(key, payload, { alg });

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signed by nobody. */
const unsigned = (alg: string): string => `${base64({ alg, typ: 'JWT' })}.${base64(claims())}.`;

const ask = (node: TestNode, authorization: string): Promise<Reply> =>
  post(node.url, QUERY, { authorization });

/** What `connection_init` with this payload comes to: an ack, or the code the socket is closed with. */
async function connect(node: TestNode, payload: object): Promise<string | number> {
  const wire = await openWire(node.wsUrl);
  wire.send({ type: 'connection_init', payload });
  const answer = await wire.next().catch(() => undefined);
  if (answer === undefined) return (await wire.closed).code;
  await wire.close();
  return answer.type;
}

async function expectRefused(node: TestNode, authorization: string): Promise<void> {
  const reply = await ask(node, authorization);
  expect([reply.status, reply.codes]).toEqual([401, ['UNAUTHENTICATED']]);
  expect(reply.text).not.toMatch(LEAKS);
  expect(await connect(node, { authorization })).toBe(4403);
}

onSqlite('Signing in with a shared secret', (database) => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startNode(await database.createUrl());
    await openShop(node);
  });
  afterAll(() => node.stop());

  it.each(['Bearer', 'bearer', 'BEARER', 'Bearer  '])(
    'takes the token after "%s"',
    async (form) => {
      const authorization = `${form} ${await sign(claims())}`;
      expect((await ask(node, authorization)).json.data.viewer).toMatchObject({ id: 'buyer-1' });
      expect(await connect(node, { authorization })).toBe('connection_ack');
    },
  );

  it('takes Authorization in connection_init too', async () => {
    const authorization = `Bearer ${await sign(claims())}`;
    expect(await connect(node, { Authorization: authorization })).toBe('connection_ack');
  });

  it('takes the claims of a seller', async () => {
    const seller = {
      sub: 'seat-1',
      role: 'SELLER',
      shop: 'shop-1',
      permissions: ['chat', 'nothing'],
    };
    const { json } = await ask(node, `Bearer ${await sign(claims(seller))}`);
    expect(json.data.viewer).toEqual({
      id: 'seat-1',
      role: 'SELLER',
      permissions: ['chat'],
      shop: { shopId: 'shop-1' },
    });
  });

  it('knows nobody without a token: 401 where a viewer is needed', async () => {
    const reply = await post(node.url, QUERY);
    expect([reply.status, reply.codes]).toEqual([401, ['UNAUTHENTICATED']]);
    expect((await post(node.url, '{"query":"{ serverTime }"}')).status).toBe(200);
    expect(await connect(node, {})).toBe(4403);
  });

  it.each([
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    'nonsense',
    'Bearer a b',
    'Bearer a.b.c',
    'Bearer eyJhbGciOiJIUzI1NiJ9.e30.',
  ])('refuses "%s"', async (authorization) => {
    await expectRefused(node, authorization);
  });

  it.each<[string, () => Promise<string> | string]>([
    ['alg none', () => unsigned('none')],
    ['alg NONE', () => unsigned('NONE')],
    ['no signature', () => unsigned('HS256')],
    ['another algorithm', () => sign(claims(), 'HS512')],
    ['another secret', () => sign(claims(), 'HS256', secret.slice(1))],
    [
      'a public key algorithm',
      async () => signWith((await generateKeyPair('ES256')).privateKey, claims(), { alg: 'ES256' }),
    ],
    ['an end in the past', () => sign(claims({ exp: inSeconds(-1) }))],
    ['an end now', () => sign(claims({ exp: inSeconds(0) }))],
    ['no end', () => sign(without('exp'))],
    ['a beginning in the future', () => sign(claims({ nbf: inSeconds(60) }))],
    ['no sub', () => sign(without('sub'))],
    ['an empty sub', () => sign(claims({ sub: '' }))],
    ['a sub of 65 characters', () => sign(claims({ sub: 'x'.repeat(65) }))],
    ['a sub with NUL', () => sign(claims({ sub: 'a\u0000b' }))],
    ['a sub with half a character', () => sign(claims({ sub: 'a\ud800' }))],
    ['no role', () => sign(without('role'))],
    ['an unknown role', () => sign(claims({ role: 'ADMIN' }))],
    ['a role in small letters', () => sign(claims({ role: 'buyer' }))],
    ['a seller without shop', () => sign(claims({ role: 'SELLER' }))],
    ['a shop that is no text', () => sign(claims({ role: 'SELLER', shop: 5 }))],
    ['a shop of 65 characters', () => sign(claims({ role: 'SELLER', shop: 'x'.repeat(65) }))],
    [
      'permissions that are no list',
      () => sign(claims({ role: 'SELLER', shop: 'shop-1', permissions: 'owner' })),
    ],
  ])('refuses a token with %s', async (_name, token) => {
    await expectRefused(node, `Bearer ${await token()}`);
  });

  it('takes a sub of 64 characters, as orders do', async () => {
    for (const sub of ['x'.repeat(64), '🫖'.repeat(64)]) {
      const { json } = await ask(node, `Bearer ${await sign(claims({ sub }))}`);
      expect(json.data.viewer.id).toBe(sub);
    }
  });

  it('AC-4 refuses a token that ended after it was taken once, at both doors', async () => {
    const authorization = `Bearer ${await sign(claims({ exp: inSeconds(2) }))}`;
    expect((await ask(node, authorization)).status).toBe(200);
    const wire = await openWire(node.wsUrl);
    wire.send({ type: 'connection_init', payload: { authorization } });
    expect((await wire.closed).code).toBe(4403);
    expect((await ask(node, authorization)).codes).toEqual(['UNAUTHENTICATED']);
  });

  it.each([5, true, [], {}, { toString: 5 }, ['Bearer x']].map((value) => [value]))(
    'refuses %j as authorization in connection_init',
    async (authorization) => {
      expect(await connect(node, { authorization })).toBe(4403);
    },
  );

  it('AC-3 closes a socket that subscribes before it signed in with 4401, a second sign-in with 4429', async () => {
    const early = await openWire(node.wsUrl);
    early.send({
      type: 'subscribe',
      id: '1',
      payload: { query: 'subscription { inbox { __typename } }' },
    });
    expect((await early.closed).code).toBe(4401);
    const twice = await openWire(node.wsUrl);
    const init = {
      type: 'connection_init',
      payload: { authorization: `Bearer ${await sign(claims())}` },
    };
    twice.send(init);
    twice.send(init);
    expect((await twice.closed).code).toBe(4429);
  });
});

onSqlite('Signing in with the keys of an identity provider', (database) => {
  let node: TestNode;
  let provider: KeyServer;
  const ours = (more: JWTPayload = {}) =>
    claims({ iss: 'https://id.example', aud: 'parley', ...more });
  const open = async () =>
    startNode(await database.createUrl(), {
      environment: {
        AUTH_SECRET: '',
        AUTH_JWKS_URL: provider.url,
        AUTH_ISSUER: 'https://id.example',
        AUTH_AUDIENCE: 'parley',
      },
    });

  beforeAll(async () => {
    provider = await startKeyServer();
    node = await open();
  });
  afterAll(async () => {
    await node.stop();
    await provider.stop();
  });

  it('takes what it signed for us', async () => {
    const authorization = `Bearer ${await provider.sign(ours())}`;
    expect((await ask(node, authorization)).json.data.viewer.id).toBe('buyer-1');
    expect(await connect(node, { authorization })).toBe('connection_ack');
  });

  it.each<[string, () => Promise<string> | string]>([
    ['another issuer', () => provider.sign(ours({ iss: 'https://evil.example' }))],
    ['another audience', () => provider.sign(ours({ aud: 'another' }))],
    ['no issuer', () => provider.sign(claims({ aud: 'parley' }))],
    ['no audience', () => provider.sign(claims({ iss: 'https://id.example' }))],
    ['an unknown key', () => provider.sign(ours(), { kid: 'key-2' })],
    ['an end in the past', () => provider.sign(ours({ exp: inSeconds(-5) }))],
    [
      'a forged signature',
      async () =>
        signWith((await generateKeyPair('ES256')).privateKey, ours(), {
          alg: 'ES256',
          kid: 'key-1',
        }),
    ],
    [
      'the public key taken for a secret',
      () =>
        signWith(new TextEncoder().encode(provider.publicText), ours(), {
          alg: 'HS256',
          kid: 'key-1',
        }),
    ],
    ['the tests’ secret', () => sign(ours())],
    ['alg none', () => unsigned('none')],
  ])('refuses a token with %s', async (_name, token) => {
    await expectRefused(node, `Bearer ${await token()}`);
  });

  it.each<[string, (provider: KeyServer) => unknown]>([
    ['is down', (broken) => broken.stop()],
    ['answers 500', (broken) => (broken.answer = 'status 500')],
    ['answers with no key set', (broken) => (broken.answer = 'no key set')],
  ])('says "later", not "no", when the provider %s', async (_name, breakIt) => {
    const whole = provider;
    provider = await startKeyServer();
    const other = await open();
    const authorization = `Bearer ${await provider.sign(ours())}`;
    await breakIt(provider);
    const reply = await ask(other, authorization);
    const code = await connect(other, { authorization });
    await other.stop();
    await provider.stop();
    provider = whole;
    expect([reply.status, reply.codes]).toEqual([503, ['SERVICE_UNAVAILABLE']]);
    expect(reply.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(reply.text).not.toMatch(LEAKS);
    expect(code).toBe(1013);
  });
});
