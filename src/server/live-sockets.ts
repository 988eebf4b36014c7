/**
 * All sockets of this node, watched together: rights that end (AC-4), readers that stall (IN-5), peers that vanish. One timer
 * for all of them: a timer per socket would cost more than the socket.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../inbox/app';
import { LiveRights } from './live-rights';
import type { LiveSocket } from './live-socket';

/** AC-4: an ended right ends its live views within a second. */
const WATCH_MS = 300;
const PING_EVERY_MS = 15_000;
/** How long closing sockets may take to say goodbye. */
const GOODBYE_MS = 2_000;

export interface LiveSocketOptions {
  /** How long a reader may take nothing before it is closed with 1013. */
  readonly stallMs: number;
  /** How long a socket may take to say who it is, before it is closed with 4408. */
  readonly initMs: number;
}

export class LiveSockets {
  isDraining = false;
  /** How many were closed with 1013 because they did not read. */
  slowCloses = 0;
  private readonly sockets = new Set<LiveSocket>();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly rights: LiveRights;

  constructor(
    app: App,
    private readonly options: LiveSocketOptions,
  ) {
    this.rights = new LiveRights(app, this.sockets);
  }

  /** Also those that were closed and have not said goodbye yet. */
  get size(): number {
    return this.sockets.size;
  }

  /** What waits in this process for peers to read it. */
  get unsentBytes(): number {
    let sum = 0;
    for (const socket of this.sockets) sum += socket.unsentBytes;
    return sum;
  }

  add(socket: LiveSocket): void {
    this.sockets.add(socket);
    socket.onGone = this.forget;
  }

  private readonly forget = (socket: LiveSocket): void => {
    this.sockets.delete(socket);
  };

  start(): void {
    this.timers.push(setInterval(() => void this.watch(), WATCH_MS));
    this.timers.push(
      setInterval(() => {
        this.pingAll();
      }, PING_EVERY_MS),
    );
  }

  /** Closes every socket with 1012, which clients retry elsewhere (IN-5). */
  async drain(): Promise<void> {
    this.isDraining = true;
    for (const timer of this.timers) clearInterval(timer);
    const open = [...this.sockets];
    for (const socket of open) socket.close(1012, 'Service restart');
    const deadline = performance.now() + GOODBYE_MS;
    while (open.some((socket) => !socket.isGone) && performance.now() < deadline) await sleep(10);
    for (const socket of open) socket.terminate();
  }

  private async watch(): Promise<void> {
    for (const socket of this.sockets) {
      if (socket.isClosed) continue;
      if (socket.isSilent(this.options.initMs))
        socket.close(4408, 'Connection initialisation timeout');
      else if (!socket.endIfExpired() && socket.isStalled(this.options.stallMs))
        this.closeSlow(socket);
    }
    await this.rights.look();
  }

  private closeSlow(socket: LiveSocket): void {
    this.slowCloses += 1;
    socket.close(1013, 'Too slow: resume by cursor.');
  }

  private pingAll(): void {
    // Who stopped reading may come back: it is told to resume. The connection of a peer that is gone ends by itself.
    for (const socket of this.sockets)
      if (!socket.isClosed && !socket.ping()) this.closeSlow(socket);
  }
}
