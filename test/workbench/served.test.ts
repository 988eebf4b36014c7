/** How the server hands out the workbench, and that it shadows nothing. */
import { openMarket, type Market } from './market';

let market: Market;

beforeAll(async () => {
  market = await openMarket();
});

afterAll(() => market.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(market.origin + path, { headers, redirect: 'manual' });

const scriptOf = async (): Promise<string> =>
  /src="(\/assets\/[^"]+\.js)"/.exec(await (await get('/')).text())?.[1] ?? '';

describe('the workbench is served', () => {
  test.each([
    '/',
    '/orders',
    '/orders/ord_1',
    '/tickets/tkt_1',
    '/reports/rpt_1',
    '/seats',
    '/policy',
    '/tickets/tkt_1/case',
    '/side-by-side',
  ])('at %s as one page that is fresh each time and runs no script but our own', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
    const html = await response.text();
    expect(html).toContain('data-zone="Asia/Shanghai"');
    expect(html).not.toMatch(/<script(?![^>]* src=)/);
  });

  test.each(['br', 'gzip'])('with files that are kept for ever, ready in %s', async (encoding) => {
    const response = await get(await scriptOf(), { 'accept-encoding': encoding });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  test.each(['/healthz', '/readyz', '/metrics', '/graphiql'])('beside %s', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(await response.text()).not.toContain('id="root"></div>\n    <script type="module"');
  });

  test.each([
    '/graphql',
    '/evidence/evd_1',
    '/nothing',
    '/assets/none.js',
    '/assets/../package.json',
  ])('and not at %s', async (path) => {
    expect([403, 404, 405]).toContain((await get(path)).status);
  });

  test('with the demo viewers, in a sandbox only', async () => {
    const response = await get('/sandbox/viewers');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    const tokens = (await response.json()) as Record<string, string>;
    expect(Object.keys(tokens)).toEqual(['seller', 'buyer', 'platform', 'system']);
  });
});
