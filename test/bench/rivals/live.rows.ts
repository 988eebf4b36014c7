/** What a server written for nothing but the seller's live page would read: one joined query per wake-up, of these few columns. */
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { InboxCursors } from '../../../src/inbox/inbox.cursor';

export interface Entry {
  readonly cursor: string;
  readonly kind: string;
  readonly occurredAt: string;
  readonly order: { id: string; status: string; shipBy: string } | null;
  readonly proposal: { id: string; status: string } | null;
  readonly message: { id: string; text: string } | null;
}

/** One log, and how far it has been read. */
export interface Place {
  readonly inbox: string;
  readonly after: number;
}

export interface Numbered {
  readonly inbox: string;
  readonly number: number;
  readonly entry: Entry;
}

interface Row extends RowDataPacket {
  inbox: string;
  number: number;
  kind: string;
  occurredAt: number;
  orderId: string | null;
  orderStatus: string;
  shipBy: number;
  proposalId: string | null;
  proposalStatus: string;
  answerBy: number;
  messageId: string | null;
  text: string | null;
  code: string | null;
}

/** Sellers' inboxes: an order of another shop, and what hangs from it, would not be shown. */
const SELECT = `SELECT e.inbox_id AS inbox, e.number, e.kind, e.occurred_at AS occurredAt, o.id AS orderId, o.status AS orderStatus,
    o.ship_by AS shipBy, p.id AS proposalId, p.status AS proposalStatus, p.answer_by AS answerBy, m.id AS messageId, m.body AS text, m.code
  FROM inbox_entries e
  LEFT JOIN orders o ON o.id = e.order_id AND CONCAT('shop:', o.shop_key) = e.inbox_id
  LEFT JOIN shipping_proposals p ON p.id = e.proposal_id AND p.order_id = o.id
  LEFT JOIN messages m ON m.id = e.message_id`;

const iso = (instant: number): string => new Date(instant).toISOString();

/** Statuses are what time makes of them, as in ours; a system message says its code, as there are no languages here. */
const entryOf = (row: Row, cursors: InboxCursors, now: number): Entry =>
  ({
    cursor: cursors.encode(row.inbox, row.number),
    kind: row.kind,
    occurredAt: iso(row.occurredAt),
    order: row.orderId && { id: row.orderId, status: row.orderStatus, shipBy: iso(row.shipBy) },
    proposal: row.proposalId && { id: row.proposalId, status: statusOf(row, now) },
    message: row.messageId && { id: row.messageId, text: row.text ?? row.code ?? '' },
  }) as Entry;

const statusOf = ({ proposalStatus, answerBy }: Row, now: number): string =>
  proposalStatus === 'PENDING' && now >= answerBy + 1_000 ? 'EXPIRED' : proposalStatus;

/** So many logs in one statement. */
const AT_ONCE = 100;

export class LiveRows {
  private readonly cursors: InboxCursors;

  constructor(
    private readonly db: Pool,
    epoch: string,
  ) {
    this.cursors = new InboxCursors(epoch);
  }

  numberOf(inbox: string, cursor: string): number {
    return this.cursors.decode(inbox, cursor)?.number ?? 0;
  }

  async head(inbox: string): Promise<number> {
    const sql = 'SELECT head FROM inboxes WHERE id = ?';
    const [[row]] = await this.db.execute<RowDataPacket[]>(sql, [inbox]);
    return (row?.['head'] as number | undefined) ?? 0;
  }

  /** One log, by a prepared statement. */
  async after({ inbox, after }: Place): Promise<Numbered[]> {
    const sql = `${SELECT} WHERE e.inbox_id = ? AND e.number > ? ORDER BY e.number`;
    const [rows] = await this.db.execute<Row[]>(sql, [inbox, after]);
    return this.numbered(rows);
  }

  /** Many logs that rang together. */
  async afterEach(places: readonly Place[]): Promise<Numbered[]> {
    if (places.length === 1) return this.after(places[0]!);
    const all: Numbered[] = [];
    for (let from = 0; from < places.length; from += AT_ONCE)
      all.push(...(await this.afterSome(places.slice(from, from + AT_ONCE))));
    return all;
  }

  private async afterSome(places: readonly Place[]): Promise<Numbered[]> {
    const each = places.map(() => '(e.inbox_id = ? AND e.number > ?)').join(' OR ');
    const values = places.flatMap(({ inbox, after }) => [inbox, after]);
    const sql = `${SELECT} WHERE ${each} ORDER BY e.inbox_id, e.number`;
    const [rows] = await this.db.query<Row[]>(sql, values);
    return this.numbered(rows);
  }

  private numbered(rows: readonly Row[]): Numbered[] {
    const now = Date.now();
    return rows.map((row) => ({
      inbox: row.inbox,
      number: row.number,
      entry: entryOf(row, this.cursors, now),
    }));
  }
}
