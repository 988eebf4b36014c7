/**
 * The socket door: graphql-transport-ws on the same path, for subscriptions only.
 *
 * A socket's viewer is checked at `connection_init`, at each subscribe and at each event (AC-3). Close codes that clients
 * retry: 1012 draining, 1013 too slow or not ready, 4403 the right ended (IN-5, AC-4).
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { OperationTypeNode, type ExecutionArgs, type GraphQLError } from 'graphql';
import { handleProtocols, makeServer, type Server as ProtocolServer } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Log } from '../lib/log';
import { Context } from '../inbox/context';
import { isPrepared } from './document';
import type { Door } from './door';
import { asGraphQLError, failure, faultOf, masked, publicError } from './errors';
import { subscribeTo, type LiveOperation } from './live-operation';
import { LiveSocket } from './live-socket';
import type { LiveSockets } from './live-sockets';
import { operationError } from './operation';
import { isAllowedOrigin } from './origin';
import { SignInError } from './sign-in';

/** Subscriptions are small; nothing else comes in here. */
const MOST_FRAME_BYTES = 64 * 1024;
/** Operations at once on one socket. */
const MOST_OPERATIONS = 100;

interface Extra {
  readonly live: LiveSocket;
  readonly language: string | undefined;
}

type Args = ExecutionArgs & { readonly live: LiveOperation };

/** Errors as the client may see them. */
const shown = (door: Door, errors: readonly GraphQLError[]): GraphQLError[] =>
  errors.map((error) => masked(error, door.app.log));

const runsHere = (kind: OperationTypeNode): boolean => kind === OperationTypeNode.SUBSCRIPTION;

interface Payload {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}

/** Checks a subscribe message; the errors to send back, or what to run. */
async function openOperation(
  door: Door,
  { live, language }: Extra,
  id: string,
  payload: Payload,
): Promise<Args | readonly GraphQLError[]> {
  const operationName = payload.operationName ?? undefined;
  const variables = payload.variables ?? {};
  const prepared = door.prepare({ source: payload.query, operationName, variables }, live.viewer);
  if (!isPrepared(prepared)) return prepared;
  const unsuitable = operationError(prepared.document, operationName, runsHere);
  if (unsuitable !== undefined) return [unsuitable];
  const context = await door.open(live.viewer, language);
  const fresh = (now: number) =>
    new Context(door.app, { viewer: context.viewer, language: context.language }, now);
  return {
    schema: door.schema,
    document: prepared.document,
    contextValue: context,
    variableValues: variables,
    ...(operationName !== undefined && { operationName }),
    live: { door, prepared, operationName, variables, context, fresh, socket: live, id },
  };
}

/** Why there is no place for one more. `known` counts those being opened, too: a burst must not slip through. */
function placeRefusal(
  opening: ReadonlySet<string>,
  id: string,
  known: number,
): GraphQLError | undefined {
  // Completed before it was open, it still is on its way: two streams under one id could not be told apart.
  if (opening.has(id)) return failure('This id is in use: choose a new one.', 'BAD_REQUEST', 400);
  if (known <= MOST_OPERATIONS && opening.size < MOST_OPERATIONS) return undefined;
  return failure('Too many operations on one connection.', 'TOO_MANY_OPERATIONS', 429);
}

async function prepareOperation(
  ...[door, extra, id, payload]: Parameters<typeof openOperation>
): Promise<Args | GraphQLError[]> {
  try {
    const result = await openOperation(door, extra, id, payload);
    return isArguments(result) ? result : shown(door, result);
  } catch (error) {
    return shown(door, [asGraphQLError(error) ?? faultOf(error)]);
  }
}

const isArguments = (result: Args | readonly GraphQLError[]): result is Args => 'live' in result;

/** IN-5, trap: whatever is thrown in `onConnect` would close with 4500, which clients never retry. */
async function connect(door: Door, live: LiveSocket, authorization: unknown): Promise<boolean> {
  try {
    const viewer = await door.viewerOf(authorization);
    if (viewer === null) throw new SignInError('Send authorization in connection_init.');
    const inForce = await door.app.seats.standing(viewer);
    if (inForce === null) throw new SignInError('This seat is disabled.');
    live.admit(inForce, viewer);
  } catch (error) {
    if (error instanceof SignInError) live.close(4403, error.message);
    else live.close(1013, 'Try again later');
  }
  return true;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

function protocolServer(door: Door): ProtocolServer<Extra> {
  return makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: 10_000,
    onConnect: (context) => {
      const { authorization, Authorization, language } = context.connectionParams ?? {};
      Object.assign(context.extra, { language: textOf(language) ?? context.extra.language });
      return connect(door, context.extra.live, authorization ?? Authorization);
    },
    onSubscribe: async (context, id, payload) => {
      const { opening } = context.extra.live;
      const refusal = placeRefusal(opening, id, Object.keys(context.subscriptions).length);
      if (refusal !== undefined) return [refusal];
      opening.add(id);
      const result = await prepareOperation(door, context.extra, id, payload);
      if (Array.isArray(result)) opening.delete(id);
      return result;
    },
    subscribe: (args) => subscribeTo((args as Args).live),
    execute: () => {
      throw new Error('Only subscriptions run here.');
    },
    onError: (_context, _id, _payload, errors) =>
      errors.map((error) => publicError(error, door.app.log)),
  });
}

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
    handleProtocols,
  });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // Nobody else listens to a stream that is refused, and an error nobody listens to ends the process.
    stream.on('error', () => undefined);
    const refusal = upgradeRefusal(door, request, sockets.isDraining);
    if (refusal !== undefined)
      return void stream.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\n\r\n`);
    acceptor.handleUpgrade(request, stream, head, (socket) => {
      serve({ protocol, log: door.app.log }, sockets, socket, request);
    });
  });
  return { close: () => acceptor.close() };
}

function upgradeRefusal(
  door: Door,
  request: IncomingMessage,
  isDraining: boolean,
): string | undefined {
  const path = request.url?.split('?')[0];
  if (path !== '/graphql') return '404 Not Found';
  const { origin, host } = request.headers;
  if (origin !== undefined && !isAllowedOrigin(origin, host, door.app.settings))
    return '403 Forbidden';
  return isDraining ? '503 Service Unavailable' : undefined;
}

function serve(
  { protocol, log }: { protocol: ProtocolServer<Extra>; log: Log },
  sockets: LiveSockets,
  socket: WebSocket,
  request: IncomingMessage,
): void {
  const live = new LiveSocket(socket);
  sockets.add(live);
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) => live.send(data),
      close: (code, reason) => {
        live.close(code ?? 1000, reason ?? '');
      },
      onMessage: (listener) => {
        socket.on('message', (data: Buffer) => {
          if (live.isClosed) return; // it crossed our close on its way: what it opened, nobody would end
          listener(data.toString('utf8')).catch((error: unknown) => {
            log.error({ error }, 'a socket failed; its client may come again');
            live.close(1013, 'Try again later');
          });
        });
      },
    },
    { live, language: request.headers['accept-language'] },
  );
  live.onClosed = (code, reason) => {
    void closed(code, reason);
  };
  live.onGone = () => {
    sockets.delete(live);
  };
}
