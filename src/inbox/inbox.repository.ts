/** SQL of the inbox log. */
import type { Database, Reader, Transaction } from '../lib/database';
import { insert, insertFound, select } from '../lib/rows';
import { rowsOfMarks } from '../lib/sql';
import { Role, type Viewer } from '../lib/viewer';
import type { ActApp } from './app';
import type { Ring } from './bell';
import { InboxEntry } from './inbox.entity';
import { ranges, type NumberedLog } from './numbered-log';

/** One act, to be entered in each of these inboxes. */
export type Announcement = Omit<InboxEntry, 'inboxId' | 'number'> & {
  readonly inboxes: readonly string[];
};

export const buyerInbox = (buyerId: string): string => `buyer:${buyerId}`;
export const shopInbox = (shop: string): string => `shop:${shop}`;
export const STAFF_INBOX = 'staff';

/** IN-1: the inbox of a viewer; programs have none. */
export function inboxOf(viewer: Viewer): string | null {
  if (viewer.role === Role.BUYER) return buyerInbox(viewer.sub);
  if (viewer.role === Role.SELLER) return shopInbox(viewer.shop ?? '');
  return viewer.role === Role.PLATFORM ? STAFF_INBOX : null;
}

/** Entries that were said. Their numbers may come with the answer to the commit only; if that fails there are none. */
export interface Appended {
  readonly rings: Promise<readonly Ring[]>;
}

/**
 * Numbers and writes entries. Taking a number locks its inbox until the commit, so numbers follow commit order without
 * gaps (IN-2); inboxes are taken in the order of their ids, so that two acts never wait for each other.
 */
export async function appendEntries(
  tx: Transaction,
  app: Pick<ActApp, 'db'>,
  announcements: readonly Announcement[],
): Promise<Appended> {
  const perInbox = byInbox(announcements);
  if (perInbox.size === 0) return { rings: Promise.resolve([]) };
  const ids = [...perInbox.keys()].sort();
  const counts = ids.flatMap((id) => [id, perInbox.get(id)?.length ?? 0]);
  const grow = app.db.dialect.addOnConflict('id', 'head');
  tx.post(`INSERT INTO inboxes (id, head) VALUES ${rowsOfMarks(ids.length, 2)}${grow}`, counts);
  const [only, ...others] = announcements;
  if (only !== undefined && others.length === 0) return enterAtHead(tx, only, ids);
  const heads = await readHeads(tx, ids);
  const written = ids.map((id) => numbered(id, heads.get(id) ?? 0, perInbox.get(id) ?? []));
  insert(tx, InboxEntry, written.flat());
  return { rings: Promise.resolve(written.map(ringFor)) };
}

/** One for each inbox: the database fills in their numbers, so that the commit need not wait until they are known. */
function enterAtHead(tx: Transaction, only: Announcement, ids: readonly string[]): Appended {
  const found = { inboxId: 'id', number: 'head' };
  insertFound(tx, InboxEntry, toldOf(only), found, ['FROM inboxes WHERE id IN (?)', [ids]]);
  const rings = readHeads(tx, ids).then((heads) =>
    ids.map((id) => ringFor(numbered(id, heads.get(id) ?? 0, [only]))),
  );
  return { rings };
}

function ringFor(items: readonly InboxEntry[]): Ring {
  const { inboxId: id = '', number = 0, recordedAt: now = 0 } = items.at(-1) ?? {};
  return { log: INBOX_LOG.name, id, number, written: { items, now } };
}

function byInbox(announcements: readonly Announcement[]): Map<string, Announcement[]> {
  const perInbox = new Map<string, Announcement[]>();
  for (const announcement of announcements)
    for (const id of new Set(announcement.inboxes)) {
      const known = perInbox.get(id);
      if (known === undefined) perInbox.set(id, [announcement]);
      else known.push(announcement);
    }
  return perInbox;
}

function numbered(
  inboxId: string,
  head: number,
  announcements: readonly Announcement[],
): InboxEntry[] {
  const first = head - announcements.length + 1;
  return announcements.map((announcement, index) =>
    Object.assign(new InboxEntry(), toldOf(announcement), { inboxId, number: first + index }),
  );
}

const toldOf = ({ inboxes: _, ...told }: Announcement): Omit<Announcement, 'inboxes'> => told;

async function readHeads(source: Reader, ids: readonly string[]): Promise<Map<string, number>> {
  const sql = 'SELECT id, head FROM inboxes WHERE id IN (?)';
  const rows = await source.rows<{ id: string; head: number }>(sql, [ids]);
  return new Map(rows.map(({ id, head }) => [id, head]));
}

/** The inbox log as streams see it. */
export const INBOX_LOG: NumberedLog<InboxEntry> = {
  name: 'inbox',
  heads: readHeads,
  after: (source, id, number, limit) =>
    select(source, InboxEntry, 'WHERE inbox_id = ? AND number > ? ORDER BY number LIMIT ?', [
      id,
      number,
      limit,
    ]),
  afterEach: (source, places, limit) =>
    select(source, InboxEntry, ...ranges('inbox_id', places, limit)),
  idOf: (entry) => entry.inboxId,
  numberOf: (entry) => entry.number,
};

/** So many at a time: a purge must not hold its rows for long. */
const PURGE_BATCH = 1_000;

/** IN-4: forgets the oldest entries; returns how many. Entries of one inbox go in the order of their numbers. */
export async function purgeEntries(db: Database, recordedBefore: number): Promise<number> {
  const oldest =
    'SELECT inbox_id, MAX(number) AS number FROM (SELECT inbox_id, number FROM inbox_entries WHERE recorded_at < ? ORDER BY recorded_at LIMIT ?) AS old GROUP BY inbox_id';
  const rows = await db.rows<{ inbox_id: string; number: number }>(oldest, [
    recordedBefore,
    PURGE_BATCH,
  ]);
  let purged = 0;
  for (const { inbox_id, number } of rows)
    purged += await db.transact((tx) =>
      tx.run('DELETE FROM inbox_entries WHERE inbox_id = ? AND number <= ?', [inbox_id, number]),
    );
  return purged;
}
