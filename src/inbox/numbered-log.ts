/**
 * A log whose items are numbered 1, 2, 3 … without gaps in commit order: an inbox (IN-2) or a conversation (MS-1).
 *
 * Streams need nothing else: having n, the next is n + 1 or does not exist yet.
 */
import type { Reader } from '../lib/database';
import type { Scalar } from '../lib/sql';

/** A place in a log: after this number. */
export interface Place {
  readonly id: string;
  readonly number: number;
}

export interface NumberedLog<T> {
  readonly name: string;
  /** The highest number of each of these logs; a log without rows may be missing. */
  heads(source: Reader, ids: readonly string[]): Promise<Map<string, number>>;
  /** The items after a number, in order, at most `limit`. */
  after(source: Reader, id: string, number: number, limit: number): Promise<T[]>;
  /**
   * The same of several logs with one statement: of each what is at most `limit` after its number. There are no gaps, so that is
   * the same, but for a log whose next items are forgotten.
   */
  afterEach(source: Reader, places: readonly Place[], limit: number): Promise<T[]>;
  readonly idOf: (item: T) => string;
  readonly numberOf: (item: T) => number;
}

/** The tail of a SELECT for `afterEach`. */
export function ranges(
  idColumn: string,
  places: readonly Place[],
  limit: number,
): [tail: string, values: Scalar[]] {
  const each = places.map(() => `(${idColumn} = ? AND number > ? AND number <= ?)`).join(' OR ');
  const values = places.flatMap(({ id, number }) => [id, number, number + limit]);
  return [`WHERE ${each} ORDER BY ${idColumn}, number`, values];
}
