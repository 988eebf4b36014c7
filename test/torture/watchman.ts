/** Looks all the time whether anything is recorded that, by the database's clock, has not happened yet (TM-1, TM-3). */
import { setTimeout as wait } from 'node:timers/promises';
import type { Asker, Engine } from './engines';
import type { Wrong } from './wrong';

const EVERY_MS = 150;

/** The embedded engine's clock is the machine's, which is this process's too. */
const NOW = {
  sqlite: () => `(SELECT COALESCE(stopped_at, ${Date.now()} + offset_ms) FROM clock)`,
  mysql: () =>
    '(SELECT COALESCE(stopped_at, CAST(ROUND(UNIX_TIMESTAMP(SYSDATE(3)) * 1000) AS SIGNED) + offset_ms) FROM clock)',
};

/** One statement, so that rows and clock are of one moment. */
const early = (now: string): string => `SELECT * FROM (
  SELECT id FROM shipping_proposals WHERE status = 'EXPIRED' AND answer_by >= ${now} - ${now} % 1000
  UNION ALL SELECT id FROM orders WHERE sla = 'BREACHED' AND ship_by >= ${now} - ${now} % 1000
  UNION ALL SELECT ticket_id FROM inbox_entries JOIN tickets ON tickets.id = ticket_id
    WHERE kind = 'TICKET_EXPIRED' AND due_at >= ${now} - ${now} % 1000) AS early LIMIT 5`;

export class Watchman {
  readonly wrong: Wrong[] = [];
  looks = 0;
  private isWatching = true;
  private readonly watching: Promise<void>;

  constructor(
    private readonly engine: Engine,
    private readonly look: () => Promise<Asker>,
  ) {
    this.watching = this.watch();
  }

  async stop(): Promise<void> {
    this.isWatching = false;
    await this.watching;
  }

  /** A database that is away cannot be looked into; the next look will be. */
  private async watch(): Promise<void> {
    let asker: Asker | undefined;
    while (this.isWatching) {
      try {
        asker ??= await this.look();
        await this.ask(asker);
      } catch {
        await asker?.close().catch(() => undefined);
        asker = undefined;
      }
      await wait(EVERY_MS);
    }
    await asker?.close().catch(() => undefined);
  }

  private async ask(asker: Asker): Promise<void> {
    const now = this.engine === 'sqlite' ? NOW.sqlite() : NOW.mysql();
    const rows = await asker.rows(early(now));
    this.looks += 1;
    if (rows.length > 0)
      this.wrong.push({
        check: 'early',
        what: `recorded before its second: ${JSON.stringify(rows)}`,
      });
  }
}
