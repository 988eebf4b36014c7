import type { Client } from 'graphql-ws';
import {
  HeadUnanswered,
  headOf,
  type Source,
  type SourceResult,
  type SourceSink,
  type Variables,
} from './subscription.source';

/** Any graphql-ws client, also one wrapped by the application. */
export type SubscribingClient = Pick<Client, 'subscribe'>;

/**
 * A graphql-ws client as a source.
 *
 * That client resubscribes by itself after a lost socket and sends the payload it was given once
 * more. It writes the payload as JSON at that moment, so a getter makes the variables those of now:
 * the newest cursor, not the one the subscription began with.
 */
export function fromGraphQLWs(client: SubscribingClient): Source<string> {
  return {
    subscribe: (query, variables, sink) =>
      client.subscribe(livePayload(query, variables), sinkOf(sink)),
    inboxHead: () => askHead(client),
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

function askHead(client: SubscribingClient): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer: SourceResult = {};
    const sink = {
      next: (result: unknown) => void (answer = result as SourceResult),
      error: (reason: unknown) => reject(new HeadUnanswered(reason)),
      complete: () => resolve(answer),
    };
    client.subscribe({ query: '{ inboxHead }' }, sink);
  }).then((answer) => headOf(answer as SourceResult));
}
