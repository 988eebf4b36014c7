/** What operators watch, in the format of Prometheus (prom-client: its reference client for Node). */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { App } from '../inbox/app';
import type { LiveSockets } from './live-sockets';

export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
}

export function openMetrics(app: App, sockets: LiveSockets): Metrics {
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
  gauge('parley_swept', 'Things fallen due that this node recorded.', () => app.swept.recorded);
  gauge('parley_tails', 'Logs followed live by this node.', () => app.tails.size);
  return { contentType: registry.contentType, text: () => registry.metrics() };
}
