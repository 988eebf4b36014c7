/**
 * The host application, whose page embeds this one or opened it, hands over the token: at first, and each time it has renewed
 * it. Heard are only the origins that the server lists (ALLOWED_ORIGINS), and only from the window above.
 */
import { facts } from '../api/facts';

const TOKEN = 'parley.token';
const WANTED = 'parley.tokenWanted';

/** Null in a window of its own. */
const host = window.parent === window ? (window.opener as Window | null) : window.parent;

export const hasHost = host !== null && facts.hosts.length > 0;

/** A host that answers with what the server does not take is not asked again at once, and again. */
const AT_MOST_EVERY_MS = 3_000;
let askedAt = -Infinity;

/** Says nothing but that a token is wanted: whoever is above may know that. */
export function askForToken(): void {
  if (!hasHost || performance.now() - askedAt < AT_MOST_EVERY_MS) return;
  askedAt = performance.now();
  host?.postMessage({ type: WANTED }, '*');
}

function tokenIn(data: unknown): string | undefined {
  const { type, token } = (data ?? {}) as { type?: unknown; token?: unknown };
  return type === TOKEN && typeof token === 'string' ? token : undefined;
}

export function onTokenGiven(listener: (token: string) => void): () => void {
  const heard = ({ origin, source, data }: MessageEvent<unknown>): void => {
    if (source !== host || !facts.hosts.includes(origin)) return;
    const token = tokenIn(data);
    if (token !== undefined) listener(token);
  };
  window.addEventListener('message', heard);
  return () => window.removeEventListener('message', heard);
}
