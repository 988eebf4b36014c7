/** The pages beside `/graphql`: health, metrics, and GraphiQL where the schema may be seen. */
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { FastifyInstance } from 'fastify';
import type { App } from '../inbox/app';
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

export function addPages(
  server: FastifyInstance,
  app: App,
  sockets: LiveSockets,
  metrics: Metrics,
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
  const graphiql = renderGraphiQL({
    title: 'Parley',
    endpoint: '/graphql',
    subscriptionsProtocol: 'WS',
    headers: JSON.stringify({ authorization: 'Bearer <a token printed at the start>' }, null, 2),
  });
  server.get('/graphiql', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(graphiql),
  );
  server.get('/', (_request, reply) => reply.redirect('/graphiql'));
}
