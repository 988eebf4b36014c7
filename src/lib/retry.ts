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
}

export const driverErrorOf = (error: unknown): DriverError =>
  error instanceof QueryFailedError ? (error.driverError as DriverError) : (error as DriverError);

export function isRetryable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { errno, code } = driverErrorOf(error);
  return (errno !== undefined && RETRYABLE_ERRNO.has(errno)) || RETRYABLE_CODE.has(code ?? '');
}

/** The database cannot be reached or is not ready: an answer may come later (503, close code 1013). */
export function isUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { errno, code } = driverErrorOf(error);
  return UNAVAILABLE_CODE.has(code ?? '') || UNAVAILABLE_ERRNO.has(errno ?? 0);
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
]);
/** 1047 a node without quorum, 1053 shutting down, 1040 too many connections, 1927 connection killed. */
const UNAVAILABLE_ERRNO = new Set([1047, 1053, 1040, 1927]);

/** Jitter keeps losers of one race from meeting again in the next. */
export const pause = (attempt: number): Promise<void> =>
  sleep(Math.random() * Math.min(2 ** attempt, 64) * 2);
