/** The pages beside `/graphql`: health, metrics, and GraphiQL where the schema may be seen. */
import type { FastifyInstance } from 'fastify';
import type { App } from '../inbox/app';
import { graphiqlPage, type ReadyTab } from './graphiql';
import type { Metrics } from './metrics';
import { readinessAnswer, type Readiness } from './readiness';
import { pagePolicy } from './security';

export interface Pages {
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly tabs: readonly ReadyTab[];
}

export function addPages(
  server: FastifyInstance,
  app: App,
  { readiness, metrics, tabs }: Pages,
): void {
  server.get('/healthz', () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const { status, body } = readinessAnswer(await readiness.reason());
    return reply.code(status).header('cache-control', 'no-store').send(body);
  });
  server.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
  if (!app.settings.introspection) return;
  let graphiql: ReturnType<typeof openGraphiql> | undefined;
  server.get('/graphiql', async (_request, reply) => {
    graphiql ??= openGraphiql(tabs);
    const { html, policy } = await graphiql;
    return reply
      .header('content-security-policy', policy)
      .type('text/html; charset=utf-8')
      .send(html);
  });
}

async function openGraphiql(tabs: readonly ReadyTab[]): Promise<{ html: string; policy: string }> {
  const { html, scripts } = await graphiqlPage(tabs);
  return { html, policy: pagePolicy(scripts) };
}
