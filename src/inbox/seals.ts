/**
 * What an inbox came to a number with, on its way to the other nodes of its database. Anybody may speak on their channel, so it is sealed:
 * what opens was written by a node of this database, with these columns, after it was committed. Entries never change, so that old ones
 * do no harm.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { propertiesOf } from '../lib/rows';
import type { Ring, Written } from './bell';
import { InboxEntry } from './inbox.entity';

export interface Sealed {
  readonly text: string;
  readonly mac: string;
}

/** Messages to all nodes are small: of an import's hundreds of entries the numbers are enough. */
const MOST_ITEMS = 8;

const isEntry = (item: unknown): boolean => item instanceof InboxEntry;

export class Seals {
  constructor(private readonly secret: string) {}

  /** Entries only: what people write to each other does not leave the database. */
  seal(ring: Ring): Sealed | undefined {
    const { written } = ring;
    if (written === undefined || written.items.length > MOST_ITEMS) return undefined;
    if (!written.items.every(isEntry)) return undefined;
    const text = JSON.stringify(written);
    return { text, mac: this.macOf(ring, text).toString('base64url') };
  }

  /** Undefined where it is not ours. */
  open(ring: Ring, { text, mac }: Sealed): Written | undefined {
    const given = Buffer.from(mac, 'base64url');
    const ours = this.macOf(ring, text);
    if (given.length !== ours.length || !timingSafeEqual(given, ours)) return undefined;
    const { items, now } = JSON.parse(text) as Written;
    return { items: items.map((item) => Object.assign(new InboxEntry(), item)), now };
  }

  private macOf({ log, id, number }: Ring, text: string): Buffer {
    const what = JSON.stringify([propertiesOf(InboxEntry), log, id, number, text]);
    return createHmac('sha256', this.secret).update(what).digest();
  }
}
