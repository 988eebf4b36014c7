import { once } from 'node:events';
import WebSocket, { type ClientOptions } from 'ws';
import { cachedToken } from '../support/call';
import type { Person } from '../support/people';
import type { Json } from './post';

/** A message of graphql-transport-ws as it came over the wire. */
export interface WireMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: Json;
}

/** A socket without any client library in between: what is sent and received is what the test sees. */
export interface Wire {
  readonly socket: WebSocket;
  send(message: object | string): void;
  /** The next message that came, in order. Rejects when the socket closes instead. */
  next(): Promise<WireMessage>;
  /** The next message for this operation; others are dropped. */
  nextOf(id: string): Promise<WireMessage>;
  /** Resolves when the server closes it. */
  readonly closed: Promise<{ code: number; reason: string }>;
  close(): Promise<void>;
}

/** Connects; rejects when the upgrade is refused. */
export async function openWire(
  url: string,
  options: ClientOptions = {},
  protocol: string | string[] = 'graphql-transport-ws',
): Promise<Wire> {
  const socket = new WebSocket(url, protocol, options);
  const wire = wireOf(socket);
  await once(socket, 'open');
  return wire;
}

function wireOf(socket: WebSocket): Wire {
  const received: WireMessage[] = [];
  const waiting: ((message: WireMessage | Error) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as WireMessage;
    const first = waiting.shift();
    if (first === undefined) received.push(message);
    else first(message);
  });
  socket.on('error', () => undefined);
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      for (const waiter of waiting.splice(0)) waiter(new Error(`closed with ${code}`));
      resolve({ code, reason: reason.toString() });
    });
  });
  const next = (): Promise<WireMessage> => {
    const message = received.shift();
    if (message !== undefined) return Promise.resolve(message);
    return new Promise((resolve, reject) => {
      waiting.push((came) => (came instanceof Error ? reject(came) : resolve(came)));
    });
  };
  return {
    socket,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next,
    async nextOf(id) {
      for (;;) {
        const message = await next();
        if (message.id === id) return message;
      }
    },
    closed,
    async close() {
      socket.close(1000);
      await closed;
    },
  };
}

/** Connects and signs in; resolves after `connection_ack`. */
export async function openWireAs(url: string, person: Person): Promise<Wire> {
  const wire = await openWire(url);
  const authorization = `Bearer ${await cachedToken(person)}`;
  wire.send({ type: 'connection_init', payload: { authorization } });
  const answer = await wire.next();
  if (answer.type !== 'connection_ack') throw new Error(`expected an ack, got ${answer.type}`);
  return wire;
}

let operations = 0;

/** Sends a subscribe message; answers its id. */
export function subscribe(wire: Wire, payload: object): string {
  const id = `op-${(operations += 1)}`;
  wire.send({ type: 'subscribe', id, payload });
  return id;
}

/** What the socket says first to a subscribe message. */
export const firstAnswer = (wire: Wire, payload: object): Promise<WireMessage> =>
  wire.nextOf(subscribe(wire, payload));
