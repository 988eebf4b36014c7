/**
 * The one clock that decides (TM-1): the database's; on the embedded database, this process's.
 *
 * Its offset is kept in the database, so that all nodes and restarts agree; only the sandbox and tests move it. Tokens and
 * signed URLs live by real time instead (`realTime`).
 */
import type { Dialect } from './dialect';
import type { Reader, Transaction } from './database';

/** Real time in milliseconds, for tokens. No rule of the market reads it. */
export const realTime = (): number => Date.now();

const NOW_SQL = {
  mysql:
    'SELECT CAST(ROUND(UNIX_TIMESTAMP(SYSDATE(3)) * 1000) AS SIGNED) + offset_ms AS now FROM clock',
  sqlite: 'SELECT offset_ms AS now FROM clock',
};

export class Clock {
  constructor(private readonly kind: Dialect['kind']) {}

  /** The platform's time in milliseconds, read where the caller stands (in a transaction: after its locks). */
  async now(source: Reader): Promise<number> {
    const [row] = await source.rows<{ now: number }>(NOW_SQL[this.kind]);
    if (row === undefined) throw new Error('The clock table is empty.');
    return this.kind === 'sqlite' ? row.now + realTime() : row.now;
  }

  /** Moves the clock forward for every node (sandbox only). */
  async advance(tx: Transaction, byMs: number): Promise<void> {
    await tx.run('UPDATE clock SET offset_ms = offset_ms + ?', [byMs]);
  }

  /** Sets the clock of an empty sandbox database (SANDBOX_START). */
  async startAt(tx: Transaction, instant: number): Promise<void> {
    const now = await this.now(tx);
    await tx.run('UPDATE clock SET offset_ms = offset_ms + ?', [instant - now]);
  }

  async isMoved(source: Reader): Promise<boolean> {
    const [row] = await source.rows<{ offset_ms: number }>('SELECT offset_ms FROM clock');
    return row?.offset_ms !== 0;
  }
}
