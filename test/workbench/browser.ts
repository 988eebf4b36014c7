/** Debian's Chromium, driven by playwright-core: nothing is downloaded. */
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import type { Market, Viewer } from './market';

const program = process.env['PARLEY_TEST_CHROMIUM'] ?? '/usr/bin/chromium';

export type Language = 'en' | 'zh-CN';

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: program,
    // Root has no namespaces of its own to lock a browser into, and it visits our own server only.
    args: ['--no-sandbox'],
  });

export interface Opening {
  readonly path?: string;
  readonly language?: Language;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A browser window of its own, signed in as the host application would; what goes wrong in it fails the test. */
export async function openAs(
  browser: Browser,
  market: Market,
  viewer: Viewer | undefined,
  { path = '/orders', language = 'en', viewport = WIDE }: Opening = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport,
    locale: language === 'en' ? 'en-GB' : 'zh-CN',
    timezoneId: 'Europe/Berlin',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // A server that is away, or a token that has ended, is no fault of the page; the browser notes it all the same.
    const isExpected = /Failed to load resource|WebSocket connection/.test(message.text());
    if (message.type() === 'error' && !isExpected) faults.push(message.text());
  });
  const token = viewer === undefined ? '' : `#token=${market.tokens[viewer]}`;
  await page.goto(market.origin + path + token);
  return page;
}

/** What any page of the test threw, or its Content-Security-Policy refused. */
export const faults: string[] = [];

/** How wide a picture is by itself, once it has come. */
export const naturalWidth = (image: Locator): Promise<number> =>
  image.evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          const width = Reflect.get(element, 'naturalWidth') as number;
          if (width > 0) resolve(width);
          else element.addEventListener('load', look, { once: true });
        };
        look();
      }),
  );
