/** The host application of the workbench: a page of another origin that embeds it or opens it, and has tokens to give. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page, WebSocket } from 'playwright-core';

export interface Host {
  readonly origin: string;
  /** Where its page is, with the workbench at `path` as it wants it. */
  pageWith(workbench: string, how: 'framed' | 'opened'): string;
  close(): Promise<void>;
}

/** The page waits to be asked for a token, and gives what `window.tokens` has next; without any it waits for `give`. */
const HTML = `<!doctype html><title>Host</title><body><script>
  const [how, workbench] = [location.search.slice(1), decodeURIComponent(location.hash.slice(1))];
  window.tokens = [];
  window.asked = 0;
  let below;
  window.give = (token) => below.postMessage({ type: 'parley.token', token }, new URL(workbench).origin);
  addEventListener('message', ({ data, origin, source }) => {
    if (source !== below || data.type !== 'parley.tokenWanted' || origin !== new URL(workbench).origin) return;
    window.asked += 1;
    if (window.tokens.length > 0) window.give(window.tokens.shift());
  });
  if (how === 'framed') {
    const frame = document.createElement('iframe');
    frame.style = 'width: 1400px; height: 850px';
    frame.src = workbench;
    document.body.append(frame);
    below = frame.contentWindow;
  } else below = open(workbench);
</script>`;

const listening = (server: Server): Promise<void> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

export async function openHost(): Promise<Host> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(HTML);
  });
  await listening(server);
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    origin,
    pageWith: (workbench, how) => `${origin}/?${how}#${encodeURIComponent(workbench)}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export interface Visit {
  readonly host: Page;
  /** Opened so far by the page and what is framed in it. */
  readonly sockets: readonly WebSocket[];
}

/** Opens the host's page with tokens to give when it is asked. */
export async function visit(browser: Browser, page: string, tokens: string[]): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const host = await context.newPage();
  host.setDefaultTimeout(20_000);
  const sockets: WebSocket[] = [];
  host.on('websocket', (socket) => sockets.push(socket));
  await host.addInitScript(
    `addEventListener('DOMContentLoaded', () => window.tokens.push(...${JSON.stringify(tokens)}))`,
  );
  await host.goto(page);
  return { host, sockets };
}
