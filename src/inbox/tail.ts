/** The live end of one numbered log on this node, shared by all streams that follow it here. */
import type { Clock } from '../lib/clock';
import type { Database } from '../lib/database';
import type { Log } from '../lib/log';
import type { LogStream } from './log.stream';
import type { NumberedLog } from './numbered-log';

/** An item and the platform's time when it was read: what is derived from time is derived from that. */
export interface Read<T> {
  readonly item: T;
  readonly now: number;
}

const READ_LIMIT = 200;

export class Tail<T> {
  /** How far the log is known to have come. */
  head = 0;
  onAbandoned: () => void = () => undefined;
  private readonly streams = new Set<LogStream<T>>();
  private started: Promise<void> | undefined;
  /** How far it has been read and handed to the streams. */
  private position = 0;
  private reading = false;

  constructor(
    readonly log: NumberedLog<T>,
    readonly id: string,
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly logger: Log,
  ) {}

  /** Reads the head once, for all; a failure lets the next stream try again. */
  async start(): Promise<void> {
    this.started ??= this.readHead();
    try {
      await this.started;
    } catch (error) {
      this.started = undefined;
      throw error;
    }
  }

  join(stream: LogStream<T>): void {
    this.streams.add(stream);
  }

  leave(stream: LogStream<T>): void {
    this.streams.delete(stream);
    if (this.streams.size === 0) this.onAbandoned();
  }

  /** The log has come to `number`, somebody says. */
  reach(number: number): void {
    if (number <= this.head || this.started === undefined) return;
    this.head = number;
    void this.readOn();
  }

  /** Items after a number, for one stream that has to catch up. */
  async readAfter(number: number): Promise<Read<T>[]> {
    const items = await this.log.after(this.db, this.id, number, READ_LIMIT);
    const now = await this.clock.now(this.db);
    return items.map((item) => ({ item, now }));
  }

  /** The head as the table has it now. */
  async freshHead(): Promise<number> {
    const heads = await this.log.heads(this.db, [this.id]);
    return heads.get(this.id) ?? 0;
  }

  private async readHead(): Promise<void> {
    const head = await this.freshHead();
    this.position = Math.max(this.position, head);
    this.head = Math.max(this.head, head);
  }

  /** One read serves all streams; while it runs, rings only move the head. A failed read is healed by the streams. */
  private async readOn(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      while (this.position < this.head && (await this.readOnce()));
    } catch (error) {
      this.logger.warn(
        { error, log: this.log.name },
        'could not read on; streams read for themselves',
      );
      this.position = this.head;
    } finally {
      this.reading = false;
    }
    for (const stream of this.streams) stream.wake();
  }

  private async readOnce(): Promise<boolean> {
    const items = await this.readAfter(this.position);
    const last = items.at(-1);
    this.position = last === undefined ? this.head : this.log.numberOf(last.item);
    for (const stream of this.streams) stream.offer(items);
    return last !== undefined;
  }
}
