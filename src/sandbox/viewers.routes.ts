/**
 * `GET /sandbox/viewers`: the demo tokens that the welcome prints, for the workbench's sign-in. Served where they are printed,
 * so never outside of a sandbox. No header lets a page of another origin read it.
 */
import type { FastifyInstance } from 'fastify';
import type { Playground } from './playground';

export function addViewersRoute(server: FastifyInstance, { tokens }: Playground): void {
  server.get('/sandbox/viewers', (_request, reply) =>
    reply.header('cache-control', 'no-store').send(tokens),
  );
}
