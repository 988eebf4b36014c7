/** SQL of the sweep: what fell due and is not recorded yet, over every deadline in `App.deadlines`. */
import { latestPassed } from '../lib/time';
import type { App } from '../inbox/app';

/** The orders on which something is due, earliest first; of one instant the lower rank first. */
export async function dueOrders(
  { db, deadlines }: App,
  now: number,
  limit: number,
): Promise<string[]> {
  const passed = latestPassed(now);
  const parts = deadlines.map(
    ({ dueSql, rank }) =>
      `SELECT * FROM (SELECT due.*, ${String(rank)} AS due_rank FROM (${dueSql} ORDER BY due_at LIMIT ?) AS due) AS ranked`,
  );
  const sql = `${parts.join(' UNION ALL ')} ORDER BY due_at, due_rank LIMIT ?`;
  const values = [...deadlines.flatMap(() => [passed, limit]), limit];
  const rows = await db.rows<{ order_id: string }>(sql, values);
  return [...new Set(rows.map((row) => row.order_id))];
}

export interface Waiting {
  readonly name: string;
  readonly waiting: number;
  readonly oldestDueAt: number | null;
}

/** How much of each deadline waits to be recorded. */
export const waitingDue = ({ db, deadlines }: App, now: number): Promise<Waiting[]> =>
  Promise.all(
    deadlines.map(async ({ name, dueSql }) => {
      const sql = `SELECT COUNT(*) AS waiting, MIN(due_at) AS oldest FROM (${dueSql}) AS due`;
      const [row] = await db.rows<{ waiting: number; oldest: number | null }>(sql, [
        latestPassed(now),
      ]);
      return { name, waiting: row?.waiting ?? 0, oldestDueAt: row?.oldest ?? null };
    }),
  );
