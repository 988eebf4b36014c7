/**
 * All sockets of this node, watched together: rights that end (AC-4), readers that stall (IN-5), peers that vanish. One timer
 * for all of them: a timer per socket would cost more than the socket. It goes round, a few sockets at a time, as events that come
 * meanwhile would wait for a look at thousands.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../inbox/app';
import { goRound } from '../lib/rounds';
import { LiveRights } from './live-rights';
import type { LiveSocket } from './live-socket';

/** AC-4: an ended right ends its live views within a second. Each socket is looked at as often. */
const WATCH_MS = 300;
const PACE = { overMs: WATCH_MS, atOnce: 10 };
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
  private timer: NodeJS.Timeout | undefined;
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
    this.timer = setInterval(() => void this.rights.look(), WATCH_MS);
    void this.watchOn();
  }

  /** Closes every socket with 1012, which clients retry elsewhere (IN-5). */
  async drain(): Promise<void> {
    this.isDraining = true;
    clearInterval(this.timer);
    const open = [...this.sockets];
    for (const socket of open) socket.close(1012, 'Service restart');
    const deadline = performance.now() + GOODBYE_MS;
    while (open.some((socket) => !socket.isGone) && performance.now() < deadline) await sleep(10);
    for (const socket of open) socket.terminate();
  }

  private async watchOn(): Promise<void> {
    while (!this.isDraining)
      await goRound([...this.sockets], PACE, (sockets) => {
        const now = performance.now();
        for (const socket of sockets) this.watch(socket, now);
      });
  }

  private watch(socket: LiveSocket, now: number): void {
    if (socket.isClosed || socket.endIfExpired()) return;
    if (socket.isSilent(this.options.initMs))
      socket.close(4408, 'Connection initialisation timeout');
    // Who stopped reading may come back: it is told to resume. The connection of a peer that is gone ends by itself.
    else if (socket.isStalled(this.options.stallMs) || !socket.pingIfDue(now))
      this.closeSlow(socket);
  }

  private closeSlow(socket: LiveSocket): void {
    this.slowCloses += 1;
    socket.close(1013, 'Too slow: resume by cursor.');
  }
}
