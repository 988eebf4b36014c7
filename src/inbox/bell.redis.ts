/**
 * Carries rings between nodes by Redis publish/subscribe. Redis may die, restart or lose messages: nothing is lost, rings
 * are only late, until the poll (IN-7).
 */
import { Redis } from 'ioredis';
import { z } from 'zod';
import type { Log } from '../lib/log';
import type { Bell, Ring } from './bell';

/** A Redis may serve several databases: nodes of one must not take another's rings for their own. */
const channelOf = (epoch: string): string => `parley:bell:${epoch}`;

/** Whatever else may speak on the channel, such as another version of Parley: what is no ring is not heard. */
const rings = z.array(
  z.object({ log: z.string(), id: z.string(), number: z.number().int().nonnegative() }),
);

export interface BellLink {
  close(): void;
}

export interface BellWire {
  readonly url: string;
  /** Names the database whose logs the rings are about. */
  readonly epoch: string;
  /** Runs once the subscription is back: what rang meanwhile was lost without a word. */
  readonly onReconnect: () => void;
}

/** Joins this node's bell to those of the other nodes of its database. */
export function linkBell(bell: Bell, { url, epoch, onReconnect }: BellWire, log: Log): BellLink {
  const channel = channelOf(epoch);
  const options = { lazyConnect: false, maxRetriesPerRequest: 0, enableOfflineQueue: false };
  const publisher = new Redis(url, options);
  const subscriber = new Redis(url, { ...options, autoResubscribe: false });
  for (const redis of [publisher, subscriber])
    redis.on('error', (error: Error) => {
      log.warn({ reason: error.message }, 'Redis is away; live views wait for the poll');
    });
  subscriber.on('message', (_channel, text) => {
    bell.hear(ringsIn(text));
  });
  subscriber.on('ready', () => {
    subscriber.subscribe(channel).then(onReconnect, (error: unknown) => {
      log.warn({ error }, 'could not subscribe to the bell');
    });
  });
  bell.relay((told) => {
    // A ring that cannot be sent is dropped: the other nodes poll.
    publisher.publish(channel, JSON.stringify(told)).catch(() => undefined);
  });
  return {
    close: () => {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

function ringsIn(text: string): readonly Ring[] {
  try {
    return rings.safeParse(JSON.parse(text)).data ?? [];
  } catch {
    return []; // not even JSON
  }
}
