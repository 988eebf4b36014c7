/** SQL of evidence. */
import type { Database, Reader, Transaction } from '../lib/database';
import { oneEach } from '../lib/keyed';
import { insert, select } from '../lib/rows';
import type { Batch } from '../inbox/context';
import { Evidence } from './evidence.entity';
import { EvidenceLink } from './evidence-link.entity';
import { seesEvidence } from './evidence.rules';

export const findEvidence = (source: Reader, ids: readonly string[]): Promise<Evidence[]> =>
  select(source, Evidence, 'WHERE id IN (?)', [ids]);

/** AC-1, AC-5: what is not the viewer's to see is not there. */
export const evidenceById: Batch<string, Evidence | null> = async (context, ids) => {
  const found = await findEvidence(context.app.db, ids);
  const seen = found.filter((piece) => seesEvidence(context.signedIn(), piece));
  return oneEach(ids, seen, ({ id }) => id);
};

interface LinkRow {
  readonly subject_id: string;
  readonly evidence_id: string;
}

/** The evidence of reports, replies, contacts and additions, in the order it was given; what is not the viewer's is left out. */
export const evidenceOf: Batch<string, Evidence[]> = async (context, subjectIds) => {
  const sql =
    'SELECT subject_id, evidence_id FROM evidence_links WHERE subject_id IN (?) ORDER BY subject_id, position';
  const links = await context.app.db.rows<LinkRow>(sql, [subjectIds]);
  const pieces = await Promise.all(
    links.map(({ evidence_id: id }) => context.load(evidenceById, id)),
  );
  return subjectIds.map((id) =>
    pieces.filter((piece, index) => piece !== null && links[index]?.subject_id === id),
  ) as Evidence[][];
};

/** Which of these subjects some evidence belongs to. */
export async function subjectsWithEvidence(
  source: Reader,
  subjectIds: readonly string[],
): Promise<Set<string>> {
  const sql = 'SELECT DISTINCT subject_id FROM evidence_links WHERE subject_id IN (?)';
  const rows = await source.rows<{ subject_id: string }>(sql, [subjectIds]);
  return new Set(rows.map((row) => row.subject_id));
}

/** What a piece belongs to, the first of them first: ids grow with time. */
export async function subjectsOf(source: Reader, evidenceId: string): Promise<string[]> {
  const sql = 'SELECT subject_id FROM evidence_links WHERE evidence_id = ? ORDER BY subject_id';
  const rows = await source.rows<{ subject_id: string }>(sql, [evidenceId]);
  return rows.map((row) => row.subject_id);
}

export const insertEvidence = (tx: Transaction, piece: Evidence): void =>
  insert(tx, Evidence, [piece]);

export const insertLinks = (tx: Transaction, links: readonly EvidenceLink[]): void =>
  insert(tx, EvidenceLink, links);

/** The file has come. False when it had come before (EV-1: write-once), or nobody waits for it any more. */
export async function markStored(tx: Transaction, id: string, now: number): Promise<boolean> {
  const sql = 'UPDATE evidence SET stored_at = ? WHERE id = ? AND stored_at IS NULL';
  return (await tx.run(sql, [now, id])) === 1;
}

/** So many at a time: a purge must not hold its rows for long. */
const PURGE_BATCH = 1_000;

/**
 * Forgets files that were announced before an instant and never came; returns their ids. What is being marked as stored right
 * now is passed over.
 */
export const forgetUnstored = (db: Database, announcedBefore: number): Promise<string[]> =>
  db.transact(async (tx) => {
    const sql = `SELECT id FROM evidence WHERE stored_at IS NULL AND created_at < ? LIMIT ?${db.dialect.skipLocked}`;
    const rows = await tx.rows<{ id: string }>(sql, [announcedBefore, PURGE_BATCH]);
    const ids = rows.map(({ id }) => id);
    await tx.run('DELETE FROM evidence WHERE id IN (?)', [ids]);
    return ids;
  });
