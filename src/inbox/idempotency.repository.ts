/** Successes remembered under the client's idempotencyKey, in the transaction of the success itself. */
import { createHash } from 'node:crypto';
import type { Database } from '../lib/database';
import { IDEMPOTENCY_MS } from '../lib/policy';
import { wholeSecond } from '../lib/time';
import type { Act } from './act';

/** Whose which mutation with which key and input. */
export interface Remembered {
  readonly person: string;
  readonly name: string;
  readonly key: string;
  readonly input: object;
}

interface Row {
  readonly input_hash: string;
  readonly result: string;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');

const keyOf = ({ person, name, key }: Remembered): string =>
  hash(JSON.stringify([person, name, key]));

/** The same input however its fields are ordered; fields left out and fields given as undefined are one. */
const inputHash = ({ input }: Remembered): string => hash(JSON.stringify(sorted(input)));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

/** TM-3: the last second of the seven days still counts. */
const forgottenBefore = (now: number): number => wholeSecond(now) - IDEMPOTENCY_MS;

/** What the same key did before, if it is still remembered. */
export async function recall(
  act: Act,
  remembered: Remembered,
): Promise<{ sameInput: boolean; result: unknown } | undefined> {
  const sql = 'SELECT input_hash, result FROM idempotency_keys WHERE id = ? AND recorded_at >= ?';
  const [row] = await act.tx.rows<Row>(sql, [keyOf(remembered), forgottenBefore(act.now)]);
  if (row === undefined) return undefined;
  return {
    sameInput: row.input_hash === inputHash(remembered),
    result: JSON.parse(row.result) as unknown,
  };
}

/** A twin that commits first makes this insert fail on the key; the whole act runs again and recalls it. */
export function remember(act: Act, remembered: Remembered, result: unknown): void {
  const id = keyOf(remembered);
  act.tx.post('DELETE FROM idempotency_keys WHERE id = ? AND recorded_at < ?', [
    id,
    forgottenBefore(act.now),
  ]);
  act.tx.post(
    'INSERT INTO idempotency_keys (id, input_hash, result, recorded_at) VALUES (?, ?, ?, ?)',
    [id, inputHash(remembered), JSON.stringify(result ?? null), act.now],
  );
}

/** So many at a time: a purge must not hold its rows for long. */
const PURGE_BATCH = 1_000;

/** Forgets keys older than they are promised to be remembered; returns how many. */
export async function purgeKeys(db: Database, now: number): Promise<number> {
  const sql = 'SELECT id FROM idempotency_keys WHERE recorded_at < ? LIMIT ?';
  const rows = await db.rows<{ id: string }>(sql, [forgottenBefore(now), PURGE_BATCH]);
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  return db.transact((tx) => tx.run('DELETE FROM idempotency_keys WHERE id IN (?)', [ids]));
}
