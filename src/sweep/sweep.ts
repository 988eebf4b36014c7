/**
 * The sweep: records what fell due and announces it (TM-5). It decides nothing: reads derive the same from the deadlines.
 *
 * All deadlines are looked for together, earliest first, cards before ship-bys of the same instant. Nodes share the work:
 * what another node holds is passed over. A crash in the middle loses nothing, as the next round finds the rest.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { latestPassed } from '../lib/time';
import type { App } from '../inbox/app';
import { purgeKeys } from '../inbox/idempotency.repository';
import { purgeEntries } from '../inbox/inbox.repository';
import { performDue } from '../inbox/perform';
import { purgeEvidence } from '../evidence/purge-evidence';
import { recordDue } from '../orders/order.due';
import { lockOrders } from '../orders/order.repository';

/** Orders per transaction: enough to share its cost, few enough to keep others waiting only briefly. */
const BATCH = 100;
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

  /** Records everything that is due now, also what other nodes are busy with; returns when nothing is left. */
  async runUntilDone(): Promise<void> {
    while ((await this.dueOrders(1)).length > 0) if ((await this.batch()) === 0) await sleep(10);
  }

  private async round(): Promise<void> {
    this.isRunning = true;
    try {
      while (this.timer !== undefined && (await this.batch()) > 0);
      await this.purge();
    } catch (error) {
      this.app.log.warn({ error }, 'the sweep failed; the next round goes on');
    } finally {
      this.isRunning = false;
    }
  }

  /** One transaction; returns how many steps it recorded. */
  private async batch(): Promise<number> {
    const orderIds = await this.dueOrders(BATCH);
    if (orderIds.length === 0) return 0;
    return performDue(this.app, async (act) => {
      const orders = await lockOrders(act, orderIds, this.app.db.dialect.skipLocked);
      return recordDue(
        act,
        orders.map((order) => order.id),
      );
    });
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
    await purgeEvidence(this.app, now);
  }
}
