/**
 * Headers that every answer carries. helmet: the names and values browsers know, kept up to date. Itself rather than its
 * plugin for Fastify, which builds all of it anew for each request.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

/** Answers are data: no browser runs anything of them, nor shows them in a frame. */
const DATA = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** @param isProduction whether browsers are told to come by TLS only; without TLS they do not listen to it */
export function addSecurityHeaders(server: FastifyInstance, isProduction: boolean): void {
  const secure = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: DATA },
    // Other names of the marketplace's domain are not ours to decide on.
    strictTransportSecurity: isProduction && { includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
    // Of the time when browsers obeyed them.
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  server.addHook('onRequest', (request, reply, next) => {
    secure(request.raw, reply.raw, next as (error?: unknown) => void);
  });
}

/** What a page of our own may do: run these scripts and no others, and talk to this server. */
export function pagePolicy(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${sha256(script)}'`);
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    // The editor writes its styles into the page as it goes, and runs its workers from blobs.
    "style-src 'self' 'unsafe-inline'",
    'worker-src blob:',
    "img-src 'self' data:",
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');
