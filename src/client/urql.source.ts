import {
  HeadUnanswered,
  headOf,
  type Source,
  type SourceResult,
  type SourceSink,
  type Variables,
} from './subscription.source';

/** The part of urql's `Client` that following needs; urql itself is not imported. */
export interface UrqlClient<Document> {
  subscription(document: Document, variables: Variables): UrqlResults;
  query(
    document: string,
    variables: Variables,
    context: { requestPolicy: 'network-only' },
  ): PromiseLike<UrqlResult>;
}

interface UrqlResult {
  readonly data?: unknown;
  readonly error?:
    { readonly networkError?: unknown; readonly graphQLErrors: readonly unknown[] } | undefined;
}

/** urql's results speak the wonka protocol: a signal is 0 at the end, else a tagged one-tuple. */
type UrqlResults = (sink: (signal: unknown) => void) => void;
type Signal =
  0 | { readonly tag: 0; readonly 0: Talkback } | { readonly tag: 1; readonly 0: UrqlResult };
type Talkback = (kind: 0 | 1) => void;
const END = 0;
const STARTED = 0;
const PULL = 0;
const CLOSE = 1;

/**
 * Two followers behind the same cursor ask for the same thing: urql would let the later one listen in on the first, and lose
 * what the first has received already. A variable that no document declares tells them apart; servers pass it over.
 */
let followers = 0;
const ownVariables = (variables: Variables): Variables => ({
  ...variables,
  follower: (followers += 1),
});

/**
 * A urql client with a `subscriptionExchange` as a source. Entries pass through its exchanges, so a
 * normalised cache (Graphcache) has been brought up to date when `onEntry` is called.
 */
export function fromUrql<Document>(client: UrqlClient<Document>): Source<Document | string> {
  return {
    subscribe: (document, variables, sink) =>
      listen(client.subscription(document as Document, ownVariables(variables())), sink),
    inboxHead: async () =>
      headOf(resultOf(await client.query('{ inboxHead }', {}, { requestPolicy: 'network-only' }))),
  };
}

function listen(results: UrqlResults, sink: SourceSink): () => void {
  let talkback: Talkback = () => {};
  results((received) => {
    const signal = received as Signal;
    if (signal === END) {
      sink.complete();
      return;
    }
    if (signal.tag === STARTED) talkback = signal[0];
    else deliver(signal[0], sink);
    talkback(PULL);
  });
  return () => talkback(CLOSE);
}

function deliver(result: UrqlResult, sink: SourceSink): void {
  if (result.error?.networkError) sink.error(result.error.networkError);
  else sink.next(resultOf(result));
}

function resultOf({ data, error }: UrqlResult): SourceResult {
  if (error?.networkError) throw new HeadUnanswered(error.networkError);
  return { data: data as SourceResult['data'], errors: error?.graphQLErrors };
}
