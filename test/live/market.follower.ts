import { once } from 'node:events';
import WebSocket from 'ws';
import { cachedToken } from '../support/call';
import type { Person } from '../support/people';

/** Where an event says which it is; the rest of a wide one is not looked at. */
const HEAD_BYTES = 400;
const MARK = /"cursor":"([^"]+)","message":\{"number":(\d+)/;

/**
 * One of very many subscribers: keeps only how far it has come, and how often that was not the next. What it follows is
 * messages alone, whose numbers have no gap.
 */
export class MarketFollower {
  /** The number of the last message, and the cursor to resume by. */
  last = 0;
  wrong = 0;
  closedWith: number | undefined;

  private constructor(
    private readonly person: Person,
    private readonly socket: WebSocket,
    private cursor: string,
  ) {
    socket.on('message', (data: Buffer) => this.take(data.toString('latin1', 0, HEAD_BYTES)));
    socket.on('error', () => undefined);
    socket.on('close', (code) => (this.closedWith = code));
  }

  /** Signed in and subscribed. A paused one takes nothing more from its socket: the kernel's buffers fill up. */
  static async follow(
    wsUrl: string,
    person: Person,
    query: string,
    { after, isPaused = false }: { after: string; isPaused?: boolean },
  ): Promise<MarketFollower> {
    const socket = new WebSocket(wsUrl, 'graphql-transport-ws', { perMessageDeflate: false });
    const follower = new MarketFollower(person, socket, after);
    await once(socket, 'open');
    const authorization = `Bearer ${await cachedToken(person)}`;
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
    await once(socket, 'message');
    if (isPaused) socket.pause();
    const payload = { query, variables: { after } };
    socket.send(JSON.stringify({ type: 'subscribe', id: 'a', payload }));
    return follower;
  }

  /** Another socket that goes on where this one was cut off. */
  async resume(wsUrl: string, query: string): Promise<MarketFollower> {
    const next = await MarketFollower.follow(wsUrl, this.person, query, { after: this.cursor });
    next.last = this.last;
    next.wrong = this.wrong;
    return next;
  }

  readOn(): void {
    this.socket.resume();
  }

  end(): void {
    this.socket.terminate();
  }

  private take(head: string): void {
    if (head.startsWith('{"type"')) return;
    const [, cursor, number] = MARK.exec(head) ?? [];
    if (Number(number) !== this.last + 1 || cursor === undefined) this.wrong += 1;
    else this.cursor = cursor;
    this.last = Number(number);
  }
}
