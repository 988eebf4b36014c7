import {
  HeadUnanswered,
  headOf,
  type Source,
  type SourceResult,
  type SourceSink,
  type Variables,
} from './subscription.source';

/** The part of Apollo Client 4 that following needs; Apollo Client itself is not imported. */
export interface ApolloClientLike<Document> {
  subscribe(options: {
    query: Document;
    variables: Variables;
    context: { queryDeduplication: boolean };
  }): ApolloResults;
  query(options: { query: Document; fetchPolicy: 'network-only' }): Promise<unknown>;
}

interface ApolloResult {
  readonly data?: unknown;
  readonly error?: unknown;
}

interface ApolloResults {
  subscribe(observer: {
    next(result: ApolloResult): void;
    error(reason: unknown): void;
    complete(): void;
  }): { unsubscribe(): void };
}

/** `query { inboxHead }` as Apollo Client takes it; written out so that no parser is needed here. */
const HEAD_DOCUMENT = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      selectionSet: {
        kind: 'SelectionSet',
        selections: [{ kind: 'Field', name: { kind: 'Name', value: 'inboxHead' } }],
      },
    },
  ],
};

/**
 * Two followers behind the same cursor ask for the same thing: Apollo would let the later one listen in on the first, and lose
 * what the first has received already.
 */
const context = { queryDeduplication: false };

/**
 * An Apollo Client as a source, with a `GraphQLWsLink` for subscriptions. Apollo writes every entry
 * to its normalised cache before `onEntry` is called, so watched queries show it by themselves.
 */
export function fromApollo<Document>(client: ApolloClientLike<Document>): Source<Document> {
  return {
    subscribe: (query, variables, sink) =>
      listen(client.subscribe({ query, variables: variables(), context }), sink),
    inboxHead: () => askHead(client),
  };
}

async function askHead<Document>(client: ApolloClientLike<Document>): Promise<string> {
  const query = HEAD_DOCUMENT as Document;
  const answer = await client
    .query({ query, fetchPolicy: 'network-only' })
    .catch((reason: unknown) => {
      throw new HeadUnanswered(reasonOf(reason));
    });
  return headOf(answer as SourceResult);
}

function listen(results: ApolloResults, sink: SourceSink): () => void {
  const subscription = results.subscribe({
    next: ({ data, error }) =>
      error ? sink.error(reasonOf(error)) : sink.next({ data: data as SourceResult['data'] }),
    error: (reason) => sink.error(reasonOf(reason)),
    complete: () => sink.complete(),
  });
  return () => subscription.unsubscribe();
}

/** Apollo hides errors in `CombinedGraphQLErrors` and a close code in a sentence: takes them out again. */
function reasonOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  if ('errors' in error && Array.isArray(error.errors)) return error.errors;
  if (!(error instanceof Error)) return error;
  const code = /^Socket closed with event (\d{4})/.exec(error.message);
  return code ? { code: Number(code[1]), reason: error.message } : error;
}
