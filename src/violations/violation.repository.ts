/** SQL of violations and penalty points. */
import type { Reader, Transaction } from '../lib/database';
import { oneEach } from '../lib/keyed';
import { insert, select } from '../lib/rows';
import { Role, type Viewer } from '../lib/viewer';
import type { Batch } from '../inbox/context';
import type { Condition } from '../inbox/list';
import { sightOf } from '../inbox/sight';
import { PointsEntry } from './points.entity';
import { Violation } from './violation.entity';

/** AC-5: violations are for the shop and the platform. */
export const violationsSeenBy = (viewer: Viewer): Condition =>
  viewer.role === Role.BUYER ? { where: '1 = 0', values: [] } : sightOf(viewer);

export const violationById: Batch<string, Violation | null> = async (context, ids) => {
  const { where, values } = violationsSeenBy(context.signedIn());
  const tail = `WHERE id IN (?) AND ${where}`;
  const found = await select(context.app.db, Violation, tail, [ids, ...values]);
  return oneEach(ids, found, ({ id }) => id);
};

/** The violation a piece of evidence was found to be. */
export async function violationOfEvidence(
  source: Reader,
  evidenceId: string,
): Promise<Violation | undefined> {
  return (await select(source, Violation, 'WHERE evidence_id = ?', [evidenceId]))[0];
}

/** Violations by id. */
export async function findViolations(
  source: Reader,
  ids: readonly string[],
): Promise<Map<string, Violation>> {
  const found = await select(source, Violation, 'WHERE id IN (?)', [ids]);
  return new Map(found.map((violation) => [violation.id, violation]));
}

/** The ledgers of shops the viewer was seen to be, or to be the platform of; as of now. */
export const pointsByShop: Batch<string, PointsEntry[]> = async (context, shopKeys) => {
  const found = await ledgerOf(context.app.db, shopKeys);
  return shopKeys.map((key) => found.filter(({ shopKey }) => shopKey === key));
};

/** Every entry of shops’ ledgers, oldest first. */
export const ledgerOf = (source: Reader, shopKeys: readonly string[]): Promise<PointsEntry[]> =>
  select(source, PointsEntry, 'WHERE shop_key IN (?) ORDER BY posted_at, id', [shopKeys]);

/** The unique key refuses a second violation of the same evidence (PT-1). */
export const insertViolation = (tx: Transaction, violation: Violation): void =>
  insert(tx, Violation, [violation]);

/** The unique key refuses to post the same cause twice. */
export const postPoints = (tx: Transaction, entries: readonly PointsEntry[]): void =>
  insert(tx, PointsEntry, entries);

/** Revokes a violation that still stands. */
export const markRevoked = (tx: Transaction, id: string, now: number): void => {
  tx.post('UPDATE violations SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', [now, id], 1);
};
