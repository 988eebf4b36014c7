/**
 * What a commit tells, on its way to the other nodes of its database. Anybody may listen and speak on their channel, so it is sealed
 * (AES-256-GCM): what opens was written by a node of this database, with these columns, after it was committed, and for these rings.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { propertiesOf } from '../lib/rows';
import type { LeftRow, Ring } from './bell';
import { InboxEntry } from './inbox.entity';

/** A ring on its way, and which of the entries sealed with it its log came to `number` with. */
export type Place = Pick<Ring, 'log' | 'id' | 'number'> & {
  readonly of?: readonly number[] | undefined;
};

/** An entry without its place in an inbox: it is the same in all that were told. */
type Told = Omit<InboxEntry, 'inboxId' | 'number'>;

export interface Contents {
  readonly entries: readonly Told[];
  readonly left: readonly LeftRow[];
}

export interface Sealed {
  /** Whose key it is, and the how manieth of that key's: no key seals two things alike. */
  readonly by: string;
  readonly count: number;
  /** How many rows it holds. */
  readonly rows: number;
  readonly text: string;
}

/** Messages to all nodes are small: as many as share a transaction (group-commit.ts). Of an import's hundreds the numbers are enough. */
const MOST_ENTRIES = 16;

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Else a shorter tag would do, too. */
const WHOLE = { authTagLength: TAG_BYTES };

/** Keys of other nodes at hand; each start of a node makes a new one. */
const MOST_KEYS = 256;

/** Of an entry as this version knows it. */
const COLUMNS = propertiesOf(InboxEntry).join();

const isEntry = (item: unknown): item is InboxEntry => item instanceof InboxEntry;

function nonceOf(count: number): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeBigUInt64BE(BigInt(count));
  return nonce;
}

/** What a seal holds for, and nothing else. */
const scopeOf = (places: readonly Place[], rows: number): Buffer => {
  const rings = places.map(({ log, id, number, of = null }) => [log, id, number, of]);
  return Buffer.from(JSON.stringify([COLUMNS, rows, rings]));
};

export class Seals {
  private readonly by = randomBytes(TAG_BYTES).toString('base64url');
  private readonly keys = new Map<string, Buffer>();
  private count = 0;

  constructor(private readonly secret: string) {}

  /** Entries only: of other items, and of many, others read for themselves. */
  seal(
    rings: readonly Ring[],
    left: readonly LeftRow[],
  ): { places: readonly Place[]; sealed?: Sealed } {
    const entries = new Map<string, number>();
    const places = rings.map((ring) => placeOf(ring, entries));
    if (entries.size === 0 || entries.size > MOST_ENTRIES) return { places: rings.map(bare) };
    const text = `{"entries":[${[...entries.keys()].join()}],"left":${JSON.stringify(left)}}`;
    return { places, sealed: this.close(places, left.length, text) };
  }

  /** Whether this node has sealed what is in a message. */
  isOurs(message: string): boolean {
    return message.includes(this.by);
  }

  /** Undefined where it comes from no node of this database. */
  open(places: readonly Place[], { by, count, rows, text }: Sealed): Contents | undefined {
    const sealed = Buffer.from(text, 'base64');
    try {
      const cipher = createDecipheriv(CIPHER, this.keyOf(by), nonceOf(count), WHOLE);
      cipher.setAAD(scopeOf(places, rows)).setAuthTag(sealed.subarray(-TAG_BYTES));
      const parts = [cipher.update(sealed.subarray(0, -TAG_BYTES)), cipher.final()];
      return JSON.parse(Buffer.concat(parts).toString('utf8')) as Contents;
    } catch {
      return undefined;
    }
  }

  private close(places: readonly Place[], rows: number, text: string): Sealed {
    const { by, count } = { by: this.by, count: (this.count += 1) };
    const cipher = createCipheriv(CIPHER, this.keyOf(by), nonceOf(count), WHOLE);
    cipher.setAAD(scopeOf(places, rows));
    const parts = [cipher.update(text, 'utf8'), cipher.final()];
    return {
      ...{ by, count, rows },
      text: Buffer.concat([...parts, cipher.getAuthTag()]).toString('base64'),
    };
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

const bare = ({ log, id, number }: Ring): Place => ({ log, id, number });

/** Its entries join those of other rings, each once. */
function placeOf(ring: Ring, entries: Map<string, number>): Place {
  const { items = [] } = ring.written ?? {};
  if (items.length === 0 || !items.every(isEntry)) return bare(ring);
  const of = items.map(({ inboxId: _, number: __, ...told }) => {
    const text = JSON.stringify(told);
    const index = entries.get(text) ?? entries.size;
    entries.set(text, index);
    return index;
  });
  return { ...bare(ring), of };
}
