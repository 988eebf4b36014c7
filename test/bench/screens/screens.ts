/** The screens as works see them. */
import { once } from 'node:events';
import { join } from 'node:path';
import { end, spawnBound } from '../../services/child-process';
import type { Asked } from './screen';

export type Order =
  | { what: 'open'; url: string; query: string; asked: readonly Asked[] }
  | { what: 'until'; count: number }
  | { what: 'hear'; redisUrl: string; channel: string }
  | { what: 'look'; heads?: Readonly<Record<string, number>> }
  | { what: 'reset' | 'close' | 'delays' };

export interface Reply {
  /** Entries shown since the last reset, on all screens. */
  readonly shown: number;
  /** What the first three screens show. */
  readonly last: readonly string[];
  /** Screens that were not shown the newest entry of their inbox yet. */
  readonly behind: number;
  /** From each ring to its entry on a screen, in ms. */
  readonly delays: readonly number[];
}

export interface Screens {
  /** Connects, signs in and subscribes them all. */
  open(url: string, asked: readonly Asked[], query?: string): Promise<void>;
  /** Waits until so many entries were shown since the last reset, each once and in order. */
  until(count: number): Promise<void>;
  /** Listens to the bell, too, and times from each ring to its entry. */
  hear(redisUrl: string, channel: string): Promise<void>;
  reset(): Promise<void>;
  /** What they show; `heads` says what is newest, by inbox. */
  look(heads?: ReadonlyMap<string, number>): Promise<Reply>;
  delays(): Promise<readonly number[]>;
  close(): Promise<void>;
  stop(): Promise<void>;
}

/** What a seller's page follows, in the same words for everybody. */
export const INBOX = `subscription ($after: String) {
  inbox(after: $after) {
    ... on InboxEntry {
      cursor kind occurredAt
      order { id status shipBy }
      proposal { id status }
      message { id text }
    }
  }
}`;

export function openScreens(): Screens {
  const main = join(__dirname, 'screens.main.ts');
  const preload = join(__dirname, '../../run-typescript.js');
  const child = spawnBound(process.execPath, ['--require', preload, main], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  /** One order after the other. */
  const order = async (what: Order): Promise<Reply> => {
    const answered = once(child, 'message');
    child.send(what);
    const [reply] = (await answered) as [Reply | { error: string }];
    if ('error' in reply) throw new Error(reply.error);
    return reply;
  };
  const told = async (what: Order): Promise<void> => {
    await order(what);
  };
  return {
    open: (url, asked, query = INBOX) => told({ what: 'open', url, query, asked }),
    until: (count) => told({ what: 'until', count }),
    hear: (redisUrl, channel) => told({ what: 'hear', redisUrl, channel }),
    reset: () => told({ what: 'reset' }),
    look: (heads = new Map()) => order({ what: 'look', heads: Object.fromEntries(heads) }),
    delays: async () => (await order({ what: 'delays' })).delays,
    close: () => told({ what: 'close' }),
    stop: () => end(child, 'SIGKILL'),
  };
}
