/** Which database failures go away by running the whole transaction again, and how long to wait before. */
import { setTimeout as sleep } from 'node:timers/promises';
import { QueryFailedError } from 'typeorm';

/**
 * 1213 deadlock or failed certification, 1205 lock wait, 1020 row changed since read, 1062 a unique key that a concurrent
 * twin took first (run again, the twin's row is seen).
 */
const RETRYABLE_ERRNO = new Set([1213, 1205, 1020, 1062]);
const RETRYABLE_CODE = new Set(['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED']);

interface DriverError {
  readonly errno?: number;
  readonly code?: string;
  /** mysql2 says so of a connection that is over, whatever ended it. */
  readonly fatal?: boolean;
}

export const driverErrorOf = (error: unknown): DriverError =>
  error instanceof QueryFailedError ? (error.driverError as DriverError) : (error as DriverError);

export function isRetryable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { errno, code } = driverErrorOf(error);
  return (errno !== undefined && RETRYABLE_ERRNO.has(errno)) || RETRYABLE_CODE.has(code ?? '');
}

/** Too many wait for the embedded database already. */
export class DatabaseBusy extends Error {
  override readonly name = 'DatabaseBusy';
}

/** mysql2 gives it no code. */
const POOL_IS_FULL = 'Queue limit reached.';

/** The database cannot be reached, has too much to do or is not ready: an answer may come later (503, close code 1013). */
export function isUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if (error instanceof DatabaseBusy) return true;
  if (error instanceof Error && error.message === POOL_IS_FULL) return true;
  const { errno, code, fatal } = driverErrorOf(error);
  return (
    fatal === true ||
    code?.startsWith('SQLITE_IOERR') === true ||
    UNAVAILABLE_CODE.has(code ?? '') ||
    UNAVAILABLE_ERRNO.has(errno ?? 0)
  );
}

const UNAVAILABLE_CODE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
  'POOL_CLOSED',
  'SQLITE_FULL',
]);
/**
 * 1047 a node without quorum, 1053 shutting down, 1040 too many connections, 1927 connection killed, 1021 and 1114 the disk
 * is full.
 */
const UNAVAILABLE_ERRNO = new Set([1047, 1053, 1040, 1927, 1021, 1114]);

/** Jitter keeps losers of one race from meeting again in the next. */
export const pause = (attempt: number): Promise<void> =>
  sleep(Math.random() * Math.min(2 ** attempt, 64) * 2);
