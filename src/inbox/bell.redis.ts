/**
 * Carries rings between nodes by Redis publish/subscribe. Redis may die, restart or lose messages: nothing is lost, rings
 * are only late, until the poll (IN-7).
 */
import { Redis } from 'ioredis';
import type { Log } from '../lib/log';
import type { Bell, Ring } from './bell';

const CHANNEL = 'parley:bell';

export interface BellLink {
  close(): void;
}

/** `onReconnect` runs whenever the subscription is back: what rang meanwhile was lost without a word. */
export function linkBell(bell: Bell, url: string, log: Log, onReconnect: () => void): BellLink {
  const options = { lazyConnect: false, maxRetriesPerRequest: 0, enableOfflineQueue: false };
  const publisher = new Redis(url, options);
  const subscriber = new Redis(url, {
    ...options,
    enableOfflineQueue: true,
    maxRetriesPerRequest: null,
  });
  for (const redis of [publisher, subscriber])
    redis.on('error', (error: Error) => {
      log.warn({ reason: error.message }, 'Redis is away; live views wait for the poll');
    });
  subscriber.on('message', (_channel, text) => {
    bell.hear(JSON.parse(text) as Ring[]);
  });
  subscriber.on('ready', onReconnect);
  subscriber.subscribe(CHANNEL).catch((error: unknown) => {
    log.warn({ error }, 'could not subscribe to the bell');
  });
  bell.relay((rings) => {
    publish(publisher, rings);
  });
  return {
    close: () => {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

/** A ring that cannot be sent is dropped: the other nodes poll. */
function publish(publisher: Redis, rings: readonly Ring[]): void {
  publisher.publish(CHANNEL, JSON.stringify(rings)).catch(() => undefined);
}
