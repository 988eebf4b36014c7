/** The live end of one numbered log on this node, shared by all streams that follow it here. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../lib/log';
import type { NumberedLog } from './numbered-log';
import type { LogStream } from './log.stream';
import type { Heard, Ring, Written } from './bell';
import type { LogReader, Read } from './log.reader';
import type { Supposed } from './together';

/** A ring can outrun the replication of its row: it is looked for this often before the ring is taken for a false one. */
const LOOKS = 50;
export const REPLICATION_MS = 20;
/** A database that is away is asked again after this. */
export const RETRY_MS = 500;

/** One for all: thousands of tails would keep a promise each. */
const STARTED = Promise.resolve();
const NOBODY: readonly never[] = [];

const readOf = <T>({ items, now }: Written): Read<T>[] =>
  items.map((item) => ({ item: item as T, now }));

export class Tail<T> {
  /** How far the log has been read and handed to the streams: a stream that has come this far sleeps. */
  position = 0;
  /** Mostly one: a Set for each of thousands of tails would take three times as much. Never changed in place. */
  private streams: readonly LogStream<T>[] = NOBODY;
  private starting: Promise<void> | undefined;
  private isStarted = false;
  /** How far the log has come, somebody says; read on until there. */
  private head = 0;
  private reading = false;
  private looks = 0;

  constructor(
    private readonly reader: LogReader<T>,
    readonly id: string,
    private readonly logger: Log,
    private readonly onAbandoned: (tail: Tail<T>) => void,
  ) {}

  get log(): NumberedLog<T> {
    return this.reader.log;
  }

  /** Reads the head once, for all; a failure lets the next stream try again. */
  start(): Promise<void> {
    this.starting ??= this.readHead();
    return this.starting;
  }

  join(stream: LogStream<T>): void {
    this.streams = this.streams.concat(stream); // a list that is pushed to keeps room for seventeen
  }

  leave(stream: LogStream<T>): void {
    if (!this.streams.includes(stream)) return;
    this.streams = this.streams.filter((other) => other !== stream);
    if (this.streams.length === 0) this.onAbandoned(this);
  }

  get followers(): number {
    return this.streams.length;
  }

  /** Items at hand for streams that have not taken them yet. */
  get buffered(): number {
    let sum = 0;
    for (const stream of this.streams) sum += stream.buffered;
    return sum;
  }

  /** The log has come to `number`, somebody says, and perhaps with what. */
  reach(number: number, { written, heard }: Pick<Ring, 'written' | 'heard'> = {}): void {
    if (number <= this.head) return;
    const count = written?.items.length ?? heard?.count;
    const isAtHand = count !== undefined && this.isNext(number - count);
    this.head = number;
    if (isAtHand && written) this.handOut(readOf(written));
    else if (isAtHand && heard) void this.handOutHeard(heard);
    else if (this.isStarted) void this.readOn();
  }

  /** Nothing lies between what was handed out and what comes after `number`, nor is anything being read. */
  private isNext(number: number): boolean {
    return this.isStarted && !this.reading && this.position === number;
  }

  private async handOutHeard(heard: Heard): Promise<void> {
    this.reading = true;
    const read = await this.reader.open(heard, (...told) => {
      this.foretell(...told);
    });
    this.reading = false;
    if (read) this.handOut(read);
    if (this.position < this.head) void this.readOn();
  }

  private foretell([first, ...others]: readonly Read<T>[], left: readonly Supposed[]): void {
    if (first === undefined || others.length > 0) return;
    for (const stream of this.streams) stream.foretell(first, left);
  }

  private handOut(read: readonly Read<T>[]): void {
    this.position += read.length;
    for (const stream of this.streams) stream.offer(read);
  }

  /** Items after a number, for one stream that has to catch up. */
  readAfter(number: number): Promise<readonly Read<T>[]> {
    return this.reader.after(this.id, number);
  }

  /** The head as the table has it now. */
  freshHead(): Promise<number> {
    return this.reader.head(this.id);
  }

  /** The database could not be read: it is tried again, and whoever waits for it keeps its place. */
  async pauseAfter(error: unknown): Promise<void> {
    this.logger.warn({ error, log: this.log.name }, 'could not read on; trying again');
    await sleep(RETRY_MS);
  }

  private async readHead(): Promise<void> {
    try {
      this.position = await this.freshHead();
      this.head = Math.max(this.head, this.position);
      this.isStarted = true;
      this.starting = STARTED;
    } catch (error) {
      this.starting = undefined;
      throw error;
    }
    void this.readOn();
  }

  /** One read serves all streams; while it runs, rings only move the head. */
  private async readOn(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    while (this.position < this.head && this.streams.length > 0)
      await this.readOnce().catch((error: unknown) => this.pauseAfter(error));
    this.reading = false;
    for (const stream of this.streams) stream.wake();
  }

  private async readOnce(): Promise<void> {
    const items = await this.readAfter(this.position);
    const last = items.at(-1);
    if (last === undefined) return this.lookAgain();
    this.looks = 0;
    this.position = this.log.numberOf(last.item);
    this.head = Math.max(this.head, this.position);
    for (const stream of this.streams) stream.offer(items);
  }

  /** Nothing came after the position although somebody said so: it is on its way, or was never true, or is forgotten. */
  private async lookAgain(): Promise<void> {
    this.looks += 1;
    if (this.looks < LOOKS) {
      await sleep(REPLICATION_MS);
      return;
    }
    this.looks = 0;
    const doubted = this.head;
    const head = await this.freshHead();
    if (this.head === doubted) this.position = this.head = head;
  }
}
