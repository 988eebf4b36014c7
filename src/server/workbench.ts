/** The workbench's build, served: hashed files for ever, the page itself fresh each time. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
// @fastify/static: of Fastify's own people; serves the .br and .gz that lie beside a file.
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Settings } from '../lib/settings';

/** Addresses of the page. It reads the rest itself; whatever is not here stays 404. */
const PAGES = [
  '/',
  '/orders',
  '/orders/:id',
  '/tickets',
  '/tickets/:id',
  '/tickets/:id/case',
  '/appeals',
  '/reports',
  '/reports/:id',
  '/shop',
  '/seats',
  '/violations',
  '/compensations',
  '/policy',
  '/sweep',
  '/side-by-side',
];

const A_YEAR_MS = 365 * 86_400_000;

/** An origin as browsers write it. ALLOWED_ORIGINS may hold others, of apps; they have no page to put ours into. */
const WEB_ORIGIN = /^https?:\/\/[a-z0-9.-]+(:\d+)?$/;

/** The pages that may embed the workbench, or open it, and hand it a token: src/workbench/session/host.ts listens to them. */
const hostsOf = ({ allowedOrigins }: Settings): readonly string[] =>
  allowedOrigins.filter((origin) => WEB_ORIGIN.test(origin));

/**
 * Scripts of our own only. Ant Design writes its styles into the page as it draws, so styles may be inline; pictures may be
 * blobs, for evidence is looked at before it is uploaded. Pages of our own may frame it, as the side-by-side view does, and hosts.
 */
const policyFor = (hosts: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    ["frame-ancestors 'self'", ...hosts].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** `same-origin` would take from a host the window it opened; X-Frame-Options knows no list, and browsers that do ignore it. */
const headersFor = (hosts: readonly string[]): Record<string, string> => ({
  'cache-control': 'no-store',
  'content-security-policy': policyFor(hosts),
  'x-frame-options': 'SAMEORIGIN',
  ...(hosts.length > 0 && { 'cross-origin-opener-policy': 'unsafe-none' }),
});

/** What the page must know before it asks anything; scripts inside of the page are not allowed. */
const factsOf = (settings: Settings): string => {
  const { zone, currency, sandbox } = settings;
  const hosts = hostsOf(settings).join(' ');
  return `<meta name="parley" data-zone="${zone}" data-currency="${currency}" data-sandbox="${sandbox}" data-hosts="${hosts}" />`;
};

/** Nothing is served, and nothing breaks, where the workbench was not built. */
export function addWorkbench(server: FastifyInstance, folder: string, settings: Settings): void {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return;
  void server.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: A_YEAR_MS,
    index: false,
  });
  const headers = headersFor(hostsOf(settings));
  for (const page of PAGES) {
    server.get(page, (_request, reply) => {
      // Read each time: `npm run dev` builds while we serve.
      const html = readFileSync(index, 'utf8').replace('<!-- facts -->', factsOf(settings));
      return reply.type('text/html; charset=utf-8').headers(headers).send(html);
    });
  }
}
