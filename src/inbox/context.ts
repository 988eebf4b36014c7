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

/** Loads many keys at once; answers in the order of the keys. */
export type Batch<K, V> = (context: Context, keys: readonly K[]) => Promise<readonly V[]>;

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
  private loaders = new Map<unknown, unknown>();

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

  load<K, V>(batch: Batch<K, V>, key: K): Promise<V> {
    const known = this.loaders.get(batch) as DataLoader<K, V> | undefined;
    if (known !== undefined) return known.load(key);
    const made = new DataLoader<K, V>((keys) => batch(this, keys));
    this.loaders.set(batch, made);
    return made.load(key);
  }

  /** Performs a command for the viewer; what is read afterwards is read anew. */
  async perform<I extends object, R>(
    name: string,
    input: I,
    command: Command<I, R>,
  ): Promise<R | Refused> {
    const performed = await perform(this.app, this.signedIn(), name, input, command);
    this.now = performed.now;
    this.loaders = new Map();
    return performed.result;
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
