/** Variables of an operation, as every GraphQL client takes them. */
export type Variables = Readonly<Record<string, unknown>>;

/** What arrives for one event of a subscription. */
export interface SourceResult {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly unknown[] | undefined;
}

/** Where a source puts what arrives. Exactly one of `error` and `complete` ends it. */
export interface SourceSink {
  next(result: SourceResult): void;
  error(reason: unknown): void;
  complete(): void;
}

/**
 * The little that following needs of a GraphQL client. `Document` is what that client takes as an
 * operation: a string for graphql-ws, a parsed document for Apollo Client, either for urql.
 */
export interface Source<Document> {
  /**
   * Starts one subscription and returns the function that ends it. `variables` is asked again for
   * every resubscription the client makes on its own, where the client lets us; where it does not,
   * the feed notices that the server starts over and resubscribes (see `inbox.feed.ts`).
   */
  subscribe(document: Document, variables: () => Variables, sink: SourceSink): () => void;

  /**
   * `query { inboxHead }`: the cursor of the newest entry in the viewer's inbox (IN-6). Rejects with
   * {@link HeadUnanswered} when asking again may help.
   */
  inboxHead(): Promise<string>;
}

/** The cursor in an answer to `query { inboxHead }`; throws {@link HeadUnanswered} without one. */
export function headOf(result: SourceResult): string {
  const head = result.data?.['inboxHead'];
  if (typeof head === 'string') return head;
  throw new HeadUnanswered(result.errors ?? []);
}

/** `inboxHead` was not answered; `cause` is the close event, the errors or what the network threw. */
export class HeadUnanswered extends Error {
  override readonly name = 'HeadUnanswered';

  constructor(override readonly cause: unknown) {
    super('The server did not answer inboxHead.');
  }
}
