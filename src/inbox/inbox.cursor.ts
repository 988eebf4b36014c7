/**
 * Cursors of inboxes: opaque to clients, and bound to the inbox and the database they come from, so that a cursor carried to
 * another one is answered with a resync instead of a silent gap (IN-4).
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

export interface DecodedCursor {
  readonly number: number;
  /** False when it comes from another inbox or database. */
  readonly isOurs: boolean;
}

const FORM = /^([\w-]{8})\.([0-9a-z]{1,11})$/;

export class InboxCursors {
  private readonly stamps = new LRUCache<string, string>({ max: 20_000 });

  /** The epoch names this database; a new or restored one has another. */
  constructor(private readonly epoch: string) {}

  encode(inboxId: string, number: number): string {
    return `${this.stampOf(inboxId)}.${number.toString(36)}`;
  }

  /** Null for a text that never was a cursor. */
  decode(inboxId: string, cursor: string): DecodedCursor | null {
    const [, stamp, digits] = FORM.exec(cursor) ?? [];
    if (stamp === undefined || digits === undefined) return null;
    const number = Number.parseInt(digits, 36);
    if (!Number.isSafeInteger(number)) return null;
    return { number, isOurs: stamp === this.stampOf(inboxId) };
  }

  private stampOf(inboxId: string): string {
    const known = this.stamps.get(inboxId);
    if (known !== undefined) return known;
    const hash = createHash('sha256').update(`${this.epoch}\n${inboxId}`).digest('base64url');
    const stamp = hash.slice(0, 8);
    this.stamps.set(inboxId, stamp);
    return stamp;
  }
}
