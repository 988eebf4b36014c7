/**
 * Rows that many look for in the same moment, read with one statement for all of them, whoever they are: an entry that a thousand
 * live views are shown, or a thousand entries that come together, would otherwise be a thousand times the same statement.
 *
 * Nothing is kept beyond the moment: whoever asks later is answered by a later statement. Who may see a row is for each asker to judge.
 */
import DataLoader from 'dataloader';
import { momentIsOver } from '../lib/convoy';
import type { Database, Reader } from '../lib/database';
import type { Owner } from '../lib/rows';
import type { LeftRow } from './bell';

/** Reads what belongs to each of these keys, in their order. */
export type ReadEach<K, V> = (source: Reader, keys: readonly K[]) => Promise<readonly V[]>;

/** A finder (context.ts), by the property with which entries refer to what it finds. */
interface Expected {
  readonly reference: string;
  readonly read: ReadEach<string, unknown>;
  revive(row: object): object | undefined;
}

/** What a finder would find under this id. */
export interface Supposed {
  readonly finder: Expected;
  readonly id: string;
  readonly owned: readonly [row: object, owner: Owner];
}

/** Keys in one statement. */
const MOST_KEYS = 500;

/**
 * Keeps apart the keys of one statement, and is thrown away with them: a Map that is emptied instead is chained by V8 to what it held,
 * and this one lives as long as the node.
 */
class Keys<K, V> {
  private map = new Map<K, V>();

  get(key: K): V | undefined {
    return this.map.get(key);
  }

  set(key: K, value: V): void {
    this.map.set(key, value);
  }

  delete(key: K): void {
    this.map.delete(key);
  }

  clear(): void {
    this.map = new Map();
  }
}

const textOf = (key: unknown): string => (typeof key === 'string' ? key : JSON.stringify(key));

export class Together {
  private readonly loaders = new Map<unknown, DataLoader<unknown, unknown, string>>();
  private readonly expected = new Map<string, Expected>();
  /** What became known in this moment, by how it is read, then by key. */
  private known: Map<unknown, Map<string, unknown>> | undefined;

  constructor(readonly db: Database) {}

  /**
   * What this read would find under this key is known from the database, in this moment: whoever looks before it is over need not ask. No
   * other answer of the database can come before that.
   */
  know<K, V>(read: ReadEach<K, V>, key: K, value: V): void {
    if (this.known === undefined) {
      this.known = new Map();
      void momentIsOver().then(() => (this.known = undefined));
    }
    const rows = this.known.get(read) ?? new Map<string, unknown>();
    this.known.set(read, rows.set(textOf(key), value));
  }

  /** Live views of this node look for what this finds. */
  expect(finder: Expected): void {
    this.expected.set(finder.reference, finder);
  }

  get expectsAny(): boolean {
    return this.expected.size > 0;
  }

  /** What would be found, if a row that another node left is so still; undefined where nobody looks for such. */
  suppose({ reference, row, owner }: LeftRow): Supposed | undefined {
    const finder = this.expected.get(reference);
    const revived = finder?.revive(row);
    return finder && revived && { finder, id: row.id, owned: [revived, owner] };
  }

  load<K, V>(read: ReadEach<K, V>, key: K): Promise<V> {
    const value = this.known?.get(read)?.get(textOf(key));
    if (value !== undefined) return Promise.resolve(value as V);
    const known = this.loaders.get(read) as DataLoader<K, V, string> | undefined;
    return (known ?? this.loaderFor(read)).load(key);
  }

  loadAll<K, V>(read: ReadEach<K, V>, keys: readonly K[]): Promise<V[]> {
    return Promise.all(keys.map((key) => this.load(read, key)));
  }

  private loaderFor<K, V>(read: ReadEach<K, V>): DataLoader<K, V, string> {
    const loader: DataLoader<K, V, string> = new DataLoader<K, V, string>(
      (keys) => {
        loader.clearAll();
        return read(this.db, keys);
      },
      { maxBatchSize: MOST_KEYS, cacheKeyFn: textOf, cacheMap: new Keys() },
    );
    this.loaders.set(read, loader);
    return loader;
  }
}
