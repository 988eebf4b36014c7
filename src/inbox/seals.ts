/**
 * What an inbox came to a number with, on its way to the other nodes of its database. Anybody may listen and speak on their channel, so it
 * is sealed (AES-256-GCM): what opens was written by a node of this database, with these columns, after it was committed.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { propertiesOf } from '../lib/rows';
import type { Ring, Written } from './bell';
import { InboxEntry } from './inbox.entity';

export interface Sealed {
  /** Whose key it is, and the how manieth of that key's: no key seals two things alike. */
  readonly by: string;
  readonly count: number;
  readonly text: string;
}

/** Messages to all nodes are small: of an import's hundreds of entries the numbers are enough. */
const MOST_ITEMS = 8;

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Else a shorter tag would do, too. */
const WHOLE = { authTagLength: TAG_BYTES };

/** Keys of other nodes at hand; each start of a node makes a new one. */
const MOST_KEYS = 256;

const isEntry = (item: unknown): boolean => item instanceof InboxEntry;

function nonceOf(count: number): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeBigUInt64BE(BigInt(count));
  return nonce;
}

/** What a seal holds for, and nothing else. */
const placeOf = ({ log, id, number }: Ring): Buffer =>
  Buffer.from(JSON.stringify([propertiesOf(InboxEntry), log, id, number]));

export class Seals {
  private readonly by = randomBytes(TAG_BYTES).toString('base64url');
  private readonly keys = new Map<string, Buffer>();
  private count = 0;

  constructor(private readonly secret: string) {}

  /** Entries only; undefined for what others read for themselves. */
  seal(ring: Ring): Sealed | undefined {
    const { written } = ring;
    if (written === undefined || written.items.length > MOST_ITEMS) return undefined;
    if (!written.items.every(isEntry)) return undefined;
    const { by, count } = { by: this.by, count: (this.count += 1) };
    const cipher = createCipheriv(CIPHER, this.keyOf(by), nonceOf(count), WHOLE).setAAD(
      placeOf(ring),
    );
    const parts = [cipher.update(JSON.stringify(written), 'utf8'), cipher.final()];
    const text = Buffer.concat([...parts, cipher.getAuthTag()]).toString('base64');
    return { by, count, text };
  }

  /** Undefined where it is not ours. */
  open(ring: Ring, { by, count, text }: Sealed): Written | undefined {
    const sealed = Buffer.from(text, 'base64');
    try {
      const cipher = createDecipheriv(CIPHER, this.keyOf(by), nonceOf(count), WHOLE);
      cipher.setAAD(placeOf(ring)).setAuthTag(sealed.subarray(-TAG_BYTES));
      const parts = [cipher.update(sealed.subarray(0, -TAG_BYTES)), cipher.final()];
      const written = JSON.parse(Buffer.concat(parts).toString('utf8')) as Written;
      const items = written.items.map((item) => Object.assign(new InboxEntry(), item));
      return { ...written, items };
    } catch {
      return undefined;
    }
  }

  /** A key for each start of a node, so that it can count what it seals. */
  private keyOf(by: string): Buffer {
    const known = this.keys.get(by);
    if (known !== undefined) return known;
    const key = createHmac('sha256', this.secret).update(by).digest();
    if (this.keys.size >= MOST_KEYS) this.keys.clear();
    this.keys.set(by, key);
    return key;
  }
}
