/** A front end that watches an inbox through all of it, and the comparison of what it received with the table. */
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { followInbox, fromGraphQLWs, type Following } from '../../src/client';
import type { Reader } from '../../src/lib/database';
import type { Random } from '../services/scale';
import { cachedToken } from '../support/call';
import type { Person } from '../support/people';
import type { NodeUnderTorture } from './node.under-torture';
import type { Wrong } from './wrong';

/** What one entry says of itself. */
interface Seen {
  readonly number: number;
  readonly what: string;
}

/** A socket that answers no ping for this long is given up, as it may be half-open. */
const PING_MS = 700;

const QUERY = `subscription ($after: String) {
  inbox(after: $after) {
    __typename
    ... on InboxEntry { cursor kind order { id } }
    ... on InboxResync { reason head }
  }
}`;

interface Entry {
  readonly cursor: string;
  readonly kind: string;
  readonly order: { readonly id: string } | null;
}

/** Cursors are opaque to clients, not to the tests of the server: the number is what follows the dot. */
export const numberOf = (cursor: string): number => Number.parseInt(cursor.split('.')[1] ?? '', 36);

export interface WatcherOptions {
  readonly name: string;
  readonly person: Person;
  readonly inbox: string;
  readonly nodes: readonly NodeUnderTorture[];
  readonly random: Random;
  /** The head of the inbox when it began. */
  readonly after: string;
  /** How it follows: by our helper, or in one of the ways that look right. */
  readonly way?: 'the helper' | 'from now' | 'from its start' | 'all at once';
}

export class Watcher {
  readonly received: Seen[] = [];
  readonly wrong: Wrong[] = [];
  interruptions = 0;
  delivered = 0;
  /** Up to which number all was compared and right. */
  private compared: number;
  private following: Following | undefined;
  private unsubscribe = (): void => undefined;
  private readonly client: Client;

  constructor(private readonly options: WatcherOptions) {
    this.compared = numberOf(options.after);
    this.client = watchfulClient(options);
  }

  get name(): string {
    return this.options.name;
  }

  get inbox(): string {
    return this.options.inbox;
  }

  get last(): number {
    return this.received.at(-1)?.number ?? this.compared;
  }

  start(): void {
    const { way = 'the helper' } = this.options;
    if (way === 'from now' || way === 'from its start') this.subscribePlainly(way);
    else this.follow();
  }

  private follow(): void {
    this.following = followInbox<string, Entry>(fromGraphQLWs(this.client), {
      query: QUERY,
      after: this.options.after,
      waitMs: () => this.options.random.int(20, 150),
      onInterrupted: () => void (this.interruptions += 1),
      onEntry: (entry) => this.handle(entry),
      onResync: ({ reason }) =>
        void this.wrong.push({
          check: 'lost',
          what: `${this.name} was told to start over: ${reason}`,
        }),
    });
    this.following.done.catch((error: unknown) => {
      this.wrong.push({ check: 'lost', what: `${this.name} gave up: ${String(error)}` });
    });
  }

  async stop(): Promise<void> {
    this.unsubscribe();
    await this.following?.stop().catch(() => undefined);
    await this.client.dispose();
  }

  /** Compares what came since the last time with the table, and forgets it. */
  async compare(source: Reader): Promise<Wrong[]> {
    const rows = await source.rows<{ number: number; kind: string; order_id: string | null }>(
      'SELECT number, kind, order_id FROM inbox_entries WHERE inbox_id = ? AND number > ? ORDER BY number',
      [this.options.inbox, this.compared],
    );
    const table = rows.map((row) => ({
      number: row.number,
      what: whatOf(row.kind, row.order_id),
    }));
    const received = this.received.splice(0);
    this.compared = table.at(-1)?.number ?? this.compared;
    this.delivered += received.length;
    return [...this.wrong.splice(0), ...differences(this.name, table, received)];
  }

  /** The naive page starts handling each entry as it comes, and is done with some before others. */
  private handle(entry: Entry): void {
    const { way, random } = this.options;
    if (way === 'all at once') setTimeout(() => this.take(entry), random.int(0, 200));
    else this.take(entry);
  }

  /** graphql-ws alone: it subscribes anew after every interruption, with the variables it began with. */
  private subscribePlainly(way: 'from now' | 'from its start'): void {
    const variables = way === 'from now' ? {} : { after: this.options.after };
    const next = ({ data }: { data?: { inbox: Entry } | null }): void => {
      if (data?.inbox.cursor !== undefined) this.take(data.inbox);
    };
    const nothing = (): void => undefined;
    this.unsubscribe = this.client.subscribe<{ inbox: Entry }>(
      { query: QUERY, variables },
      { next, error: nothing, complete: nothing },
    );
  }

  private take({ cursor, kind, order }: Entry): void {
    this.received.push({ number: numberOf(cursor), what: whatOf(kind, order?.id ?? null) });
  }
}

const whatOf = (kind: string, orderId: string | null): string => `${kind} ${orderId ?? ''}`;

/** graphql-ws with the one thing it leaves to its users: a pong that does not come ends the socket. */
function watchfulClient({ nodes, person, random, way = 'the helper' }: WatcherOptions): Client {
  let pong: NodeJS.Timeout | undefined;
  const client: Client = createClient({
    url: () => random.pick(nodes).wsUrl,
    webSocketImpl: WebSocket,
    retryAttempts: way.startsWith('from') ? Infinity : 0,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, random.int(20, 60))),
    shouldRetry: () => true,
    keepAlive: PING_MS,
    connectionAckWaitTimeout: 2 * PING_MS,
    connectionParams: async () => ({ authorization: `Bearer ${await cachedToken(person)}` }),
    on: {
      ping: (received) => {
        if (!received) pong = setTimeout(() => client.terminate(), PING_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(pong);
      },
      closed: () => clearTimeout(pong),
    },
  });
  return client;
}

/** What differs between the log in the table and the log a watcher kept. */
export function differences(
  name: string,
  table: readonly Seen[],
  received: readonly Seen[],
): Wrong[] {
  const wrong: Wrong[] = [];
  const say = (check: string, what: string): unknown =>
    wrong.push({ check, what: `${name} ${what}` });
  const times = new Map<number, number>();
  for (const { number } of received) times.set(number, (times.get(number) ?? 0) + 1);
  const right = new Map(table.map(({ number, what }) => [number, what]));
  for (const [number, what] of right) {
    const came = times.get(number) ?? 0;
    if (came === 0) say('lost', `never received ${number} (${what})`);
    if (came > 1) say('doubled', `received ${number} (${what}) ${came} times`);
  }
  for (const [index, { number, what }] of received.entries()) {
    const before = received[index - 1]?.number ?? -Infinity;
    if (number < before) say('out of order', `received ${number} after ${before}`);
    if (right.get(number) !== what)
      say('another', `received ${number} as ${what}, the table has ${right.get(number)}`);
  }
  return wrong;
}
