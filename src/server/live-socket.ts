/** One socket: its viewer, what is being sent, and how it ends. */
import type { Socket } from 'node:net';
import type { WebSocket as ProtocolSocket } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { realTime } from '../lib/clock';
import { Role, type Viewer } from '../lib/viewer';

/** A few events of each operation; a peer with more waiting for it is not listened to until it has read. */
const MOST_UNSENT_BYTES = 1024 * 1024;
/**
 * AC-4: so old may the last look at a seat's rights be when an event leaves; a right that ended since then ended less than a
 * second ago. Looks come far more often, unless the database or this process is at its limits.
 */
const MOST_DOUBT_MS = 800;
/** How often a peer has to show that it is there. */
const PING_EVERY_MS = 15_000;
const NONE: ReadonlySet<string> = new Set();
const ignore = (): void => undefined;
/** A number with a fraction takes a place of its own in memory. */
const wholeMs = (): number => Math.floor(performance.now());

/** What graphql-ws is given of each socket, and what is kept of it beside that: little, as there are thousands. */
export class LiveSocket implements ProtocolSocket {
  /** With the permissions in force when it connected; null before `connection_init`. */
  viewer: Viewer | null = null;
  /** As the token alone says: what the registry grants is judged against it anew (AC-4). */
  token: Viewer | null = null;
  /** Its subscriptions end: it was closed from this side, or the other side is gone. */
  onClosed: (code: number, reason: string) => void = () => undefined;
  /** The connection itself is over; a peer that does not answer a close can take its time. */
  onGone: (socket: LiveSocket) => void = () => undefined;
  /** Takes the messages of the protocol. */
  listener: (message: unknown) => Promise<void> = () => Promise.resolve();
  /** Whether `connection_init` has come. */
  hasBegun = false;
  private readonly openedAt = wholeMs();
  private openingNow: Set<string> | undefined = undefined;
  /** Nothing is taken in any more, nor sent. */
  isClosed = false;
  /** What had come from the peer when it was last pinged: anything more, an answer above all, shows that it is there. */
  private bytesAtPing = -1;
  /** In `performance.now()` time. Sockets that came together, as after a restart, are not pinged together. */
  private pingAt = Math.floor(this.openedAt + Math.random() * PING_EVERY_MS);
  /** Sends that the other side has not taken yet, and since when there are any, in `performance.now()` time. */
  private pending = 0;
  private pendingSince = 0;
  /** Who waits until what he sent is taken, in the order it was sent. */
  private waiting: (() => void)[] | undefined = undefined;
  /** When a look at its rights began that found them in force, in `performance.now()` time. */
  private confirmedAt = 0;
  private onConfirmed: (() => void)[] | undefined = undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly stream: Pick<Socket, 'cork' | 'uncork' | 'bytesRead'>,
  ) {
    socket.on('error', ignore);
    socket.on('close', (code, reason) => {
      this.finish(code, reason.toString());
      this.onGone(this);
    });
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  onMessage(listener: (message: string) => Promise<void>): void {
    this.listener = listener as (message: unknown) => Promise<void>;
  }

  /** It was opened so long ago, and has said nothing since. */
  isSilent(forMs: number): boolean {
    return !this.hasBegun && performance.now() - this.openedAt > forMs;
  }

  /** Operations being opened, by id. */
  get opening(): ReadonlySet<string> {
    return this.openingNow ?? NONE;
  }

  beginOpening(id: string): void {
    (this.openingNow ??= new Set()).add(id);
  }

  endOpening(id: string): void {
    this.openingNow?.delete(id);
    if (this.openingNow?.size === 0) this.openingNow = undefined;
  }

  /** `lookedAt`: when the look at the registry began that `viewer` came from. */
  admit(viewer: Viewer, token: Viewer, lookedAt: number): void {
    this.viewer = viewer;
    this.token = token;
    this.confirmedAt = Math.floor(lookedAt);
  }

  /** A look that began then found its rights in force. */
  confirm(lookedAt: number): void {
    this.confirmedAt = Math.max(this.confirmedAt, Math.floor(lookedAt));
    this.release();
  }

  /** Whether an event may leave, where nothing has to be waited for. */
  mayReceiveNow(): boolean {
    return !this.isClosed && !this.isInDoubt() && !this.endIfExpired();
  }

  /** AC-3, AC-4: whether an event may leave. Waits while nobody could look at the rights lately; false when it closed. */
  async mayReceive(): Promise<boolean> {
    while (!this.isClosed && !this.endIfExpired() && this.isInDoubt())
      await new Promise<void>((resolve) => (this.onConfirmed ??= []).push(resolve));
    return !this.isClosed;
  }

  /**
   * Undefined when the other side's system has taken it at once, as it does of a peer that reads; else resolves once it has: a slow
   * reader holds only its own streams back.
   */
  send(data: string): Promise<void> | undefined {
    this.sendSoon(data);
    return this.afterSending();
  }

  private sendSoon(data: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.pending === 0) this.pendingSince = wholeMs();
    this.pending += 1;
    this.socket.send(data, this.onTaken);
  }

  private afterSending(): Promise<void> | undefined {
    const { unsentBytes } = this;
    if (unsentBytes === 0 || this.pending === 0) return undefined;
    // Answers to pings or refusals wait for nobody: who does not read them is not read from either.
    if (unsentBytes > MOST_UNSENT_BYTES) this.socket.pause();
    return new Promise((resolve) => (this.waiting ??= []).push(resolve));
  }

  /** The same for several, with one write. */
  sendAll(texts: readonly string[]): Promise<void> | undefined {
    this.stream.cork();
    for (const text of texts) this.sendSoon(text);
    this.stream.uncork();
    return this.afterSending();
  }

  private readonly onTaken = (): void => {
    this.pending -= 1;
    this.pendingSince = wholeMs();
    if (this.socket.isPaused && this.unsentBytes <= MOST_UNSENT_BYTES) this.socket.resume();
    // Taken in the order they were sent: those that wait are the newest.
    if (this.waiting !== undefined && this.pending < this.waiting.length) this.waiting.shift()?.();
  };

  get unsentBytes(): number {
    return this.socket.bufferedAmount;
  }

  close(code = 1000, reason = ''): void {
    this.socket.close(code, reason.slice(0, 120));
    this.finish(code, reason);
  }

  get isGone(): boolean {
    return this.socket.readyState === this.socket.CLOSED;
  }

  terminate(): void {
    this.socket.terminate();
  }

  /** Nothing was taken for so long although something waits (IN-5). */
  isStalled(forMs: number): boolean {
    return this.pending > 0 && performance.now() - this.pendingSince > forMs;
  }

  /** AC-4: closes it when its token is over. A subscription that merely completed would not be taken up again. */
  endIfExpired(): boolean {
    const isExpired = this.token !== null && this.token.expiresAt <= realTime();
    if (isExpired) this.close(4403, 'The token has expired.');
    return isExpired;
  }

  /** Pings when it is time, in `performance.now()` time; false when nothing has come since the last ping. */
  pingIfDue(now: number): boolean {
    if (now < this.pingAt) return true;
    const { bytesRead } = this.stream;
    if (bytesRead === this.bytesAtPing) return false;
    this.bytesAtPing = bytesRead;
    this.pingAt = Math.floor(now) + PING_EVERY_MS;
    this.socket.ping();
    return true;
  }

  /** Only seats have rights that can end before their token. */
  private isInDoubt(): boolean {
    return this.token?.role === Role.SELLER && performance.now() - this.confirmedAt > MOST_DOUBT_MS;
  }

  private release(): void {
    const waiting = this.onConfirmed ?? [];
    this.onConfirmed = undefined;
    for (const go of waiting) go();
  }

  private finish(code: number, reason: string): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.release();
    this.onClosed(code, reason);
  }
}
