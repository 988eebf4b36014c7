/** What both doors do before anything runs: who asks, in which language, at what time, with which document (AC-3). */
import { Kind, type GraphQLError, type GraphQLSchema } from 'graphql';
import type { App } from '../inbox/app';
import { Context, forbidden } from '../inbox/context';
import { readInboxHead } from '../inbox/inbox.resolver';
import { Role, type Viewer } from '../lib/viewer';
import { languageOf } from '../lib/wording';
import { Documents, type Prepared, type Request } from './document';
import { Limits } from './limits';
import { operationOf } from './operation';
import { Turns } from './turns';
import { bearerOf, openSignIn, type SignIn } from './sign-in';

/** With some events each, as many as are looked up with one statement. */
const TELLING_AT_ONCE = 16;

export class Door {
  readonly documents: Documents;
  readonly limits: Limits;
  /** How many queries over HTTP compiled code answered, and how many graphql-js had to. */
  readonly queries = { compiled: 0, interpreted: 0 };
  /**
   * Whoever is told by himself waits for his turn to be, where thousands are woken together: what is under way at once outlives the
   * young generation of the heap, and moving it would cost more than the telling.
   */
  readonly telling = new Turns(TELLING_AT_ONCE, Infinity);
  private readonly signIn: SignIn;

  constructor(
    readonly app: App,
    readonly schema: GraphQLSchema,
    sandboxSecret: string,
  ) {
    this.documents = new Documents(schema);
    this.limits = new Limits(app.settings.limits);
    this.signIn = openSignIn(app.settings.signIn, sandboxSecret);
  }

  /** The viewer of an authorization value; null without one. Throws SignInError. */
  async viewerOf(authorization: unknown): Promise<Viewer | null> {
    const token = bearerOf(authorization);
    return token === undefined ? null : this.signIn(token);
  }

  prepare(request: Request, viewer: Viewer | null): Prepared | readonly GraphQLError[] {
    return this.documents.prepare(request, this.mayIntrospect(viewer));
  }

  /**
   * A context with the rights in force now (AC-2) and the platform's time. An act reads the clock itself, so that one of somebody
   * without a seat needs nothing before.
   */
  async open(
    viewer: Viewer | null,
    acceptLanguage: string | undefined,
    isAct = false,
  ): Promise<Context> {
    const language = languageOf(acceptLanguage);
    if (isAct && viewer?.role !== Role.SELLER)
      return new Context(this.app, { viewer, language }, null);
    if (viewer === null) return new Context(this.app, { viewer, language }, await this.now());
    const admitted = await this.app.seats.admit(viewer);
    if (admitted.viewer === null) throw forbidden('This seat is disabled.');
    return new Context(this.app, { viewer: admitted.viewer, language }, admitted.now);
  }

  /** IN-6: a query that asks for the head of the inbox gets it from before anything else is read. */
  async readAhead(
    context: Context,
    prepared: Prepared,
    operationName: string | undefined,
  ): Promise<void> {
    const operation = operationOf(prepared.document, operationName);
    const asks = operation?.selectionSet.selections.some(
      (node) => node.kind !== Kind.FIELD || node.name.value === 'inboxHead',
    );
    const { viewer } = context;
    if (asks !== true || viewer === null || viewer.role === Role.SYSTEM) return;
    context.inboxHead = await readInboxHead(context);
  }

  /** In production the schema is shown to the marketplace's own people only. */
  private mayIntrospect(viewer: Viewer | null): boolean {
    return (
      this.app.settings.introspection ||
      viewer?.role === Role.PLATFORM ||
      viewer?.role === Role.SYSTEM
    );
  }

  private now(): Promise<number> {
    return this.app.clock.now(this.app.db);
  }
}
