/** What operators watch, in the format of Prometheus (prom-client: its reference client for Node). */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Door } from './door';
import type { LiveSockets } from './live-sockets';

export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
}

export function openMetrics({ app, queries }: Door, sockets: LiveSockets): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  gauge('parley_queries_compiled', 'Queries that compiled code answered.', () => queries.compiled);
  gauge(
    'parley_queries_interpreted',
    'Queries that graphql-js had to answer.',
    () => queries.interpreted,
  );
  gauge('parley_sockets', 'Open WebSocket connections.', () => sockets.size);
  gauge('parley_unsent_bytes', 'Waiting for peers to read them.', () => sockets.unsentBytes);
  gauge('parley_slow_closes', 'Closed for not reading.', () => sockets.slowCloses);
  gauge('parley_buffered_items', 'Read and waiting for a follower.', () => app.tails.buffered);
  gauge('parley_swept', 'Things fallen due that this node recorded.', () => app.swept.recorded);
  gauge('parley_followers', 'Subscriptions that follow a log.', () => app.tails.followers);
  gauge('parley_tails', 'Logs followed live by this node.', () => app.tails.size);
  return { contentType: registry.contentType, text: () => registry.metrics() };
}
