/**
 * Carries rings between nodes by Redis publish/subscribe. Redis may die, restart or lose messages: nothing is lost, rings
 * are only late, until the poll (IN-7).
 */
import { createRequire } from 'node:module';
import type * as Ioredis from 'ioredis';
import { z } from 'zod';
import type { Log } from '../lib/log';
import type { Bell, LeftRow, Ring } from './bell';
import { ringsHeard } from './heard';
import type { Seals } from './seals';

/** A Redis may serve several databases: nodes of one must not take another's rings for their own. */
const channelOf = (epoch: string): string => `parley:bell:${epoch}`;

const count = z.number().int().nonnegative();

const sealed = z.object({ by: z.string().max(64), count, rows: count, text: z.string() });

/**
 * Whatever else may speak on the channel, such as another version of Parley: what is no ring is not heard. What is sealed with them
 * travels with the first.
 */
const rings = z.array(
  z.object({
    log: z.string(),
    id: z.string(),
    number: count,
    of: z.array(count).optional().catch(undefined),
    sealed: sealed.optional().catch(undefined),
  }),
);

export interface BellLink {
  close(): void;
}

export interface BellWire {
  readonly url: string;
  /** Names the database whose logs the rings are about. */
  readonly epoch: string;
  /** For what was written; where the nodes have none, they tell and believe numbers alone. */
  readonly seals?: Seals | undefined;
  /** Runs once the subscription is back: what rang meanwhile was lost without a word. */
  readonly onReconnect: () => void;
  /** A connection is asked so often whether it is there, and given up when it does not answer for as long. */
  readonly silenceMs?: number;
}

/** A half-open connection looks alive: rings would go into it for a quarter of an hour, and be kept in memory as long. */
const SILENCE_MS = 2_000;

/** A node without Redis must not wait for its client at its start, nor keep it: a tenth of either. */
const loadRedis = () => createRequire(__filename)('ioredis') as typeof Ioredis;

/** Joins this node's bell to those of the other nodes of its database. */
export function linkBell(bell: Bell, wire: BellWire, log: Log): BellLink {
  const { url, epoch, seals, onReconnect, silenceMs = SILENCE_MS } = wire;
  const channel = channelOf(epoch);
  const options = {
    lazyConnect: false,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    socketTimeout: silenceMs,
  };
  const { Redis } = loadRedis();
  const publisher = new Redis(url, options);
  const subscriber = new Redis(url, { ...options, autoResubscribe: false });
  for (const redis of [publisher, subscriber])
    redis.on('error', (error: Error) => {
      log.warn({ reason: error.message }, 'Redis is away; live views wait for the poll');
    });
  subscriber.on('message', (_channel, text) => {
    bell.hear(ringsIn(text, seals));
  });
  subscriber.on('ready', () => {
    subscriber.subscribe(channel).then(onReconnect, (error: unknown) => {
      log.warn({ error }, 'could not subscribe to the bell');
    });
  });
  bell.relay((told, left) => {
    // A ring that cannot be sent is dropped: the other nodes poll.
    publisher.publish(channel, textOf(told, left, seals)).catch(() => undefined);
  });
  const asking = setInterval(() => {
    // An answer that does not come ends the connection, and a new one is made.
    for (const redis of [publisher, subscriber]) redis.ping().catch(() => undefined);
  }, silenceMs);
  return {
    close: () => {
      clearInterval(asking);
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

function textOf(told: readonly Ring[], left: readonly LeftRow[], seals: Seals | undefined): string {
  if (seals === undefined)
    return JSON.stringify(told.map(({ log, id, number }) => ({ log, id, number })));
  const { places, sealed } = seals.seal(told, left);
  const [first, ...others] = places;
  return JSON.stringify([{ ...first, sealed }, ...others]);
}

function ringsIn(text: string, seals: Seals | undefined): readonly Ring[] {
  if (seals?.isOurs(text) === true) return []; // what it said itself comes back
  try {
    const heard = rings.safeParse(JSON.parse(text)).data ?? [];
    return ringsHeard(heard, heard[0]?.sealed, seals);
  } catch {
    return []; // not even JSON
  }
}
