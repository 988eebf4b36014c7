import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Client as UrqlClient, fetchExchange, subscriptionExchange } from '@urql/core';
import { OperationTypeNode } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { fromApollo, fromGraphQLWs, fromUrql, type Source } from '../../src/client';

export const INBOX = `subscription ($after: String) {
  inbox(after: $after) { __typename ... on InboxEntry { cursor text } ... on InboxResync { reason head } }
}`;

/** A way to reach the server; `Document` is text for two of them and parsed for Apollo. */
export interface FrontEnd {
  readonly source: Source<never>;
  readonly query: never;
  close(): void;
}

/** The server of these tests, or the real one, which wants a sign-in and has entries of its own. */
export interface Target {
  readonly url: string;
  readonly socketUrl: string;
  readonly headers?: { readonly authorization: string };
  readonly query?: string;
}

/** Retries by itself as often as told, and fast: these tests wait for it. */
export function socketTo({ socketUrl, headers }: Target, retryAttempts: number): Client {
  return createClient({
    url: socketUrl,
    webSocketImpl: WebSocket,
    ...(headers && { connectionParams: { ...headers } }),
    retryAttempts,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 2)),
  });
}

type Opener = (target: Target, retryAttempts: number) => FrontEnd;

function overGraphQLWs(target: Target, retryAttempts: number): FrontEnd {
  const socket = socketTo(target, retryAttempts);
  const { url, headers, query = INBOX } = target;
  return frontEnd(fromGraphQLWs(socket, { url, headers: () => ({ ...headers }) }), query, socket);
}

function overUrql(target: Target, retryAttempts: number): FrontEnd {
  const socket = socketTo(target, retryAttempts);
  const { url, headers = {}, query = INBOX } = target;
  const forwardSubscription = (request: { query?: string; variables?: unknown }) => ({
    subscribe: (sink: never) => ({
      unsubscribe: socket.subscribe(request as Parameters<Client['subscribe']>[0], sink),
    }),
  });
  const exchanges = [fetchExchange, subscriptionExchange({ forwardSubscription })];
  const fetchOptions = { headers };
  const client = new UrqlClient({ url, preferGetMethod: false, fetchOptions, exchanges });
  return frontEnd(fromUrql(client), query, socket);
}

function overApollo(target: Target, retryAttempts: number): FrontEnd {
  const socket = socketTo(target, retryAttempts);
  const { url, headers = {}, query = INBOX } = target;
  const link = ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(socket),
    new HttpLink({ uri: url, headers }),
  );
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  return frontEnd(fromApollo(client), gql(query), socket);
}

function frontEnd(source: unknown, query: unknown, socket: Client): FrontEnd {
  return {
    source: source as Source<never>,
    query: query as never,
    close: () => void socket.dispose(),
  };
}

/** Each client, resubscribing by itself with the variables it began with, and leaving that to us. */
export const frontEnds: readonly (readonly [name: string, retryAttempts: number, open: Opener])[] =
  [
    ['graphql-ws', 1000, overGraphQLWs],
    ['graphql-ws', 0, overGraphQLWs],
    ['urql', 1000, overUrql],
    ['urql', 0, overUrql],
    ['Apollo Client', 1000, overApollo],
    ['Apollo Client', 0, overApollo],
  ];
