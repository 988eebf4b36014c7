/** Tables in a few numbers, for comparing what two programs wrote without comparing the ids they chose. */
import type { Connection, RowDataPacket } from 'mysql2/promise';

/** What is compared of a table: expressions over `from`, in which ids are replaced by what they point at. */
export interface Content {
  readonly table: string;
  readonly from: string;
  readonly columns: readonly string[];
}

/** How many rows, and a sum over the content of each: equal sums of so many rows are no accident. */
async function digestOf(db: Connection, { from, columns }: Content): Promise<string> {
  const texts = columns.map((column) => `COALESCE(${column}, '-')`).join(', ');
  const sql = `SELECT COUNT(*) AS amount, COALESCE(SUM(CRC32(CONCAT_WS('|', ${texts}))), 0) AS content FROM ${from}`;
  const [[row]] = await db.query<RowDataPacket[]>(sql);
  return `${String(row?.['amount'])} rows, ${String(row?.['content'])}`;
}

export async function digest(
  db: Connection,
  contents: readonly Content[],
): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const content of contents) digests[content.table] = await digestOf(db, content);
  return digests;
}

/** IN-2: every inbox is numbered from 1 to its head without a gap; how many are not. */
export async function gapsIn(db: Connection): Promise<number> {
  const sql = `SELECT COUNT(*) AS gaps FROM (SELECT inboxes.id FROM inboxes LEFT JOIN inbox_entries ON inbox_id = inboxes.id
    GROUP BY inboxes.id, head HAVING COUNT(number) <> head OR (head > 0 AND (MIN(number) <> 1 OR MAX(number) <> head))) AS found`;
  const [[row]] = await db.query<RowDataPacket[]>(sql);
  return Number(row?.['gaps']);
}
