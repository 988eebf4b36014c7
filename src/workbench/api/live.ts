/**
 * One inbox for the whole page: followed from sign-in on, its entries put into the cache by id (IN-6), and each told to the
 * pages that show what it concerns.
 */
import type { Client } from 'urql';
import { followInbox, fromUrql, type Following } from '../../client';
import { serverNow } from '../time/clock';
import { LiveStatus } from './live.state';
import {
  InboxDocument,
  ServerTimeDocument,
  UnreadDocument,
  ViewerDocument,
  type InboxSubscription,
} from './operations';

export type Entry = Extract<InboxSubscription['inbox'], { __typename: 'InboxEntry' }>;

/** Told of entries as they come; of none when so many were missed that all is to be asked anew (IN-4). */
export type EntriesListener = (entries: readonly Entry[] | 'all') => void;

const FRESH = { requestPolicy: 'network-only' } as const;
const RIGHT_ENDED = 4403;
/** Entries come frame by frame; pages ask anew once for all of them. */
const TELL_AFTER_MS = 50;
const ASK_AGAIN_MS = 1_000;

export class Live {
  readonly status = new LiveStatus();
  /** Entries applied so far: an answer asked for before the last of them may be older than it. */
  applied = 0;
  private cursor = '';
  private head: string | undefined;
  private untold: Entry[] = [];
  private following: Following | undefined;
  private readonly listeners = new Set<EntriesListener>();

  constructor(private readonly onRefused: () => void) {}

  follow(client: Client, after: string): void {
    this.cursor = after;
    this.following = followInbox<typeof InboxDocument | string, Entry>(fromUrql(client), {
      query: InboxDocument,
      after,
      onEntry: (entry) => this.take(client, entry),
      onResync: ({ head }) => this.startOver(head),
      onInterrupted: (reason) => this.interrupted(client, reason),
    });
    this.following.done.catch(this.onRefused);
  }

  /** The socket is open (again): caught up as soon as what is the head now has arrived here. */
  async opened(client: Client): Promise<void> {
    this.status.opened();
    const { data } = await client.query(ViewerDocument, {}, FRESH).toPromise();
    if (data === undefined) {
      // Not known is not caught up; a socket that has gone again meanwhile asks for itself.
      setTimeout(() => this.status.isCatchingUp() && void this.opened(client), ASK_AGAIN_MS);
      return;
    }
    this.head = data.inboxHead;
    if (this.head === this.cursor) this.status.caughtUp();
  }

  stop(): void {
    this.following?.stop().catch(() => undefined); // `done` has told already
  }

  listen(listener: EntriesListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private take(client: Client, entry: Entry): void {
    this.applied += 1;
    this.cursor = entry.cursor;
    this.status.received();
    if (entry.cursor === this.head) this.status.caughtUp();
    // From the future: the sandbox's clock was moved.
    if (Date.parse(entry.occurredAt) > serverNow() + 1_500)
      void client.query(ServerTimeDocument, {}, FRESH).toPromise();
    this.untold.push(entry);
    if (this.untold.length === 1) setTimeout(() => this.tell(), TELL_AFTER_MS);
  }

  private tell(): void {
    const entries = this.untold;
    this.untold = [];
    for (const listener of this.listeners) listener(entries);
  }

  private startOver(head: string): void {
    this.applied += 1;
    this.cursor = head;
    if (head === this.head) this.status.caughtUp();
    for (const listener of this.listeners) listener('all');
  }

  private interrupted(client: Client, reason: unknown): void {
    this.status.interrupted();
    const code = (reason as { code?: unknown } | null)?.code;
    // Whether the whole session is over, or only a right was cut, the answer to any query says.
    if (code === RIGHT_ENDED) void client.query(UnreadDocument, {}, FRESH).toPromise();
  }
}
