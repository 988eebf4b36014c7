import { memoryCursor, type CursorStore } from './cursor.store';
import { Follower, type FollowerOptions, type Following } from './follower';
import { InboxFeed, type InboxEntry, type InboxHandlers } from './inbox.feed';
import { isFatal, jitteredWaitMs } from './retry.policy';
import type { Source, Variables } from './subscription.source';

export interface FollowInboxOptions<Document, Entry extends InboxEntry>
  extends InboxHandlers<Entry>, Partial<FollowerOptions> {
  /** `subscription ($after: String) { inbox(after: $after) { … } }` selecting the cursor and `InboxResync`'s head. */
  readonly query: Document;
  /** Further variables of the document; `after` is set by the follower. */
  readonly variables?: Variables;
  /** The `inboxHead` of a snapshot query (IN-6); it prevails over what the store holds. */
  readonly after?: string | undefined;
  /** Where the cursor is kept: in memory by default, see `storedCursor` for one that survives a reload. */
  readonly store?: CursorStore;
}

/**
 * Follows the viewer's inbox without loss, doubles or disorder (IN-3) across lost sockets, restarts,
 * 1012, 1013 and 4403 (IN-5). It starts after `after`, else after the stored cursor, else now.
 */
export function followInbox<Document, Entry extends InboxEntry = InboxEntry>(
  source: Source<Document>,
  options: FollowInboxOptions<Document, Entry>,
): Following {
  const { variables = {}, after, store = memoryCursor() } = options;
  const feed = new InboxFeed<Entry>(source, { variables, after, store }, options);
  return new Follower(source, options.query, feed, { ...DEFAULTS, ...options });
}

const DEFAULTS: FollowerOptions = { waitMs: jitteredWaitMs, isFatal, onInterrupted: () => {} };
