import type { CursorStore } from './cursor.store';
import type { Feed } from './feed';
import type { Source, Variables } from './subscription.source';

/** One act, as the subscription's document selects it; the cursor must be among what it selects. */
export interface InboxEntry {
  readonly cursor: string;
}

/** The log no longer reaches the cursor (IN-4): what is shown must be fetched anew, then `head` goes on. */
export interface InboxResync {
  readonly reason?: string;
  readonly head: string;
}

export interface InboxHandlers<Entry extends InboxEntry> {
  /**
   * Given each entry exactly once and in order; the next one waits until it has finished. The cursor
   * is stored afterwards: a page that closes half-way gets the entry again when it comes back.
   */
  onEntry(entry: Entry): Promise<void> | void;
  /** Fetch anew what is shown: entries were missed. Those after `head` follow when this has finished. */
  onResync(resync: InboxResync): Promise<void> | void;
}

export interface InboxStart {
  readonly variables: Variables;
  readonly after: string | undefined;
  readonly store: CursorStore;
}

/** Cursors remembered to recognise an entry had before; the subscription's first one is remembered for good. */
const REMEMBERED = 1_000;

/** The viewer's inbox: a position that is an opaque cursor. */
export class InboxFeed<Entry extends InboxEntry> implements Feed<Entry | InboxResync> {
  private received = '';
  private first: string | undefined;
  private readonly recent = new Set<string>();

  constructor(
    private readonly source: Pick<Source<never>, 'inboxHead'>,
    private readonly start: InboxStart,
    private readonly handlers: InboxHandlers<Entry>,
  ) {}

  /**
   * Without any cursor it asks for the head first: a subscription without `after` that is cut before
   * its first entry would not know what it missed.
   */
  async begin(): Promise<void> {
    const { after, store } = this.start;
    this.received = after ?? (await store.read()) ?? (await this.source.inboxHead());
    await store.write(this.received);
  }

  variables(): Variables {
    return { ...this.start.variables, after: this.received };
  }

  opened(): void {
    this.first = undefined;
  }

  /**
   * A client that resubscribes by itself with the variables it began with makes the server send all
   * since then again, beginning with the very first entry: that one is how we notice (IN-3).
   */
  receive(value: object): Entry | InboxResync | 'restart' {
    const item = itemOf(value) as Entry | InboxResync;
    const cursor = cursorOf(item);
    if ('cursor' in item && (cursor === this.first || this.recent.has(cursor))) return 'restart';
    this.first ??= cursor;
    this.remember(cursor);
    return item;
  }

  async handle(item: Entry | InboxResync): Promise<void> {
    if ('cursor' in item) await this.handlers.onEntry(item);
    else await this.handlers.onResync(item);
    await this.start.store.write(cursorOf(item));
  }

  private remember(cursor: string): void {
    this.received = cursor;
    this.recent.add(cursor);
    const [oldest] = this.recent;
    if (this.recent.size > REMEMBERED && oldest !== undefined) this.recent.delete(oldest);
  }
}

function itemOf(value: object): InboxEntry | InboxResync {
  if ('cursor' in value && typeof value.cursor === 'string') return value as InboxEntry;
  if ('head' in value && typeof value.head === 'string') return value as InboxResync;
  throw new Error(
    'Select `... on InboxEntry { cursor }` and `... on InboxResync { reason head }` in the inbox subscription.',
  );
}

function cursorOf(item: InboxEntry | InboxResync): string {
  return 'cursor' in item ? item.cursor : item.head;
}
