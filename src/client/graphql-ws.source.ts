import type { Client } from 'graphql-ws';
import { askHeadByPost, type HttpDoor } from './http.door';
import type { Source, SourceResult, SourceSink, Variables } from './subscription.source';

/** Any graphql-ws client, also one wrapped by the application. */
export type SubscribingClient = Pick<Client, 'subscribe'>;

/**
 * A graphql-ws client as a source.
 *
 * That client resubscribes by itself after a lost socket and sends the payload it was given once
 * more. It writes the payload as JSON at that moment, so a getter makes the variables those of now:
 * the newest cursor, not the one the subscription began with.
 *
 * @param http where to ask for `inboxHead`, which the socket does not answer; needed only when an
 *   inbox is followed without `after` and without a stored cursor
 */
export function fromGraphQLWs(client: SubscribingClient, http?: HttpDoor): Source<string> {
  return {
    subscribe: (query, variables, sink) =>
      client.subscribe(livePayload(query, variables), sinkOf(sink)),
    inboxHead: () => askHeadByPost(http),
  };
}

function livePayload(query: string, variables: () => Variables) {
  return {
    query,
    get variables() {
      return { ...variables() };
    },
  };
}

function sinkOf(sink: SourceSink) {
  return {
    next: (result: unknown) => sink.next(result as SourceResult),
    error: (reason: unknown) => sink.error(reason),
    complete: () => sink.complete(),
  };
}
