/**
 * The sweep: records what fell due and announces it (TM-5). It decides nothing: reads derive the same from the deadlines.
 *
 * All deadlines are looked for together, earliest first, cards before ship-bys of the same instant. Nodes share the work:
 * each looks further ahead than it works, and takes what no other holds. A crash in the middle loses nothing, as the next
 * round finds the rest.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { latestPassed } from '../lib/time';
import type { App } from '../inbox/app';
import { purgeKeys } from '../inbox/idempotency.repository';
import { purgeEntries } from '../inbox/inbox.repository';
import { performDue } from '../inbox/perform';
import { recordDue } from '../orders/order.due';
import { lockOrders } from '../orders/order.repository';

/** Orders per transaction: enough to share its cost, few enough to keep others waiting only briefly. */
const BATCH = 100;
/** So many batches of due orders are looked at, so that as many nodes find something that no other holds. */
const BATCHES_AHEAD = 16;
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
  private recordedSteps = 0;

  constructor(private readonly app: App) {}

  /** How many things that fell due this node has recorded since it started. */
  get recorded(): number {
    return this.recordedSteps;
  }

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

  /** Records everything that is due now, also what other nodes are busy with; returns when nothing is left. */
  async runUntilDone(): Promise<void> {
    for (let steps = await this.batch(); steps !== undefined; steps = await this.batch())
      if (steps === 0) await sleep(10);
  }

  private async round(): Promise<void> {
    this.isRunning = true;
    try {
      await this.recordWhatIsFree();
      await this.purge();
    } catch (error) {
      this.app.log.warn({ error }, 'the sweep failed; the next round goes on');
    } finally {
      this.isRunning = false;
    }
  }

  /** Until nothing is due, or others hold it. */
  private async recordWhatIsFree(): Promise<void> {
    let misses = 0;
    while (misses < MISSES && this.timer !== undefined) {
      const steps = await this.batch();
      if (steps === undefined) return;
      misses = steps > 0 ? 0 : misses + 1;
    }
  }

  /** One transaction; returns how many steps it recorded, undefined when nothing is due. */
  private async batch(): Promise<number | undefined> {
    const orderIds = await this.dueOrders(BATCH * BATCHES_AHEAD);
    if (orderIds.length === 0) return undefined;
    const free = ` LIMIT ${String(BATCH)}${this.app.db.dialect.skipLocked}`;
    const steps = await performDue(this.app, async (act) => {
      const orders = await lockOrders(act, orderIds, free);
      return recordDue(
        act,
        orders.map((order) => order.id),
      );
    });
    this.recordedSteps += steps;
    return steps;
  }

  /** The orders on which something is due, earliest first. */
  private async dueOrders(limit: number): Promise<string[]> {
    const { db, clock, deadlines } = this.app;
    const passed = latestPassed(await clock.now(db));
    const parts = deadlines.map(
      ({ dueSql, rank }) =>
        `SELECT * FROM (SELECT due.*, ${String(rank)} AS due_rank FROM (${dueSql} ORDER BY due_at LIMIT ?) AS due) AS ranked`,
    );
    const sql = `${parts.join(' UNION ALL ')} ORDER BY due_at, due_rank LIMIT ?`;
    const values = [...deadlines.flatMap(() => [passed, limit]), limit];
    const rows = await db.rows<{ order_id: string }>(sql, values);
    return [...new Set(rows.map((row) => row.order_id))];
  }

  private async purge(): Promise<void> {
    const { db, clock, settings } = this.app;
    if (performance.now() - this.purgedAt < PURGE_EVERY_MS) return;
    this.purgedAt = performance.now();
    const now = await clock.now(db);
    while ((await purgeEntries(db, now - settings.inboxRetentionMs)) > 0);
    while ((await purgeKeys(db, now)) > 0);
  }
}
