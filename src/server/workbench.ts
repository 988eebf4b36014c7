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
  '/shop',
  '/violations',
  '/side-by-side',
];

const A_YEAR_MS = 365 * 86_400_000;

/**
 * Scripts of our own only. Ant Design writes its styles into the page as it draws, so styles may be inline; pictures may be
 * blobs, for evidence is looked at before it is uploaded. Only pages of our own may frame it: the side-by-side view does.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What the page must know before it asks anything; scripts inside of the page are not allowed. */
const factsOf = ({ zone, currency, sandbox }: Settings): string =>
  `<meta name="parley" data-zone="${zone}" data-currency="${currency}" data-sandbox="${sandbox}" />`;

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
  for (const page of PAGES) {
    server.get(page, (_request, reply) => {
      // Read each time: `npm run dev` builds while we serve.
      const html = readFileSync(index, 'utf8').replace('<!-- facts -->', factsOf(settings));
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('content-security-policy', POLICY)
        .header('x-frame-options', 'SAMEORIGIN')
        .send(html);
    });
  }
}
