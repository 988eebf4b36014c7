/**
 * What resolvers get: the viewer, the time, the language, and loaders that batch. One per operation, and one per delivered
 * event, so that nothing read for one answer shows up in another.
 */
import DataLoader from 'dataloader';
import { GraphQLError } from 'graphql';
import type { Policy } from '../lib/policy';
import type { UserError } from '../lib/user-error';
import type { Refused, Refusal } from '../lib/refusal';
import type { Viewer } from '../lib/viewer';
import type { Language } from '../lib/wording';
import type { App } from './app';
import { perform, type Command } from './perform';
import type { Together } from './together';

/** Loads many keys at once; answers in the order of the keys. */
export type Batch<K, V> = (context: Context, keys: readonly K[]) => Promise<readonly V[]>;

/** Finds by id, together with all who look for some in the same moment (together.ts), what its viewer may see. */
export interface Finder<V> {
  readonly name: string;
  find(together: Together, viewer: Viewer, id: string): Promise<V>;
}

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
  /** Loaders by their batch, and what was looked for by its finder and id; most events need few of either. */
  private known: Map<unknown, unknown> | undefined;

  constructor(
    readonly app: App,
    asker: Asker,
    /** The platform's time everything derived from time is derived from (TM-5). */
    public now: number,
  ) {
    this.viewer = asker.viewer;
    this.language = asker.language;
  }

  /** The viewer, or the error that asks for one. */
  signedIn(): Viewer {
    if (this.viewer !== null) return this.viewer;
    throw new GraphQLError('Sign in: send Authorization: Bearer <token>.', {
      extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
    });
  }

  /** Once per operation, so that an answer does not contradict itself. */
  load<V>(by: Batch<string, V> | Finder<V>, id: string): Promise<V>;
  load<K, V>(by: Batch<K, V>, key: K): Promise<V>;
  load<V>(by: Batch<string, V> | Finder<V>, key: string): Promise<V> {
    if (typeof by !== 'function') return this.find(by, key);
    return this.once(by, () => new DataLoader<string, V>((keys) => by(this, keys))).load(key);
  }

  /** Performs a command for the viewer; what is read afterwards is read anew. */
  async perform<I extends object, R>(
    name: string,
    input: I,
    command: Command<I, R>,
  ): Promise<R | Refused> {
    const performed = await perform(this.app, this.signedIn(), name, input, command);
    this.now = performed.now;
    this.known = undefined;
    return performed.result;
  }

  private find<V>(by: Finder<V>, id: string): Promise<V> {
    const viewer = this.signedIn();
    return this.once(`${by.name} ${id}`, () => by.find(this.app.together, viewer, id));
  }

  private once<T>(key: unknown, make: () => T): T {
    this.known ??= new Map();
    const known = this.known.get(key) as T | undefined;
    if (known !== undefined) return known;
    const made = make();
    this.known.set(key, made);
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

export const notFound = (): GraphQLError =>
  new GraphQLError('There is no such thing, or it is not yours.', {
    extensions: { code: 'NOT_FOUND' },
  });

export const forbidden = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });

export const badInput = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
