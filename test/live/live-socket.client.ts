import { once } from 'node:events';
import WebSocket from 'ws';
import { until } from '../client/until';
import { cachedToken, type Answer } from '../support/call';
import type { Person } from '../support/people';

/** One frame of graphql-transport-ws; payloads are whatever the server put there. */
export interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly payload?: Answer['data'];
}

export interface Close {
  readonly code: number;
  readonly reason: string;
}

/**
 * The protocol by hand, frame by frame: for what a well-behaved client never does, such as not reading, or sending two
 * frames at once.
 */
export class LiveClient {
  readonly frames: Frame[] = [];
  readonly closed: Promise<Close>;
  close: Close | undefined;

  private constructor(readonly socket: WebSocket) {
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString('utf8')) as Frame);
    });
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        this.close = { code, reason: reason.toString() };
        resolve(this.close);
      });
    });
  }

  /** Connected, and nothing said yet. */
  static async open(wsUrl: string): Promise<LiveClient> {
    const client = new LiveClient(new WebSocket(wsUrl, 'graphql-transport-ws'));
    await once(client.socket, 'open');
    return client;
  }

  /** Connected and signed in. */
  static async signIn(wsUrl: string, person: Person): Promise<LiveClient> {
    const client = await LiveClient.open(wsUrl);
    client.init(await cachedToken(person));
    await client.receives(({ type }) => type === 'connection_ack');
    return client;
  }

  init(token?: string): void {
    const payload = token === undefined ? {} : { authorization: `Bearer ${token}` };
    this.say({ type: 'connection_init', payload });
  }

  subscribe(id: string, query: string, variables: object = {}): void {
    this.say({ type: 'subscribe', id, payload: { query, variables } });
  }

  complete(id: string): void {
    this.say({ type: 'complete', id });
  }

  say(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** Waits for so many frames of one kind. */
  async receives(isIt: (frame: Frame) => boolean, count = 1): Promise<Frame[]> {
    await until(() => this.frames.filter(isIt).length >= count);
    return this.frames.filter(isIt);
  }

  /** What one subscription delivered. */
  events(id: string): Answer['data'][] {
    return this.frames
      .filter((frame) => frame.type === 'next' && frame.id === id)
      .map(({ payload }) => payload);
  }

  end(): void {
    this.socket.terminate();
  }
}

export const INBOX = `subscription ($after: String) {
  inbox(after: $after) {
    __typename
    ... on InboxEntry { cursor kind actor message { id number text } order { id } }
    ... on InboxResync { reason head }
  }
}`;

export const MESSAGES = `subscription ($id: ID!, $after: Int) {
  conversationMessages(conversationId: $id, after: $after) { id number text }
}`;
