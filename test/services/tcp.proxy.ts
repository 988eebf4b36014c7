import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What the wire does to what is sent over it. */
type Wire =
  | 'forwards'
  /** Half-open: both ends believe in the connection, and nothing arrives at either. */
  | 'is silent'
  /** What is asked arrives, what is answered does not: whoever asked cannot know whether it was done. */
  | 'loses answers';

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/** The wire between a client and a server on this machine, for tests that cut it. */
export class TcpProxy {
  /** Connections that were cut so far. */
  cuts = 0;
  private wire: Wire = 'forwards';
  private readonly pairs = new Set<Pair>();

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  static async open(targetPort: number): Promise<TcpProxy> {
    const server = createServer({ noDelay: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, targetPort);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends all connections with a reset, as a firewall would that has forgotten them. */
  cut(): void {
    for (const pair of this.pairs) this.end(pair);
  }

  /** Holds everything back, new connections too, until `heal`. */
  silence(): void {
    this.wire = 'is silent';
    this.silenceThese();
  }

  /** The same for the connections there are; new ones get through. */
  silenceThese(): void {
    for (const { near, far } of this.pairs) {
      near.pause();
      far.pause();
    }
  }

  /** Goes on forwarding what is asked, and throws away what is answered, until `heal`. */
  loseAnswers(): void {
    this.wire = 'loses answers';
  }

  /** Forwards again, also what was held back. What was thrown away is missed: those connections are cut first. */
  heal(): void {
    if (this.wire === 'loses answers') this.cut();
    this.wire = 'forwards';
    for (const { near, far } of this.pairs) {
      near.resume();
      far.resume();
    }
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
  }

  private join(near: Socket): void {
    const far = connect({ port: this.targetPort, host: '127.0.0.1', noDelay: true });
    const pair = { near, far };
    this.pairs.add(pair);
    for (const socket of [near, far]) {
      socket.on('error', () => undefined); // followed by 'close'
      socket.on('close', () => this.end(pair));
    }
    near.on('data', (data) => pass(data, near, far));
    far.on('data', (data) => {
      if (this.wire !== 'loses answers') pass(data, far, near);
    });
    if (this.wire !== 'is silent') return;
    near.pause();
    far.pause();
  }

  private end(pair: Pair): void {
    if (!this.pairs.delete(pair)) return;
    this.cuts += 1;
    pair.near.resetAndDestroy();
    pair.far.resetAndDestroy();
  }
}

/** A reader that does not keep up slows the writer down, as on a real wire. */
function pass(data: Buffer, from: Socket, to: Socket): void {
  if (to.write(data)) return;
  from.pause();
  to.once('drain', () => from.resume());
}
