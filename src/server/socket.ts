/**
 * The socket door: graphql-transport-ws on the same path, for subscriptions only.
 *
 * A socket's viewer is checked at `connection_init`, at each subscribe and at each event (AC-3). Close codes that clients
 * retry: 1012 draining, 1013 too slow or not ready, 4403 the right ended (IN-5, AC-4).
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols, makeServer, type Server as ProtocolServer } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { personOf } from '../lib/viewer';
import type { Door } from './door';
import { publicError } from './errors';
import {
  placeRefusal,
  prepareInTurn,
  subscribeInTurn,
  type Args,
  type Extra,
} from './live-opening';
import { LiveSocket } from './live-socket';
import type { LiveSockets } from './live-sockets';
import { SignInError } from './sign-in';
import { upgradeRefusal } from './upgrade';

/** Subscriptions are small; nothing else comes in here. */
const MOST_FRAME_BYTES = 64 * 1024;
/**
 * Some clients send an `error` back as they got it (`@mercuriusjs/subscription-client`). The protocol would close their
 * socket for it, with all their other subscriptions: it is passed over.
 */
const ECHOED_ERROR = /^\{"id":"[^"]*","type":"error"/;

/** IN-5, trap: whatever is thrown in `onConnect` would close with 4500, which clients never retry. */
async function connect(door: Door, extra: Extra, authorization: unknown): Promise<boolean> {
  const { live } = extra;
  try {
    const viewer = await door.viewerOf(authorization);
    if (viewer === null) throw new SignInError('Send authorization in connection_init.');
    door.limits.countViewer(viewer);
    const lookedAt = performance.now();
    const [inForce] = await door.app.seats.standing([viewer]);
    if (!inForce) throw new SignInError('This seat is disabled.');
    if (takePlace(door, extra, personOf(viewer))) live.admit(inForce, viewer, lookedAt);
  } catch (error) {
    if (error instanceof SignInError) live.close(4403, error.message);
    else live.close(1013, 'Try again later');
  }
  return true;
}

/** The oldest stay: who opens ever more sockets is told so by the newest, with a code after which clients give up. */
function takePlace({ limits }: Door, extra: Extra, person: string): boolean {
  if (extra.live.isClosed) return false; // it left while it was being looked at: nobody would give the place back
  const hasPlace = limits.socketsByViewer.take(person);
  if (hasPlace) extra.person = person;
  else extra.live.close(4429, 'Too many connections of this viewer.');
  return hasPlace;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

function protocolServer(door: Door): ProtocolServer<Extra> {
  return makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: 0, // LiveSockets watches over all of them
    onConnect: (context) => {
      const { authorization, Authorization, language } = context.connectionParams ?? {};
      const { extra } = context;
      extra.live.hasBegun = true;
      Object.assign(extra, { language: textOf(language) ?? extra.language });
      Object.assign(context, { connectionParams: undefined }); // nobody needs the token any more
      return connect(door, extra, authorization ?? Authorization);
    },
    onSubscribe: async (context, id, payload) => {
      const { live } = context.extra;
      const refusal = placeRefusal(live.opening, id, Object.keys(context.subscriptions).length);
      if (refusal !== undefined) return [refusal];
      live.beginOpening(id);
      const result = await prepareInTurn(door, context.extra, id, payload);
      if (Array.isArray(result)) live.endOpening(id);
      return result;
    },
    subscribe: (args) => subscribeInTurn(args as Args),
    execute: () => {
      throw new Error('Only subscriptions run here.');
    },
    onError: (_context, _id, _payload, errors) =>
      errors.map((error) => publicError(error, door.app.log)),
  });
}

const extraOf = ({ limits }: Door, live: LiveSocket, request: IncomingMessage): Extra => ({
  live,
  language: request.headers['accept-language'],
  address: limits.addressOf(request),
  person: undefined,
});

/**
 * Nobody else listens to a stream that is refused, and an error nobody listens to ends the process. Not a closure of the request's:
 * the socket would keep all of it for as long as it is open.
 */
const ignore = (): void => undefined;

export interface SocketDoor {
  close(): void;
}

/** Answers `upgrade` on `/graphql`. */
export function openSocketDoor(door: Door, server: Server, sockets: LiveSockets): SocketDoor {
  const protocol = protocolServer(door);
  const acceptor = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: false, // LiveSockets knows them all
    handleProtocols,
  });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', ignore);
    const refusal = upgradeRefusal(door, request, sockets.isDraining);
    if (refusal !== undefined)
      return void stream.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\n\r\n`);
    acceptor.handleUpgrade(request, stream, head, (socket) => {
      const live = new LiveSocket(socket, request.socket);
      sockets.add(live);
      serve(protocol, door, live, socket, extraOf(door, live, request));
    });
  });
  return { close: () => acceptor.close() };
}

/**
 * graphql-ws keeps a message for as long as its subscription lasts: parsed, as the text holds the whole document once more. It says itself
 * what is wrong with one that is no JSON.
 */
function parsed(text: string): unknown {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' ? message : text;
  } catch {
    return text;
  }
}

/** What a socket keeps of it beside `Extra`: one scope for all that listens to it, as each would be kept as long as the socket. */
function serve(
  protocol: ProtocolServer<Extra>,
  door: Door,
  live: LiveSocket,
  socket: WebSocket,
  extra: Extra,
): void {
  const closed = protocol.opened(live, extra);
  const fail = (error: unknown): void => {
    door.app.log.error({ error }, 'a socket failed; its client may come again');
    live.close(1013, 'Try again later');
  };
  socket.on('message', (data: Buffer) => {
    const text = data.toString('utf8');
    if (live.isClosed) return; // it crossed our close on its way: what it opened, nobody would end
    if (!ECHOED_ERROR.test(text)) live.listener(parsed(text)).catch(fail);
  });
  live.onClosed = (code, reason) => {
    if (extra.person !== undefined) door.limits.socketsByViewer.giveBack(extra.person);
    void closed(code, reason);
  };
}
