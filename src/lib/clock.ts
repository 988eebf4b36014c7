/**
 * The one clock that decides (TM-1): the database's; on the embedded database, this process's.
 *
 * Its offset is kept in the database, so that all nodes and restarts agree; only the sandbox and tests move it. Tokens and
 * signed URLs live by real time instead (`realTime`).
 */
import type { Dialect } from './dialect';
import type { Reader, Transaction } from './database';
import { Policies } from './policy';
import { policiesAfter } from './policy.rows';

/** Real time in milliseconds, for tokens. No rule of the market reads it. */
export const realTime = (): number => Date.now();

/** Read together with the time: who knows what time it is knows which policy is in force. */
const NEWEST = '(SELECT MAX(version) FROM policies) AS newest';

/** A clock that was stopped stands still; otherwise it runs, moved by its offset. */
const NOW_SQL = {
  mysql: `SELECT COALESCE(stopped_at, CAST(ROUND(UNIX_TIMESTAMP(SYSDATE(3)) * 1000) AS SIGNED) + offset_ms) AS now, ${NEWEST} FROM clock`,
  sqlite: `SELECT COALESCE(stopped_at, ? + offset_ms) AS now, ${NEWEST} FROM clock`,
};

interface Moment {
  readonly now: number;
  readonly newest: number | null;
}

export class Clock {
  /** The policies as of the latest look at the clock, whichever node published them. */
  readonly policies = new Policies();

  constructor(private readonly kind: Dialect['kind']) {}

  /** The platform's time in milliseconds, read where the caller stands (in a transaction: after its locks). */
  async now(source: Reader): Promise<number> {
    const parameters = this.kind === 'sqlite' ? [realTime()] : [];
    const [row] = await source.rows<Moment>(NOW_SQL[this.kind], parameters);
    if (row === undefined) throw new Error('The clock table is empty.');
    const { newest } = this.policies;
    if ((row.newest ?? 1) > newest) this.policies.add(await policiesAfter(source, newest));
    return row.now;
  }

  /** Moves the clock forward for every node (sandbox only). */
  async advance(tx: Transaction, byMs: number): Promise<void> {
    const sql = 'UPDATE clock SET offset_ms = offset_ms + ?, stopped_at = stopped_at + ?';
    await tx.run(sql, [byMs, byMs]);
  }

  /** Sets the clock, which goes on from there (SANDBOX_START). */
  async startAt(tx: Transaction, instant: number): Promise<void> {
    await tx.run('UPDATE clock SET stopped_at = NULL');
    const now = await this.now(tx);
    await tx.run('UPDATE clock SET offset_ms = offset_ms + ?', [instant - now]);
  }

  /** Sets the clock and lets it stand there, for looking at one second from both sides (sandbox only). */
  async stopAt(tx: Transaction, instant: number): Promise<void> {
    await tx.run('UPDATE clock SET stopped_at = ?', [instant]);
  }

  /** Lets a clock that stands go on from there (sandbox only). */
  async release(tx: Transaction): Promise<void> {
    const sql = 'SELECT stopped_at FROM clock WHERE stopped_at IS NOT NULL';
    const [stopped] = await tx.rows<{ stopped_at: number }>(sql);
    if (stopped !== undefined) await this.startAt(tx, stopped.stopped_at);
  }

  async isMoved(source: Reader): Promise<boolean> {
    const sql = 'SELECT 1 AS moved FROM clock WHERE offset_ms <> 0 OR stopped_at IS NOT NULL';
    return (await source.rows(sql)).length > 0;
  }
}
