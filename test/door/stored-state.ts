import type { TestNode } from '../support/node';

const TABLES = [
  'shops',
  'seats',
  'orders',
  'shipping_proposals',
  'conversations',
  'messages',
  'read_marks',
  'inboxes',
  'inbox_entries',
  'history',
  'idempotency_keys',
  'evidence',
  'evidence_links',
  'policies',
  'deadline_reports',
  'compensations',
  'complaints',
  'ledger_postings',
  'tickets',
  'ticket_contacts',
  'ticket_replies',
  'ticket_additions',
  'ticket_urges',
  'ticket_judgments',
  'ticket_appeals',
  'violations',
  'penalty_points',
];

/**
 * What is the same as long as nothing was written: the rows of each table; on SQLite the number that another connection's
 * commit changes, which costs nothing to ask for.
 */
export async function stateOf({ app }: Pick<TestNode, 'app'>): Promise<string> {
  if (app.db.kind === 'sqlite') return JSON.stringify(await app.db.rows('PRAGMA data_version'));
  const parts = TABLES.map((table) => `SELECT '${table}' AS name, COUNT(*) AS total FROM ${table}`);
  const rows = await app.db.rows<{ name: string; total: number }>(parts.join(' UNION ALL '));
  return rows.map(({ name, total }) => `${name} ${total}`).join(', ');
}

/** IN-2: 1, 2, 3 … in every inbox, and the head is the last. */
export async function expectGapFreeInboxes({ app }: Pick<TestNode, 'app'>): Promise<void> {
  const sql = `SELECT id, head, COUNT(number) AS total, MIN(number) AS lowest, MAX(number) AS highest
    FROM inboxes LEFT JOIN inbox_entries ON inbox_id = id GROUP BY id, head`;
  const rows = await app.db.rows<Record<'head' | 'total' | 'lowest' | 'highest', unknown>>(sql);
  expect(rows.length).toBeGreaterThan(0);
  for (const { head, total, lowest, highest } of rows)
    expect([total, lowest, highest].map(Number)).toEqual([Number(head), 1, Number(head)]);
}
