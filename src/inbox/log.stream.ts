/**
 * One follower's way through a numbered log: what came after its cursor first, then live, nothing lost, doubled or out of
 * order (IN-3).
 *
 * It only ever hands out number cursor + 1. The tail offers fresh items; what does not fit (the follower was slow, or is
 * still catching up) is not kept but read from the table later, so a slow follower costs a bounded buffer and nothing else
 * (IN-5). A plain async generator parked on `await` could not be closed; `return()` here wakes it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Read } from './log.reader';
import type { Supposed } from './together';
import { REPLICATION_MS, type Tail } from './tail';

/** The log does not reach back to the cursor, or not yet to it; the stream goes on after `head`. */
export interface Break {
  /** The log. */
  readonly id: string;
  readonly reason: 'TOO_OLD' | 'UNKNOWN';
  readonly head: number;
}

export type Step<T> = Read<T> | Break;

export const isBreak = <T>(step: Step<T>): step is Break => 'reason' in step;

/** Whoever waits for a stream: thousands do, so that a place in it is all that a wait takes, and no suspended function. */
export interface Sleeper {
  /** There may be something to take, or it is over. Said once for each time it went to sleep. */
  woken(): void;
  /** It will be woken to take this, or its like if any of these rows, which it is about, is not so any more. */
  foretell?(read: Read<unknown>, left: readonly Supposed[]): void;
}

/** Items kept for a follower that is busy; beyond that it reads the table when it comes back. */
const BUFFER_LIMIT = 256;
const NOTHING: readonly never[] = [];

export class LogStream<T> implements AsyncIterableIterator<Step<T>> {
  /** Never changed in place while it is empty: those who sleep share the one that holds nothing. */
  private buffer: Read<T>[] = NOTHING as never[];
  private closed = false;
  private sleeper: Sleeper | undefined;

  /** The number of the item handed out last. */
  private cursor = 0;

  constructor(private readonly tail: Tail<T>) {
    tail.join(this);
  }

  /** Goes on after this number; without one, after what is the head now. */
  async begin(after: number | undefined): Promise<void> {
    await this.tail.start();
    this.cursor = after ?? (await this.tail.freshHead());
  }

  get buffered(): number {
    return this.buffer.length;
  }

  /** Keeps what follows directly on what is at hand. Everything else is found in the table when its turn comes. */
  offer(items: readonly Read<T>[]): void {
    const [first] = items;
    const isNext = first !== undefined && this.numberOf(first) === this.lastAtHand() + 1;
    if (isNext && this.buffer.length + items.length <= BUFFER_LIMIT)
      this.buffer = [...this.buffer, ...items];
    this.wake();
  }

  foretell(read: Read<T>, left: readonly Supposed[]): void {
    this.sleeper?.foretell?.(read, left);
  }

  wake(): void {
    const { sleeper } = this;
    this.sleeper = undefined;
    sleeper?.woken();
  }

  /** True when there is nothing to take and nothing to read: then the sleeper will be woken. */
  sleep(sleeper: Sleeper): boolean {
    if (this.closed || this.buffer.length > 0 || this.cursor !== this.tail.position) return false;
    this.sleeper = sleeper;
    return true;
  }

  async next(): Promise<IteratorResult<Step<T>>> {
    while (!this.closed) {
      const read = this.takeNext();
      if (read !== undefined) return { done: false, value: read };
      const broken = await (this.cursor === this.tail.position
        ? this.sleepUntilWoken()
        : this.refill());
      if (broken !== undefined) return { done: false, value: broken };
    }
    return { done: true, value: undefined };
  }

  /** The next item, where it need not be waited for. */
  atHand(): Step<T> | undefined {
    return this.closed ? undefined : this.takeNext();
  }

  return(): Promise<IteratorResult<Step<T>>> {
    this.closed = true;
    this.buffer = NOTHING as never[];
    this.tail.leave(this);
    this.wake();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private numberOf({ item }: Read<T>): number {
    return this.tail.log.numberOf(item);
  }

  private lastAtHand(): number {
    const last = this.buffer.at(-1);
    return last === undefined ? this.cursor : this.numberOf(last);
  }

  /** The item after the cursor, if it is at hand; what was handed out already is dropped. */
  private takeNext(): Read<T> | undefined {
    while (this.buffer[0] !== undefined && this.numberOf(this.buffer[0]) <= this.cursor)
      this.drop();
    const first = this.buffer[0];
    if (first === undefined || this.numberOf(first) !== this.cursor + 1) return undefined;
    this.cursor += 1;
    this.drop();
    return first;
  }

  private drop(): void {
    if (this.buffer.length > 1) this.buffer.shift();
    else this.buffer = NOTHING as never[];
  }

  private sleepUntilWoken(): Promise<undefined> {
    return new Promise((resolve) => {
      this.sleeper = {
        woken: () => {
          resolve(undefined);
        },
      };
    });
  }

  /** Reads on from the table. A database that is away only delays: the follower keeps its place. */
  private async refill(): Promise<Break | undefined> {
    try {
      return (await this.readOn()) ? undefined : await this.explainGap();
    } catch (error) {
      await this.tail.pauseAfter(error);
      return undefined;
    }
  }

  private async readOn(): Promise<boolean> {
    const items = await this.tail.readAfter(this.cursor);
    const [first] = items;
    if (first === undefined || this.numberOf(first) !== this.cursor + 1) return false;
    if (!this.closed) this.buffer = [...items];
    return true;
  }

  /**
   * Nothing follows the cursor. Either nothing was written yet, or it came between two looks, or the entries were
   * forgotten, or the cursor is ahead of the log (of another database).
   */
  private async explainGap(): Promise<Break | undefined> {
    const head = await this.tail.freshHead();
    if (head === this.cursor) return this.awaitTail();
    if (head > this.cursor && (await this.readOn())) return undefined;
    const reason = head > this.cursor ? 'TOO_OLD' : 'UNKNOWN';
    this.cursor = head;
    this.buffer = NOTHING as never[];
    return { id: this.tail.id, reason, head };
  }

  /** Up to date, but not where the tail is: ahead of it, which will come here; or behind a look of its that was fresher. */
  private async awaitTail(): Promise<undefined> {
    this.tail.reach(this.cursor);
    if (this.cursor > this.tail.position) await this.sleepUntilWoken();
    else if (this.cursor < this.tail.position) await sleep(REPLICATION_MS);
  }
}
