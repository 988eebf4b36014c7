/** The end of a transaction: what its acts have kept for it is written with the last statements before the commit. */
import type { Transaction } from '../lib/database';
import { insert } from '../lib/rows';
import type { Act } from './act';
import type { ActApp } from './app';
import { appendEntries, type Appended } from './inbox.repository';

/** Rows of one kind with one statement, then the entries. What rings then is known with the commit. */
export async function finish(
  tx: Transaction,
  app: ActApp,
  acts: readonly Act[],
): Promise<Appended> {
  const ends = acts.map(({ end }) => end);
  for (const entity of new Set(ends.flatMap(({ added }) => [...added.keys()]))) {
    const rows = ends.flatMap(({ added }) => added.get(entity) ?? []);
    insert(tx, entity, rows);
  }
  const announcements = ends.flatMap((end) => end.announcements);
  const appended = await appendEntries(tx, app, announcements);
  const rings = appended.rings.then((entered) => [...ends.flatMap((end) => end.rings), ...entered]);
  rings.catch(() => undefined); // told to the commit
  return { rings };
}
