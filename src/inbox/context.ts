/**
 * What resolvers get: the viewer, the time, the language, and loaders that batch. One per operation, and one per delivered
 * event, so that nothing read for one answer shows up in another.
 */
import DataLoader from 'dataloader';
import { GraphQLError } from 'graphql';
import type { Policy } from '../lib/policy';
import type { Owner } from '../lib/rows';
import type { UserError } from '../lib/user-error';
import type { Refused, Refusal } from '../lib/refusal';
import type { Viewer } from '../lib/viewer';
import type { Language } from '../lib/wording';
import type { App } from './app';
import { perform, type Command } from './perform';
import type { ReadEach, Supposed, Together } from './together';

/** Loads many keys at once; answers in the order of the keys. */
export type Batch<K, V> = (context: Context, keys: readonly K[]) => Promise<readonly V[]>;

/** Where rows are found: together with all who look for some in the same moment (together.ts), or in a transaction. */
export type Source = Pick<Together, 'loadAll'>;

/** A row, and whose it is. */
export type Owned<E = unknown> = readonly [row: E, owner: Owner];

/** Finds by ids what its viewer may see, in their order. */
export interface Finder<V> {
  /** The property by which others refer to what it finds: `orderId`. */
  readonly reference: string;
  /** Reads rows with whose they are, whoever asks. */
  readonly read: ReadEach<string, Owned | null>;
  /** A row that came as JSON; undefined where columns are missing, as it is of another version. */
  revive(row: object): object | undefined;
  /** What its viewer may see of what was read. */
  shown(viewer: Viewer, owned: Owned): V;
  find(source: Source, viewer: Viewer, ids: readonly string[]): Promise<readonly V[]>;
}

/** At hand, where it was found ahead. */
export type Found<V> = V | Promise<V>;

export interface Asker {
  readonly viewer: Viewer | null;
  readonly language: Language;
}

export class Context {
  readonly viewer: Viewer | null;
  readonly language: Language;
  /** IN-6: read before the rest of a query that asks for it. */
  inboxHead: string | null = null;
  /** What the door prepared of the operation. It travels inside because Apollo Server works on a copy of the context. */
  prepared: object | null = null;
  /** Most events need few of either, and many none. */
  private loaders: Map<unknown, DataLoader<unknown, unknown>> | undefined;
  private found: Map<Finder<unknown>, Map<string, Found<unknown>>> | undefined;

  constructor(
    readonly app: App,
    asker: Asker,
    /** Null where an act will tell it before anything asks. */
    private instant: number | null,
  ) {
    this.viewer = asker.viewer;
    this.language = asker.language;
  }

  /** The platform's time everything derived from time is derived from (TM-5). */
  get now(): number {
    if (this.instant === null) throw new Error('There is no time before the act.');
    return this.instant;
  }

  set now(instant: number) {
    this.instant = instant;
  }

  /** The viewer, or the error that asks for one. */
  signedIn(): Viewer {
    if (this.viewer !== null) return this.viewer;
    throw new GraphQLError('Sign in: send Authorization: Bearer <token>.', {
      extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
    });
  }

  /** Once per operation, so that an answer does not contradict itself. */
  load<K, V>(by: Batch<K, V>, key: K): Promise<V>;
  load<V>(by: Batch<string, V> | Finder<V>, id: string): Found<V>;
  load<V>(by: Batch<string, V> | Finder<V>, key: string): Found<V> {
    return typeof by === 'function' ? this.loaderOf(by).load(key) : this.find(by, key);
  }

  /** What a batch would find under this key is at hand already. */
  know<K, V>(by: Batch<K, V>, key: K, value: V): void {
    this.loaderOf(by).prime(key, value);
  }

  /** What has been looked for so far. */
  get finders(): Iterable<Finder<unknown>> {
    return this.found?.keys() ?? [];
  }

  /**
   * Finds what these items refer to before anybody asks for it, so that nobody has to wait then. What cannot be found now is left to
   * whoever asks, and so is the failure.
   */
  async findAhead(finders: Iterable<Finder<unknown>>, items: readonly object[]): Promise<void> {
    await Promise.allSettled(
      [...finders].map((by) => this.findAll(by, references(items, by.reference))),
    );
  }

  /** Takes these rows for what is found; true where they are all that these finders look for in this item. */
  suppose(finders: Iterable<Finder<unknown>>, item: object, rows: readonly Supposed[]): boolean {
    for (const by of finders)
      for (const id of references([item], by.reference)) {
        const row = rows.find((supposed) => supposed.finder === by && supposed.id === id);
        if (row === undefined) return false;
        this.foundBy(by).set(id, by.shown(this.signedIn(), row.owned));
      }
    return true;
  }

  /**
   * Performs a command for the viewer; what is read afterwards is read anew. Where the result is the id of what a finder finds, that is
   * read as the act leaves it, with the commit.
   */
  async perform<I extends object, R>(
    name: string,
    input: I,
    command: Command<I, R>,
    finder?: Finder<unknown>,
  ): Promise<R | Refused> {
    const viewer = this.signedIn();
    const { result, now, found } = await perform(this.app, viewer, name, input, command, finder);
    this.now = now;
    this.loaders = undefined;
    this.found = undefined;
    if (finder !== undefined && typeof result === 'string' && found !== undefined)
      this.foundBy(finder).set(result, found);
    return result;
  }

  private find<V>(by: Finder<V>, id: string): Found<V> {
    const found = this.foundBy(by);
    const known = found.get(id);
    if (known !== undefined) return known;
    const finding = by.find(this.app.together, this.signedIn(), [id]).then(([row]) => row as V);
    found.set(id, finding);
    return finding;
  }

  private async findAll<V>(by: Finder<V>, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const rows = await by.find(this.app.together, this.signedIn(), ids);
    const found = this.foundBy(by);
    for (const [index, id] of ids.entries()) found.set(id, rows[index] as V);
  }

  private foundBy<V>(by: Finder<V>): Map<string, Found<V>> {
    this.found ??= new Map();
    const known = this.found.get(by) as Map<string, Found<V>> | undefined;
    if (known !== undefined) return known;
    const made = new Map<string, Found<V>>();
    this.found.set(by, made);
    return made;
  }

  private loaderOf<K, V>(by: Batch<K, V>): DataLoader<K, V> {
    this.loaders ??= new Map();
    const known = this.loaders.get(by) as DataLoader<K, V> | undefined;
    if (known !== undefined) return known;
    const made = new DataLoader<K, V>((keys) => by(this, keys));
    this.loaders.set(by, made);
    return made;
  }

  /** The policy in force at `now` (domain.md §9). */
  get policy(): Policy {
    return this.app.clock.policies.at(this.now);
  }

  say(key: string, facts = {}): string {
    return this.app.wordings.say(this.language, key, facts);
  }

  /** Refusals as the user errors of a payload, in the reader's language. */
  userErrors(reasons: readonly Refusal[]): UserError[] {
    return reasons.map((reason) => ({
      code: reason.code,
      message: this.app.wordings.refusal(this.language, reason),
      field: reason.field === undefined ? null : [...reason.field],
    }));
  }
}

/** The ids under this property, each once. */
function references(items: readonly object[], property: string): string[] {
  const ids = new Set<string>();
  for (const item of items) {
    const id = (item as Record<string, unknown>)[property];
    if (typeof id === 'string') ids.add(id);
  }
  return [...ids];
}

export const notFound = (): GraphQLError =>
  new GraphQLError('There is no such thing, or it is not yours.', {
    extensions: { code: 'NOT_FOUND' },
  });

export const forbidden = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });

export const badInput = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
