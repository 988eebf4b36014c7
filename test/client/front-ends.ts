import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Client as UrqlClient, fetchExchange, subscriptionExchange } from '@urql/core';
import { OperationTypeNode } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { fromApollo, fromGraphQLWs, fromUrql, type Source } from '../../src/client';
import type { InboxServer } from './inbox-server';

export const INBOX = `subscription ($after: String) {
  inbox(after: $after) { __typename ... on InboxEntry { cursor text } ... on InboxResync { reason head } }
}`;

/** A way to reach the server; `Document` is text for two of them and parsed for Apollo. */
export interface FrontEnd {
  readonly source: Source<never>;
  readonly query: never;
  close(): void;
}

/** Retries by itself as often as told, and fast: these tests wait for it. */
export function socketTo(server: InboxServer, retryAttempts: number): Client {
  return createClient({
    url: server.socketUrl,
    webSocketImpl: WebSocket,
    retryAttempts,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 2)),
  });
}

type Opener = (server: InboxServer, retryAttempts: number) => FrontEnd;

function overGraphQLWs(server: InboxServer, retryAttempts: number): FrontEnd {
  const socket = socketTo(server, retryAttempts);
  return frontEnd(fromGraphQLWs(socket, { url: server.url }), INBOX, socket);
}

function overUrql(server: InboxServer, retryAttempts: number): FrontEnd {
  const socket = socketTo(server, retryAttempts);
  const forwardSubscription = ({ query, variables }: { query?: string; variables?: unknown }) => ({
    subscribe: (sink: never) => ({
      unsubscribe: socket.subscribe(
        { query: query ?? '', variables: variables as Record<string, unknown> },
        sink,
      ),
    }),
  });
  const exchanges = [fetchExchange, subscriptionExchange({ forwardSubscription })];
  return frontEnd(
    fromUrql(new UrqlClient({ url: server.url, preferGetMethod: false, exchanges })),
    INBOX,
    socket,
  );
}

function overApollo(server: InboxServer, retryAttempts: number): FrontEnd {
  const socket = socketTo(server, retryAttempts);
  const link = ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(socket),
    new HttpLink({ uri: server.url }),
  );
  return frontEnd(
    fromApollo(new ApolloClient({ link, cache: new InMemoryCache() })),
    gql(INBOX),
    socket,
  );
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
