/** What the log reads of a round of the sweep that takes long. */
import type { Log } from '../lib/log';

/** Again and again after so long. */
const TELL_EVERY_MS = 5_000;

export class RoundLog {
  private readonly startedAt = performance.now();
  private toldAt = this.startedAt;
  private recorded = 0;

  constructor(private readonly log: Log) {}

  add(recorded: number): void {
    this.recorded += recorded;
    if (performance.now() - this.toldAt < TELL_EVERY_MS) return;
    this.toldAt = performance.now();
    this.tell('sweeping');
  }

  /** Rounds that ended before there was anything to tell stay untold. */
  end(): void {
    if (this.toldAt > this.startedAt) this.tell('swept');
  }

  private tell(what: string): void {
    const seconds = Math.round((performance.now() - this.startedAt) / 1_000);
    this.log.info({ recorded: this.recorded, seconds }, what);
  }
}
