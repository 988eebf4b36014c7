/** Which web pages may talk to Parley: those on its own host, those in ALLOWED_ORIGINS, and in a sandbox those on localhost. */
import type { Settings } from '../lib/settings';

const LOCAL = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** `host` is the Host header of the request, if the page's own host may count. Programs send no origin and are not asked. */
export function isAllowedOrigin(
  origin: string,
  host: string | undefined,
  { allowedOrigins, sandbox }: Pick<Settings, 'allowedOrigins' | 'sandbox'>,
): boolean {
  if (allowedOrigins.includes(origin)) return true;
  if (host !== undefined && new RegExp(`^https?://${escaped(host)}$`).test(origin)) return true;
  return sandbox && LOCAL.test(origin);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
