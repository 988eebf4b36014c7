/**
 * A log whose items are numbered 1, 2, 3 … without gaps in commit order: an inbox (IN-2) or a conversation (MS-1).
 *
 * Streams need nothing else: having n, the next is n + 1 or does not exist yet.
 */
import type { Reader } from '../lib/database';

export interface NumberedLog<T> {
  readonly name: string;
  /** The highest number of each of these logs; a log without rows may be missing. */
  heads(source: Reader, ids: readonly string[]): Promise<Map<string, number>>;
  /** The items after a number, in order, at most `limit`. */
  after(source: Reader, id: string, number: number, limit: number): Promise<T[]>;
  readonly numberOf: (item: T) => number;
}
