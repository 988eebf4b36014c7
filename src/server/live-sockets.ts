/**
 * All sockets of this node, watched together: rights that end (AC-4), readers that stall (IN-5), peers that vanish. One timer
 * for all of them: a timer per socket would cost more than the socket.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../inbox/app';
import { Role, type Viewer } from '../lib/viewer';
import type { LiveSocket } from './live-socket';

/** AC-4: an ended right ends its live views within a second. */
const WATCH_MS = 300;
const PING_EVERY_MS = 15_000;
/** Seats set a little before the last look may have been committed after it: as much as a commit may take. */
const OVERLAP_MS = 15_000;
/** How long closing sockets may take to say goodbye. */
const GOODBYE_MS = 3_000;

export interface LiveSocketOptions {
  /** How long a reader may take nothing before it is closed with 1013. */
  readonly stallMs: number;
}

export class LiveSockets {
  isDraining = false;
  /** How many were closed with 1013 because they did not read. */
  slowCloses = 0;
  private readonly sockets = new Set<LiveSocket>();
  private readonly timers: NodeJS.Timeout[] = [];
  private lookedAt: number | undefined;
  private isLooking = false;

  constructor(
    private readonly app: App,
    private readonly options: LiveSocketOptions,
  ) {}

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
  }

  delete(socket: LiveSocket): void {
    this.sockets.delete(socket);
  }

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
      if (!socket.endIfExpired() && socket.isStalled(this.options.stallMs)) this.closeSlow(socket);
    }
    await this.endRevoked();
  }

  private closeSlow(socket: LiveSocket): void {
    this.slowCloses += 1;
    socket.close(1013, 'Too slow: resume by cursor.');
  }

  /** AC-4: seats disabled or cut. A right that was only widened leaves its sockets alone. */
  private async endRevoked(): Promise<void> {
    if (this.isLooking || ![...this.sockets].some(({ viewer }) => viewer?.role === Role.SELLER))
      return;
    this.isLooking = true;
    try {
      const changed = await this.changedSeats();
      for (const socket of this.sockets)
        if (socket.token && changed.has(keyOf(socket.token.shop, socket.token.sub)))
          await this.judge(socket);
    } catch (error) {
      this.app.log.warn({ error }, 'could not look for ended rights');
    } finally {
      this.isLooking = false;
    }
  }

  private async changedSeats(): Promise<Set<string>> {
    const { clock, db, seats } = this.app;
    const now = await clock.now(db);
    // A clock that was set back dates what follows before the last look.
    const changed = await seats.changedSince(Math.min(this.lookedAt ?? now, now) - OVERLAP_MS);
    this.lookedAt = now;
    return new Set(changed.map(({ shop, seatId }) => keyOf(shop, seatId)));
  }

  private async judge(socket: LiveSocket): Promise<void> {
    const { token, viewer } = socket;
    if (token === null || viewer === null) return;
    const inForce = await this.app.seats.standing(token);
    if (inForce === null || isCut(viewer, inForce)) socket.close(4403, 'Your rights have changed.');
  }

  private pingAll(): void {
    for (const socket of this.sockets) if (!socket.ping()) socket.terminate();
  }
}

const keyOf = (shop: string | null, seatId: string): string => JSON.stringify([shop, seatId]);

const isCut = (before: Viewer, after: Viewer): boolean =>
  before.permissions.some((permission) => !after.permissions.includes(permission));
