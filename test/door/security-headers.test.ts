import { createHash } from 'node:crypto';
import { announce, get, put } from '../evidence/uploads';
import { aFile } from '../evidence/sample-files';
import { openShop, placeOrder } from '../support/market';
import { SECRET, startNode, type TestNode } from '../support/node';
import { buyer, seller } from '../support/people';
import { onSqlite } from '../services/databases';
import { post, postAs } from './post';

onSqlite('Security headers', (database) => {
  let node: TestNode;
  let strict: TestNode;
  beforeAll(async () => {
    node = await startNode(await database.createUrl());
    await openShop(node);
    strict = await startNode(await database.createUrl(), {
      environment: { NODE_ENV: 'production', SANDBOX: 'false', AUTH_SECRET: SECRET, DRAIN_MS: '0' },
    });
  });
  afterAll(async () => {
    await strict.stop();
    await node.stop();
  });

  const expectHardened = (headers: Headers, isProduction: boolean) => {
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toEqual(
      isProduction ? expect.stringMatching(/^max-age=\d{8}$/) : null,
    );
  };

  it('are on every answer: good ones, refusals, pages, what is not there', async () => {
    for (const [one, isProduction] of [
      [node, false],
      [strict, true],
    ] as const) {
      const answers = [
        await postAs(one.url, buyer(), { query: '{ serverTime }' }),
        await postAs(one.url, buyer(), { query: '{' }),
        await post(one.url, '{'),
        await post(one.url, 'x', { 'content-type': 'text/plain' }),
        await post(one.url, '{}', { authorization: 'Bearer x' }),
        ...(await Promise.all(
          ['/graphql', '/healthz', '/readyz', '/metrics', '/nothing'].map((page) =>
            fetch(new URL(page, one.url)),
          ),
        )),
      ];
      for (const { headers } of answers) expectHardened(headers, isProduction);
    }
  });

  it('let GraphiQL run its own scripts, each by its hash, and no others', async () => {
    const response = await fetch(new URL('/graphiql', node.url));
    expectHardened(response.headers, false);
    const policy = response.headers.get('content-security-policy') ?? '';
    const allowed = /script-src ([^;]+)/.exec(policy)?.[1]?.split(' ') ?? [];
    const html = await response.text();
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code]) => code!);
    const hashes = scripts.map(
      (code) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
    );
    expect(hashes).toHaveLength(4);
    expect(allowed).toEqual(hashes);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(html).not.toMatch(/<script [^>]*src=|<link [^>]*href="http/);
  });

  it('EV-2 leave files their own, which are stricter', async () => {
    const bytes = aFile('image/png', 1_000);
    const orderId = await placeOrder(node);
    const { evidence } = await announce(node, bytes, { orderId });
    expect((await put(node, evidence.uploadUrl, bytes)).status).toBe(204);
    const query = 'query ($id: ID!) { node(id: $id) { ... on Evidence { downloadUrl } } }';
    const { data } = await node.ask(seller(), query, { id: evidence.id });
    const { status, headers } = await get(node, data.node.downloadUrl);
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('private, no-store');
  });
});
