/** urql with a normalised cache, one socket, and our client helper's source on top. */
import { cacheExchange, type KeyGenerator } from '@urql/exchange-graphcache';
import { createClient as createSocket, type Client as Socket } from 'graphql-ws';
import { Client, fetchExchange, mapExchange, subscriptionExchange, type CombinedError } from 'urql';
import { setServerTime } from '../time/clock';
import type { Language } from '../words';
import { frameBatch } from './frame.batch';
import { overtakenExchange } from './overtaken.exchange';

export interface Session {
  /** The token of the moment: it may be renewed while the session goes on. */
  readonly token: () => string;
  readonly language: Language;
}

/** The server does not know the token (any more), or the owner of the shop has disabled the seat. */
export type SessionEnd = 'expired' | 'disabled';

export interface ClientEvents {
  readonly onEnded: (end: SessionEnd) => void;
  readonly onSocketOpened: () => void;
  /** How many entries of the inbox were applied so far. */
  readonly entriesApplied: () => number;
}

/**
 * What has an id is an entity; everything else (money, lines, pages …) belongs to what holds it. So does a shop: whenever a page
 * of a list arrives, the cache reads anew all that shares an entity with it, and one shop is in every row of every page.
 */
const keys = new Proxy<Record<string, KeyGenerator>>(
  { Shop: () => null },
  {
    get: (own, type: string) =>
      own[type] ?? ((data: { id?: unknown }) => (typeof data.id === 'string' ? data.id : null)),
  },
);

function endTold(error: CombinedError | undefined): SessionEnd | undefined {
  for (const { extensions, path } of error?.graphQLErrors ?? []) {
    if (extensions['code'] === 'UNAUTHENTICATED') return 'expired';
    // Of the whole request, not of a field: the seat was refused at the door (AC-2).
    if (extensions['code'] === 'FORBIDDEN' && path === undefined) return 'disabled';
  }
  return undefined;
}

function openSocket({ token, language }: Session, onOpened: () => void): Socket {
  return createSocket({
    url: location.origin.replace(/^http/, 'ws') + '/graphql',
    // Asked anew for every connection.
    connectionParams: () => ({ authorization: `Bearer ${token()}`, language }),
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
    fetchOptions: () => ({
      headers: {
        authorization: `Bearer ${session.token()}`,
        'accept-language': session.language,
      },
    }),
    exchanges: [
      mapExchange({
        onResult({ data, error }) {
          const time = (data as { serverTime?: unknown } | undefined)?.serverTime;
          if (typeof time === 'string') setServerTime(time);
          const end = endTold(error);
          if (end !== undefined) events.onEnded(end);
        },
      }),
      cacheExchange({ keys }),
      overtakenExchange(events.entriesApplied),
      fetchExchange,
      liveExchange(socket),
    ],
  });
  // A socket that could not be opened needs no closing.
  const close = () => void Promise.resolve(socket.dispose()).catch(() => undefined);
  return { client, close };
}
