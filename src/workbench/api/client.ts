/** urql with a normalised cache, one socket, and our client helper's source on top. */
import { cacheExchange, type KeyGenerator } from '@urql/exchange-graphcache';
import { createClient as createSocket, type Client as Socket } from 'graphql-ws';
import { Client, fetchExchange, mapExchange, subscriptionExchange, type CombinedError } from 'urql';
import { setServerTime } from '../time/clock';
import type { Language } from '../words';
import { frameBatch } from './frame.batch';
import { overtakenExchange } from './overtaken.exchange';

export interface Session {
  readonly token: string;
  readonly language: Language;
}

export interface ClientEvents {
  /** The server does not know the token (any more). */
  readonly onSignedOut: () => void;
  readonly onSocketOpened: () => void;
  /** How many entries of the inbox were applied so far. */
  readonly entriesApplied: () => number;
}

/** What has an id is an entity; everything else (money, lines, pages …) belongs to what holds it. */
const keys = new Proxy<Record<string, KeyGenerator>>(
  {},
  { get: () => (data: { id?: unknown }) => (typeof data.id === 'string' ? data.id : null) },
);

const isSignedOut = (error: CombinedError | undefined): boolean =>
  error?.graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED') ?? false;

function openSocket({ token, language }: Session, onOpened: () => void): Socket {
  return createSocket({
    url: location.origin.replace(/^http/, 'ws') + '/graphql',
    connectionParams: { authorization: `Bearer ${token}`, language },
    // The follower resubscribes, with the newest cursor (src/client/README.md).
    retryAttempts: 0,
    keepAlive: 15_000,
    on: { connected: onOpened },
  });
}

/** Subscriptions by the socket, what arrives handed on frame by frame. */
const liveExchange = (socket: Socket) =>
  subscriptionExchange({
    forwardSubscription: ({ query = '', variables }) => ({
      subscribe(sink) {
        const frames = frameBatch();
        const last = (work: () => void) => {
          frames.flush();
          work();
        };
        const unsubscribe = socket.subscribe(
          { query, ...(variables && { variables }) },
          {
            next: (result) => frames.add(() => sink.next(result as never)),
            error: (reason) => last(() => sink.error(reason)),
            complete: () => last(() => sink.complete()),
          },
        );
        return { unsubscribe };
      },
    }),
  });

export interface Connection {
  readonly client: Client;
  readonly close: () => void;
}

export function connect(session: Session, events: ClientEvents): Connection {
  const socket = openSocket(session, events.onSocketOpened);
  const client = new Client({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetchOptions: {
      headers: {
        authorization: `Bearer ${session.token}`,
        'accept-language': session.language,
      },
    },
    exchanges: [
      mapExchange({
        onResult({ data, error }) {
          const time = (data as { serverTime?: unknown } | undefined)?.serverTime;
          if (typeof time === 'string') setServerTime(time);
          if (isSignedOut(error)) events.onSignedOut();
        },
      }),
      cacheExchange({ keys }),
      overtakenExchange(events.entriesApplied),
      fetchExchange,
      liveExchange(socket),
    ],
  });
  return { client, close: () => void socket.dispose() };
}
