import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { buildSchema, graphql, GraphQLError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { freePort } from '../services/ports';
import { InboxLog } from './inbox-log';

const schema = buildSchema(`
  type Query { inboxHead: String! }
  type InboxEntry { cursor: String! text: String! order: Order }
  type InboxResync { reason: String! head: String! }
  type Order { id: ID! text: String! }
  type Message { number: Int! text: String! }
  union InboxEvent = InboxEntry | InboxResync
  type Subscription {
    inbox(after: String): InboxEvent!
    conversationMessages(conversationId: ID!, after: Int): Message!
  }
`);

/** A real graphql-ws server on a real port, which can be cut, closed, stopped and started again. */
export class InboxServer {
  readonly log = new InboxLog();
  /** The `after` of every subscription that was begun, in order. */
  readonly afters: (string | number | null | undefined)[] = [];
  /** Answers the next delivered entries with an error instead; one number per failure. */
  failures = 0;
  /** How the last query was signed in. */
  authorization: string | undefined;
  /** How the last socket was. */
  socketAuthorization: unknown;
  /** Refuses connections with this close code while it is set. */
  refuseWith: number | undefined;
  private http: Server | undefined;
  private sockets = new WebSocketServer({ noServer: true });
  /** Not one that connections are given: while the server is down, no other may have it. */
  private port: number | undefined;

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}/graphql`;
  }

  get socketUrl(): string {
    return this.url.replace('http', 'ws');
  }

  async start(): Promise<void> {
    this.sockets = new WebSocketServer({
      noServer: true,
      handleProtocols: () => 'graphql-transport-ws',
    });
    useServer(
      {
        schema,
        roots: this.roots(),
        onConnect: (context) => {
          this.socketAuthorization = context.connectionParams?.['authorization'];
          return this.admit(context.extra.socket);
        },
        onSubscribe: (_context, _id, { query }) =>
          query.startsWith('subscription') ? undefined : [onlySubscriptions],
      },
      this.sockets,
    );
    this.http = createServer((request, response) => {
      this.authorization = request.headers.authorization;
      void answer(request, this.roots().query).then((body) => response.end(body));
    });
    this.http.on('upgrade', (request, socket, head) => {
      this.sockets.handleUpgrade(request, socket, head, (ws) =>
        this.sockets.emit('connection', ws, request),
      );
    });
    this.port ??= await freePort();
    this.http.listen(this.port, '127.0.0.1');
    await once(this.http, 'listening');
  }

  /** Every connection ends: without a word, or with a close code. */
  interrupt(code?: number): void {
    for (const socket of this.sockets.clients) {
      if (code === undefined) socket.terminate();
      else socket.close(code, 'as told');
    }
  }

  async stop(): Promise<void> {
    this.interrupt();
    this.http?.closeAllConnections();
    this.http?.close();
    if (this.http) await once(this.http, 'close');
  }

  private admit(socket: { close(code: number, reason: string): void }): boolean {
    if (this.refuseWith !== undefined) socket.close(this.refuseWith, 'as told');
    return this.refuseWith === undefined;
  }

  private roots() {
    return {
      query: { inboxHead: () => this.log.head },
      subscription: {
        inbox: ({ after }: { after?: string }) => this.begin(after, this.log.stream(after)),
        conversationMessages: ({ after }: { after?: number }) =>
          this.begin(after, this.messages(after ?? 0)),
      },
    };
  }

  private begin<Event>(after: string | number | undefined, stream: AsyncIterableIterator<Event>) {
    this.afters.push(after);
    const next = async () => {
      const event = await stream.next();
      if (this.failures === 0 || event.done) return event;
      this.failures -= 1;
      return { done: false as const, value: { inbox: masked } };
    };
    return {
      ...stream,
      next,
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  private messages(after: number): AsyncIterableIterator<{ conversationMessages: object }> {
    const stream = this.log.stream(`c${String(after)}`);
    let number = after;
    const next = async () => {
      const event = await stream.next();
      if (event.done) return event;
      number += 1;
      return {
        done: false as const,
        value: { conversationMessages: { number, text: this.log.entries[number - 1] } },
      };
    };
    return {
      ...stream,
      next,
      [Symbol.asyncIterator]() {
        return this;
      },
    } as AsyncIterableIterator<{ conversationMessages: object }>;
  }
}

const onlySubscriptions = new GraphQLError('Only subscriptions run here.', {
  extensions: { code: 'BAD_REQUEST' },
});

const masked = new GraphQLError('Unexpected error.', {
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
});

async function answer(request: AsyncIterable<Buffer>, rootValue: object): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk.toString();
  const { query } = JSON.parse(body) as { query: string };
  return JSON.stringify(await graphql({ schema, source: query, rootValue }));
}
