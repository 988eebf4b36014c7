/** A node that listens: both doors on one port, and a stop that loses nothing. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { App } from '../inbox/app';
import { Door } from './door';
import type { ReadyTab } from './graphiql';
import { openHttp } from './http';
import { LiveSockets, type LiveSocketOptions } from './live-sockets';
import { openMetrics } from './metrics';
import { addPages } from './pages';
import { openSocketDoor } from './socket';

export interface Listening {
  readonly port: number;
  /** Stops taking work, answers what is under way, closes sockets with 1012. */
  stop(): Promise<void>;
}

export interface ServerOptions extends Partial<LiveSocketOptions> {
  readonly schema: GraphQLSchema;
  readonly sandboxSecret: string;
  /** What GraphiQL opens with. */
  readonly tabs?: readonly ReadyTab[];
  /** What features serve beside GraphQL. */
  readonly addRoutes: (server: FastifyInstance) => void;
}

/** IN-5: a phone in a tunnel may need some seconds; resuming costs it nothing. */
const STALL_MS = 10_000;

export async function listen(app: App, options: ServerOptions): Promise<Listening> {
  const { schema, sandboxSecret, stallMs = STALL_MS, tabs = [] } = options;
  const door = new Door(app, schema, sandboxSecret);
  const sockets = new LiveSockets(app, { stallMs });
  const server = await openHttp(door);
  addPages(server, app, { sockets, metrics: openMetrics(app, sockets), tabs });
  options.addRoutes(server);
  server.addHook('onSend', async (_request, reply) => {
    if (sockets.isDraining) reply.header('connection', 'close');
  });
  const socketDoor = openSocketDoor(door, server.server, sockets);
  await server.listen({ port: app.settings.port, host: app.settings.host });
  sockets.start();
  return {
    port: (server.server.address() as AddressInfo).port,
    async stop() {
      sockets.isDraining = true;
      const closed = server.close();
      await sockets.drain();
      socketDoor.close();
      await closed;
    },
  };
}
