/** The pages beside `/graphql`: health, metrics, and GraphiQL where the schema may be seen. */
import type { FastifyInstance } from 'fastify';
import type { App } from '../inbox/app';
import { graphiqlPage, type ReadyTab } from './graphiql';
import type { LiveSockets } from './live-sockets';
import type { Metrics } from './metrics';

/** Whether the database answers. */
async function isReady(app: App): Promise<boolean> {
  try {
    await app.clock.now(app.db);
    return true;
  } catch {
    return false;
  }
}

export interface Pages {
  readonly sockets: LiveSockets;
  readonly metrics: Metrics;
  readonly tabs: readonly ReadyTab[];
}

export function addPages(
  server: FastifyInstance,
  app: App,
  { sockets, metrics, tabs }: Pages,
): void {
  server.get('/healthz', () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const ready = !sockets.isDraining && (await isReady(app));
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  server.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
  if (!app.settings.introspection) return;
  const graphiql = graphiqlPage(tabs);
  server.get('/graphiql', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(graphiql),
  );
  server.get('/', (_request, reply) => reply.redirect('/graphiql'));
}
