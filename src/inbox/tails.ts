/**
 * The tails this node follows: one per log that somebody here watches live, however many watch it.
 *
 * A tail knows how far its log has come. A ring moves it on with one read of the table for all its streams; a poll of the
 * heads every POLL_MS heals lost rings (IN-7: a lost wake-up costs at most 2 s).
 */
import type { Clock } from '../lib/clock';
import type { Log } from '../lib/log';
import type { Bell } from './bell';
import type { NumberedLog } from './numbered-log';
import { LogStream } from './log.stream';
import { LogReader } from './log.reader';
import { Tail } from './tail';
import type { Together } from './together';

const POLL_MS = 1_000;
/** Heads asked for in one statement. */
const POLL_CHUNK = 1_000;

export class Tails {
  /** By the name of the log, then by its id: a key of both would be one more text for each of thousands. */
  private readonly tails = new Map<string, Map<string, Tail<unknown>>>();
  private readonly readers = new Map<unknown, LogReader<unknown>>();
  private timer: NodeJS.Timeout | undefined;
  private polling = false;

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
    this.timer ??= setInterval(() => void this.poll(), POLL_MS);
  }

  stopPolling(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Asks the table how far every followed log has come. */
  async poll(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    try {
      for (const [log, ids] of this.followed()) await this.pollLog(log, ids);
    } catch (error) {
      this.log.warn({ error }, 'could not poll the heads of the logs');
    } finally {
      this.polling = false;
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

  private followed(): Map<NumberedLog<unknown>, string[]> {
    const perLog = new Map<NumberedLog<unknown>, string[]>();
    for (const { log, id } of this.all) {
      const ids = perLog.get(log);
      if (ids === undefined) perLog.set(log, [id]);
      else ids.push(id);
    }
    return perLog;
  }

  private async pollLog(log: NumberedLog<unknown>, ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += POLL_CHUNK) {
      const heads = await log.heads(this.together.db, ids.slice(from, from + POLL_CHUNK));
      for (const [id, head] of heads) this.tails.get(log.name)?.get(id)?.reach(head);
    }
  }
}
