import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { followInbox, followMessages, fromGraphQLWs, type Following } from '../../src/client';
import type { Random } from '../services/scale';
import { SECRET } from '../support/node';
import { tokenOf, type Person } from '../support/people';
import { markOf } from './chat';
import { INBOX } from './live-socket.client';

/** How a socket ends. */
export type Ending = 'terminate' | 'close frame' | 'no answer to the close';

export interface Restlessness {
  readonly person: Person;
  readonly wsUrls: readonly string[];
  readonly chance: Random;
  readonly endings: readonly Ending[];
  /** It disconnects after so many items at most, and sometimes while it is still connecting. */
  readonly everyAtMost: number;
  /** How often it disconnects in all; then it stays. */
  readonly times: number;
  /** Short-lived tokens let the server close, with 4403. */
  readonly tokenSeconds?: number;
}

/** A front end that follows by the client helper and keeps losing its connection. */
export class RestlessFollower {
  readonly received: string[] = [];
  readonly resyncs: unknown[] = [];
  readonly closeCodes: number[] = [];
  disconnects = 0;
  private socket: WebSocket | undefined;
  private untilNext: number;
  private following: Following | undefined;
  private readonly client: Client;

  constructor(private readonly options: Restlessness) {
    this.untilNext = this.someItems();
    this.client = createClient({
      url: () => options.chance.pick(options.wsUrls),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: async () => ({ authorization: `Bearer ${await this.token()}` }),
      on: {
        opened: (socket) => {
          this.socket = socket as WebSocket;
          if (options.chance.chance(0.1)) this.disconnect();
        },
        closed: (event) => this.closeCodes.push((event as { code: number }).code),
      },
    });
  }

  followInbox(after: string): this {
    this.following = followInbox(fromGraphQLWs(this.client), {
      ...this.retry,
      query: INBOX,
      after,
      onEntry: (entry) => this.take(markOf(entry)),
      onResync: (resync) => void this.resyncs.push(resync),
    });
    return this;
  }

  followMessages(conversationId: string): this {
    this.following = followMessages(fromGraphQLWs(this.client), {
      ...this.retry,
      query: `subscription ($conversationId: ID!, $after: Int) {
        conversationMessages(conversationId: $conversationId, after: $after) { id number } }`,
      conversationId,
      onMessage: (message: { id: string; number: number }) => this.take(message.id),
    });
    return this;
  }

  async stop(): Promise<void> {
    await this.following?.stop();
    await this.client.dispose();
  }

  /** Rejects when the helper has given up. */
  get done(): Promise<void> {
    return this.following!.done;
  }

  private readonly retry = { waitMs: () => this.options.chance.int(0, 5) };

  private token(): Promise<string> {
    return tokenOf(this.options.person, SECRET, this.options.tokenSeconds);
  }

  private someItems(): number {
    return this.options.chance.int(1, this.options.everyAtMost);
  }

  private take(item: string): void {
    this.received.push(item);
    this.untilNext -= 1;
    if (this.untilNext > 0) return;
    this.untilNext = this.someItems();
    this.disconnect();
  }

  private disconnect(): void {
    if (this.disconnects >= this.options.times) return;
    this.disconnects += 1;
    const socket = this.socket!;
    const ending = this.options.chance.pick(this.options.endings);
    if (ending === 'terminate') socket.terminate();
    else if (ending === 'close frame') socket.close(1000);
    else this.client.terminate();
  }
}
