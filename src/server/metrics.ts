/** What operators watch, in the format of Prometheus (prom-client: its reference client for Node). */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { App } from '../inbox/app';
import type { LiveSockets } from './live-sockets';

export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
}

/** @param swept how many things that fell due this node's sweep has recorded */
export function openMetrics(app: App, sockets: LiveSockets, swept: () => number): Metrics {
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
  gauge('parley_sockets', 'Open WebSocket connections.', () => sockets.size);
  gauge('parley_unsent_bytes', 'Waiting for peers to read them.', () => sockets.unsentBytes);
  gauge('parley_slow_closes', 'Closed for not reading.', () => sockets.slowCloses);
  gauge('parley_buffered_items', 'Read and waiting for a follower.', () => app.tails.buffered);
  gauge('parley_tails', 'Logs followed live by this node.', () => app.tails.size);
  gauge('parley_swept', 'Things that fell due, recorded by the sweep of this node.', swept);
  return { contentType: registry.contentType, text: () => registry.metrics() };
}
