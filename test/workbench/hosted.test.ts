/** The workbench inside of, or opened by, the page of a host application that hands over the token. */
import { SignJWT } from 'jose';
import type { Browser } from 'playwright-core';
import { launch } from './browser';
import { openHost, visit, type Host } from './host';
import { inBrowser } from './in-browser';
import { until } from '../client/until';
import { importOrder, openMarket, PEOPLE, say, type Market } from './market';

let allowed: Host;
let hostile: Host;
let market: Market;
let browser: Browser;

beforeAll(async () => {
  [allowed, hostile, browser] = await Promise.all([openHost(), openHost(), launch()]);
  market = await openMarket({ ALLOWED_ORIGINS: `capacitor://app, ${allowed.origin}` });
});

afterAll(async () => {
  await browser.close();
  await market.close();
  await Promise.all([allowed.close(), hostile.close()]);
});

afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

const endingIn = (seconds: number): Promise<string> =>
  new SignJWT({ ...PEOPLE.seller, permissions: ['owner'] })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(Date.now() / 1_000) + seconds)
    .sign(new TextEncoder().encode(market.secret));

test('AC-4 only pages of allowed web origins may frame the page, and it is told which', async () => {
  const page = await fetch(`${market.origin}/orders`);
  expect(page.headers.get('content-security-policy')).toContain(
    `frame-ancestors 'self' ${allowed.origin};`,
  );
  expect(page.headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
  expect(await page.text()).toContain(`data-hosts="${allowed.origin}"`);
});

inBrowser('in the page of a host', () => {
  test('a token is asked for and taken, and one that is renewed goes on without a reload', async () => {
    const id = await importOrder(market, { orderNo: 'HOST-1', title: 'Inkstone' });
    const page = allowed.pageWith(`${market.origin}/orders/${id}`, 'framed');
    const { host, sockets } = await visit(browser, page, [await endingIn(20)]);
    const frame = host.frameLocator('iframe');
    const draft = frame.getByPlaceholder('Write a message');
    await draft.fill('Still being written');
    await frame.locator('.live-live').waitFor();
    await frame.locator('body').evaluate(() => Reflect.set(globalThis, 'isTheSame', true));
    // It asks in time for another: half of twenty seconds before the end.
    await host.waitForFunction('window.asked > 1');
    await host.evaluate((token) => Reflect.get(globalThis, 'give')(token), market.tokens.seller);
    // The socket ends with the first token, and comes back with the second.
    await until(() => sockets.length === 2);
    await say(market, id, 'After the renewal', 'buyer');
    await frame.locator('.bubble').getByText('After the renewal').waitFor();
    expect(await draft.inputValue()).toBe('Still being written');
    expect(await frame.locator('body').evaluate(() => Reflect.get(globalThis, 'isTheSame'))).toBe(
      true,
    );
  });

  test('what was written and not sent outlives the session, for who wrote it', async () => {
    const id = await importOrder(market, { orderNo: 'HOST-2', title: 'Brush' });
    const page = allowed.pageWith(`${market.origin}/orders/${id}`, 'framed');
    const { host } = await visit(browser, page, [market.tokens.seller]);
    const give = (token: string) =>
      host.evaluate((given) => Reflect.get(globalThis, 'give')(given), token);
    const frame = host.frameLocator('iframe');
    const draft = frame.getByPlaceholder('Write a message');
    await draft.fill('Still being written');
    await give(await endingIn(-1));
    await frame.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    await give(market.tokens.buyer);
    await draft.waitFor();
    expect(await draft.inputValue()).toBe('');
    await give(market.tokens.seller);
    await frame.getByText('Still being written').waitFor();
    await frame.getByRole('button', { name: 'Sign out' }).click();
    await give(market.tokens.seller);
    await draft.waitFor();
    expect(await draft.inputValue()).toBe('');
  });

  test('a window that the host opened is signed in by it', async () => {
    const page = allowed.pageWith(`${market.origin}/orders`, 'opened');
    const { host } = await visit(browser, page, [market.tokens.seller]);
    const popup = host.context().pages()[1] ?? (await host.waitForEvent('popup'));
    await popup.locator('.live-live').waitFor();
  });

  test('a page of another origin can neither frame it nor sign anybody in', async () => {
    const framed = hostile.pageWith(`${market.origin}/orders`, 'framed');
    const { host: around } = await visit(browser, framed, []);
    await until(() => around.frames()[1]?.url().startsWith('chrome-error:') === true);

    const opened = hostile.pageWith(`${market.origin}/orders`, 'opened');
    const { host } = await visit(browser, opened, []);
    const popup = host.context().pages()[1] ?? (await host.waitForEvent('popup'));
    await popup.evaluate(
      'void (window.heard = new Promise((resolve) => addEventListener("message", resolve)))',
    );
    await host.evaluate((token) => Reflect.get(globalThis, 'give')(token), market.tokens.seller);
    await popup.evaluate('window.heard.then(() => undefined)');
    await popup.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    expect(await popup.evaluate('sessionStorage.length')).toBe(0);
  });
});
