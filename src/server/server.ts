/** A node that listens: both doors on one port, and a stop that loses nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { App } from '../inbox/app';
import { Door } from './door';
import type { Front } from './front';
import { Gate, type GateOptions } from './gate';
import type { ReadyTab } from './graphiql';
import { openHttp } from './http';
import { LiveSockets, type LiveSocketOptions } from './live-sockets';
import { openMetrics } from './metrics';
import { addPages } from './pages';
import { openSocketDoor, type SocketDoor } from './socket';

export interface Listening {
  readonly port: number;
  /** Says that it stops, serves on for DRAIN_MS, then answers what is under way and closes sockets with 1012. */
  stop(): Promise<void>;
}

export interface ServerOptions extends Partial<LiveSocketOptions & GateOptions> {
  readonly schema: GraphQLSchema;
  readonly sandboxSecret: string;
  /** What GraphiQL opens with. */
  readonly tabs?: readonly ReadyTab[];
  /** What features serve beside GraphQL; the signal ends what a stop cannot wait for. */
  readonly addRoutes: (server: FastifyInstance, stopping: AbortSignal) => void;
}

/** 2 MiB in that time is 1.7 Mbit/s. */
const BODY_MS = 10_000;
/** From a socket's opening to its `connection_init`. */
const INIT_MS = 10_000;
/** What is under way when the port closes has so long; with the longest DRAIN_MS that leaves half a second for the rest. */
const LAST_ANSWERS_MS = 2_000;
/** Routes answer at once that they were ended, and answers take a moment to leave. */
const LEAVE_MS = 150;

/** Everything a listening node has open. */
interface Open {
  readonly app: App;
  readonly front: Front;
  readonly server: FastifyInstance;
  readonly gate: Gate;
  readonly sockets: LiveSockets;
  readonly socketDoor: SocketDoor;
  readonly stopping: AbortController;
}

export async function listen(app: App, front: Front, options: ServerOptions): Promise<Listening> {
  const { schema, sandboxSecret, tabs = [] } = options;
  const { stallMs = app.settings.slowReaderMs, bodyMs = BODY_MS, initMs = INIT_MS } = options;
  const { readiness } = front;
  const door = new Door(app, schema, sandboxSecret);
  const sockets = new LiveSockets(app, { stallMs, initMs });
  const gate = new Gate(door.limits, app.log, { bodyMs });
  const stopping = new AbortController();
  const server = await openHttp(door, front, gate);
  addPages(server, app, { readiness, metrics: openMetrics(door, sockets), tabs });
  options.addRoutes(server, stopping.signal);
  server.addHook('onSend', async (_request, reply) => {
    if (readiness.isDraining) reply.header('connection', 'close');
  });
  const socketDoor = openSocketDoor(door, front.server, sockets);
  await server.ready();
  front.handOver((request, response) => {
    server.routing(request, response);
  });
  sockets.start();
  readiness.serves(() => app.clock.now(app.db));
  const open = { app, front, server, gate, sockets, socketDoor, stopping };
  return { port: front.port, stop: () => stop(open) };
}

async function stop({ app, front, server, sockets, socketDoor, ...open }: Open): Promise<void> {
  front.readiness.drain();
  await sleep(app.settings.drainMs);
  const over = new AbortController();
  const closed = front.close().finally(() => {
    over.abort();
  });
  const cut = endLate({ front, ...open }, over.signal);
  await sockets.drain();
  socketDoor.close();
  await closed;
  await cut;
  await server.close();
}

/** After LAST_ANSWERS_MS: uploads are ended, the rest is answered with 503, and who does not take the answer is cut off. */
async function endLate(
  { front, gate, stopping }: Pick<Open, 'front' | 'gate' | 'stopping'>,
  over: AbortSignal,
): Promise<void> {
  const isOver = await sleep(LAST_ANSWERS_MS, false, { signal: over }).catch(() => true);
  if (isOver) return;
  stopping.abort();
  await sleep(LEAVE_MS);
  await gate.giveUp();
  await sleep(LEAVE_MS);
  front.server.closeAllConnections();
}
