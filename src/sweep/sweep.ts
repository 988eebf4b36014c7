/**
 * The sweep: records what fell due and announces it (TM-5). It decides nothing: reads derive the same from the deadlines.
 *
 * All deadlines are looked for together, earliest first, cards before ship-bys of the same instant. Nodes share the work: each
 * looks further ahead than it works, and takes what no other holds. A crash in the middle loses nothing, as the next round finds
 * the rest.
 */
import { setImmediate as letOthersIn, setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../inbox/app';
import { purgeKeys } from '../inbox/idempotency.repository';
import { purgeEntries } from '../inbox/inbox.repository';
import { performDue } from '../inbox/perform';
import { purgeEvidence } from '../evidence/purge-evidence';
import { recordDue } from '../orders/order.due';
import { lockOrders } from '../orders/order.repository';
import { RoundLog } from './round.log';
import { dueOrders } from './sweep.repository';

/**
 * Orders per transaction: enough to share its cost (settled 100 at a time, an order costs twice as much as 500 at a time), few
 * enough to keep others waiting only for a moment.
 */
const BATCH = 500;
/** So many batches of due orders are looked at, so that as many nodes find something that no other holds. */
const BATCHES_AHEAD = 4;
/**
 * Between looking and locking another node may have recorded all that was found: then there is more behind it. A round that
 * misses more often in a row leaves the rest to the others.
 */
const MISSES = 5;
/** TM-5: announced within 2 s. */
const EVERY_MS = 500;
/** Old log entries and keys need no hurry. */
const PURGE_EVERY_MS = 60_000;

export class Sweep {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isRunning = false;
  private purgedAt = -PURGE_EVERY_MS;

  constructor(private readonly app: App) {}

  start(): void {
    this.timer ??= setInterval(() => {
      if (!this.isRunning) this.running = this.round();
    }, EVERY_MS);
  }

  /** Ends after the batch it is in. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.running;
  }

  /** Not told to stop: looked at before each batch. */
  private get isOn(): boolean {
    return this.timer !== undefined;
  }

  /** Records everything that is due now, also what other nodes are busy with; returns when nothing is left. */
  async runUntilDone(): Promise<void> {
    for (let step = await this.batch(); step !== undefined; step = await this.batch())
      if (step === 0) await sleep(10);
  }

  private async round(): Promise<void> {
    this.isRunning = true;
    try {
      await this.recordAll();
      await this.purge();
    } catch (error) {
      this.app.log.warn({ error }, 'the sweep failed; the next round goes on');
    } finally {
      this.isRunning = false;
    }
  }

  /** Batch after batch until nothing is due, or others hold all that is; tells the log how it goes. */
  private async recordAll(): Promise<void> {
    const log = new RoundLog(this.app.log);
    let misses = 0;
    while (misses < MISSES && this.isOn) {
      const recorded = await this.batch();
      if (recorded === undefined) break;
      log.add(recorded);
      misses = recorded > 0 ? 0 : misses + 1;
    }
    log.end();
  }

  /** One transaction; returns how many steps it recorded, undefined when nothing is due. */
  private async batch(): Promise<number | undefined> {
    // The embedded database never leaves the process: nobody would be answered until all batches are done.
    await letOthersIn();
    const orderIds = await this.dueOrders(BATCH * BATCHES_AHEAD);
    if (orderIds.length === 0) return undefined;
    // Nobody waits for rows that are passed over, so a batch may be any of those that were found.
    const free = ` LIMIT ${String(BATCH)}${this.app.db.dialect.skipLocked}`;
    const recorded = await performDue(this.app, async (act) => {
      const orders = await lockOrders(act, orderIds, free);
      return recordDue(
        act,
        orders.map((order) => order.id),
      );
    });
    this.app.swept.recorded += recorded;
    return recorded;
  }

  private async dueOrders(limit: number): Promise<string[]> {
    return dueOrders(this.app, await this.app.clock.now(this.app.db), limit);
  }

  private async purge(): Promise<void> {
    const { db, clock, settings } = this.app;
    if (performance.now() - this.purgedAt < PURGE_EVERY_MS) return;
    this.purgedAt = performance.now();
    const now = await clock.now(db);
    const oldest = now - settings.inboxRetentionMs;
    while (this.isOn && (await purgeEntries(db, oldest)) > 0);
    while (this.isOn && (await purgeKeys(db, now)) > 0);
    if (this.isOn) await purgeEvidence(this.app, now);
  }
}
