/**
 * The tails this node follows: one per log that somebody here watches live, however many watch it.
 *
 * A tail knows how far its log has come. A ring moves it on with one read of the table for all its streams; a poll of
 * each head once a second heals lost rings (IN-7: a lost wake-up costs at most 2 s).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../lib/clock';
import { groupBy } from '../lib/keyed';
import type { Log } from '../lib/log';
import { goRound, type Pace } from '../lib/rounds';
import type { Bell } from './bell';
import type { NumberedLog } from './numbered-log';
import { LogStream } from './log.stream';
import { LogReader } from './log.reader';
import { Tail } from './tail';
import type { Together } from './together';

/** Heads of one log are asked for with one statement. */
const POLL: Pace = { overMs: 1_000, atOnce: 100 };
const AT_ONCE: Pace = { overMs: 0, atOnce: 1_000 };

export class Tails {
  /** By the name of the log, then by its id: a key of both would be one more text for each of thousands. */
  private readonly tails = new Map<string, Map<string, Tail<unknown>>>();
  private readonly readers = new Map<unknown, LogReader<unknown>>();
  private isPolling = false;

  constructor(
    private readonly together: Together,
    private readonly clock: Clock,
    bell: Bell,
    private readonly log: Log,
  ) {
    bell.listen((ring) => this.tails.get(ring.log)?.get(ring.id)?.reach(ring.number, ring));
  }

  /** A stream of a log after a number; without one, from now. It has joined its tail before anything is awaited. */
  async open<T>(log: NumberedLog<T>, id: string, after: number | undefined): Promise<LogStream<T>> {
    const stream = new LogStream(this.tailOf(log, id));
    try {
      await stream.begin(after);
      return stream;
    } catch (error) {
      await stream.return();
      throw error;
    }
  }

  private tailOf<T>(log: NumberedLog<T>, id: string): Tail<T> {
    const tails = this.tails.get(log.name) ?? new Map<string, Tail<unknown>>();
    this.tails.set(log.name, tails);
    const known = tails.get(id) as Tail<T> | undefined;
    if (known !== undefined) return known;
    const tail = new Tail(this.readerOf(log), id, this.log, this.forget);
    tails.set(id, tail as Tail<unknown>);
    return tail;
  }

  private readonly forget = ({ log, id }: { log: { name: string }; id: string }): void => {
    this.tails.get(log.name)?.delete(id);
  };

  private readerOf<T>(log: NumberedLog<T>): LogReader<T> {
    const known = this.readers.get(log) as LogReader<T> | undefined;
    if (known !== undefined) return known;
    const reader = new LogReader(log, this.clock, this.together);
    this.readers.set(log, reader as LogReader<unknown>);
    return reader;
  }

  startPolling(): void {
    if (this.isPolling) return;
    this.isPolling = true;
    void this.pollOn();
  }

  stopPolling(): void {
    this.isPolling = false;
  }

  /** Asks the table how far every followed log has come. */
  poll(): Promise<void> {
    return this.askAll(AT_ONCE);
  }

  private async pollOn(): Promise<void> {
    while (this.isPolling) await this.askAll(POLL);
  }

  private async askAll(pace: Pace): Promise<void> {
    try {
      await goRound(this.all, pace, this.ask);
    } catch (error) {
      this.log.warn({ error }, 'could not poll the heads of the logs');
      await sleep(pace.overMs, undefined, { ref: false });
    }
  }

  get size(): number {
    return this.all.length;
  }

  get followers(): number {
    let sum = 0;
    for (const tail of this.all) sum += tail.followers;
    return sum;
  }

  /** Items at hand for followers that have not taken them yet: bounded per follower (IN-5). */
  get buffered(): number {
    let sum = 0;
    for (const tail of this.all) sum += tail.buffered;
    return sum;
  }

  private get all(): readonly Tail<unknown>[] {
    return [...this.tails.values()].flatMap((tails) => [...tails.values()]);
  }

  private readonly ask = async (tails: readonly Tail<unknown>[]): Promise<void> => {
    for (const [log, alike] of groupBy(tails, (tail) => tail.log)) {
      const ids = alike.map(({ id }) => id);
      const heads = await log.heads(this.together.db, ids);
      for (const tail of alike) tail.reach(heads.get(tail.id) ?? 0);
    }
  };
}
