/** Who may open a socket at all: decided before anything is upgraded, so that a flood costs a line of text each. */
import type { IncomingMessage } from 'node:http';
import type { Door } from './door';
import { isAllowedOrigin } from './origin';

/** The status line and headers a refused upgrade is answered with; undefined when it is let in, and holds a place then. */
export function upgradeRefusal(
  { app: { settings }, limits }: Door,
  request: IncomingMessage,
  isDraining: boolean,
): string | undefined {
  const seconds = limits.waitOf(request);
  if (seconds > 0) return tooMany(seconds);
  if (request.url?.split('?')[0] !== '/graphql') return '404 Not Found';
  const { origin, host } = request.headers;
  if (origin !== undefined && !isAllowedOrigin(origin, host, settings)) return '403 Forbidden';
  if (isDraining) return '503 Service Unavailable';
  return takePlace(limits, request) ? undefined : tooMany(FULL_RETRY_S);
}

/** A place comes free when a socket closes, which nobody can foresee. */
const FULL_RETRY_S = 30;

const tooMany = (seconds: number): string =>
  `429 Too Many Requests\r\nRetry-After: ${String(seconds)}`;

/** The place is given back with the connection, whatever becomes of it. */
function takePlace(limits: Door['limits'], request: IncomingMessage) {
  const address = limits.addressOf(request);
  const hasPlace = limits.socketsByAddress.take(address);
  if (hasPlace)
    // Not `once`, which keeps more of its own for as long than the listener takes: a connection closes once.
    request.socket.on('close', () => {
      limits.socketsByAddress.giveBack(address);
    });
  return hasPlace;
}
