/** Tickets with all that hangs from them, their conversations, and what the log and the history say of them. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnsOf, type Columns } from './columns';

/** `urge_after` is the last second before the next urge, so that it passes like any other deadline (TK-3). */
const tickets = ({ key, int, long, text }: Columns) => [
  `CREATE TABLE tickets (
    id ${key(40)} NOT NULL PRIMARY KEY,
    order_id ${key(40)} NOT NULL,
    shop_key ${key(64)} NOT NULL,
    buyer_id ${key(64)} NOT NULL,
    worry_free ${int} NOT NULL,
    category ${key(20)} NOT NULL,
    statement ${text} NOT NULL,
    status ${key(20)} NOT NULL,
    opened_at ${long} NOT NULL,
    due_at ${long} NOT NULL,
    urge_after ${long},
    assignee_key ${key(64)},
    outcome ${key(20)},
    evidence_waived ${int} NOT NULL,
    evidence_until ${long},
    closed_at ${long},
    appeal_by ${long},
    previous_id ${key(40)},
    policy_version ${int} NOT NULL)`,
];

const sellersShare = ({ key, int, long, text }: Columns) => [
  `CREATE TABLE ticket_contacts (
    id ${key(40)} NOT NULL PRIMARY KEY,
    ticket_id ${key(40)} NOT NULL,
    channel ${key(10)} NOT NULL,
    contacted_at ${long} NOT NULL,
    reached ${int} NOT NULL,
    note ${text},
    seat ${key(64)} NOT NULL,
    recorded_at ${long} NOT NULL)`,
  `CREATE TABLE ticket_replies (
    id ${key(40)} NOT NULL PRIMARY KEY,
    ticket_id ${key(40)} NOT NULL UNIQUE,
    reply_option ${key(30)} NOT NULL,
    remark ${text},
    no_contact_reason ${text},
    seat ${key(64)} NOT NULL,
    replied_at ${long} NOT NULL)`,
  `CREATE TABLE ticket_additions (
    id ${key(40)} NOT NULL PRIMARY KEY,
    ticket_id ${key(40)} NOT NULL,
    seat ${key(64)} NOT NULL,
    added_at ${long} NOT NULL)`,
];

/** Judgments are only ever added: `counts` is +1, 0 or -1, and a shop's metric is their sum by `counted_at` (TK-15, TK-17). */
const platformsShare = ({ key, int, long, text }: Columns) => [
  `CREATE TABLE ticket_urges (
    id ${key(40)} NOT NULL PRIMARY KEY,
    ticket_id ${key(40)} NOT NULL,
    urged_at ${long} NOT NULL,
    automatic ${int} NOT NULL,
    note ${text})`,
  `CREATE TABLE ticket_judgments (
    id ${key(40)} NOT NULL PRIMARY KEY,
    ticket_id ${key(40)} NOT NULL,
    order_id ${key(40)} NOT NULL,
    shop_key ${key(64)} NOT NULL,
    kind ${key(10)} NOT NULL,
    verdict ${key(20)} NOT NULL,
    reason ${text} NOT NULL,
    judged_at ${long} NOT NULL,
    counts ${int} NOT NULL,
    counted_at ${long} NOT NULL,
    policy_version ${int} NOT NULL,
    UNIQUE (ticket_id, kind))`,
  `CREATE TABLE ticket_appeals (
    id ${key(40)} NOT NULL PRIMARY KEY,
    ticket_id ${key(40)} NOT NULL UNIQUE,
    shop_key ${key(64)} NOT NULL,
    status ${key(10)} NOT NULL,
    reason ${text} NOT NULL,
    seat ${key(64)} NOT NULL,
    submitted_at ${long} NOT NULL,
    verdict ${key(20)},
    note ${text},
    decided_at ${long})`,
];

const INDEXES = [
  'CREATE INDEX tickets_of_order ON tickets (order_id)',
  'CREATE INDEX tickets_due ON tickets (status, due_at)',
  'CREATE INDEX tickets_to_urge ON tickets (status, urge_after)',
  'CREATE INDEX tickets_by_due ON tickets (due_at, id)',
  'CREATE INDEX tickets_by_opened ON tickets (opened_at, id)',
  'CREATE INDEX tickets_of_shop ON tickets (shop_key, due_at, id)',
  'CREATE INDEX tickets_of_shop_opened ON tickets (shop_key, opened_at, id)',
  'CREATE INDEX tickets_of_buyer ON tickets (buyer_id, due_at, id)',
  'CREATE INDEX contacts_of_ticket ON ticket_contacts (ticket_id, recorded_at)',
  'CREATE INDEX additions_of_ticket ON ticket_additions (ticket_id, added_at)',
  'CREATE INDEX urges_of_ticket ON ticket_urges (ticket_id, urged_at)',
  'CREATE INDEX judgments_of_order ON ticket_judgments (order_id)',
  'CREATE INDEX judgments_of_shop ON ticket_judgments (shop_key, counted_at)',
  'CREATE INDEX appeals_by_submitted ON ticket_appeals (submitted_at, id)',
  'CREATE INDEX appeals_of_shop ON ticket_appeals (shop_key, submitted_at, id)',
];

const TABLES = [
  'ticket_appeals',
  'ticket_judgments',
  'ticket_urges',
  'ticket_additions',
  'ticket_replies',
  'ticket_contacts',
  'tickets',
];

const COLUMNS = 'id, order_id, buyer_id, shop_key, last_number, last_message_at';
const ABOUT = 'GENERATED ALWAYS AS (COALESCE(ticket_id, order_id)) VIRTUAL';

/** SQLite changes neither a constraint nor a column in place: the rows move to a new table of the old name. */
const rebuilt = ({ key, int, long }: Columns, orders: string, subject: string) => [
  'ALTER TABLE conversations RENAME TO old_conversations',
  `CREATE TABLE conversations (
    id ${key(40)} NOT NULL PRIMARY KEY,
    ${orders}
    shop_key ${key(64)} NOT NULL,
    last_number ${int} NOT NULL,
    last_message_at ${long} NOT NULL${subject})`,
  `INSERT INTO conversations (${COLUMNS}) SELECT ${COLUMNS} FROM old_conversations`,
  'DROP TABLE old_conversations',
  'CREATE INDEX conversations_of_buyer ON conversations (buyer_id, last_message_at, id)',
  'CREATE INDEX conversations_of_shop ON conversations (shop_key, last_message_at, id)',
];

/** A conversation is about its ticket or else about its order, and only one of each (MS-1). Buyers are in no ticket's. */
function widened(runner: QueryRunner, columns: Columns): string[] {
  const { key } = columns;
  const added = [`ticket_id ${key(40)}`, `subject_id ${key(40)} ${ABOUT}`];
  if (runner.dataSource.options.type === 'better-sqlite3') {
    const orders = `order_id ${key(40)} NOT NULL, buyer_id ${key(64)},`;
    return rebuilt(columns, orders, `, ${added.join(', ')} UNIQUE`);
  }
  const adding = added.map((column) => `ADD COLUMN ${column}`).join(', ');
  return [
    `ALTER TABLE conversations DROP INDEX order_id, MODIFY buyer_id ${key(64)}, ${adding}, ADD UNIQUE (subject_id)`,
  ];
}

function narrowed(runner: QueryRunner, columns: Columns): string[] {
  const { key } = columns;
  const gone = 'SELECT id FROM conversations WHERE ticket_id IS NOT NULL';
  const emptied = [
    `DELETE FROM read_marks WHERE conversation_id IN (${gone})`,
    `DELETE FROM messages WHERE conversation_id IN (${gone})`,
    'DELETE FROM conversations WHERE ticket_id IS NOT NULL',
  ];
  if (runner.dataSource.options.type === 'better-sqlite3') {
    const orders = `order_id ${key(40)} NOT NULL UNIQUE, buyer_id ${key(64)} NOT NULL,`;
    return [...emptied, ...rebuilt(columns, orders, '')];
  }
  return [
    ...emptied,
    `ALTER TABLE conversations DROP INDEX subject_id, DROP COLUMN subject_id, DROP COLUMN ticket_id, MODIFY buyer_id ${key(64)} NOT NULL, ADD UNIQUE (order_id)`,
  ];
}

export class Tickets1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = await columnsOf(runner);
    for (const part of [tickets, sellersShare, platformsShare])
      for (const statement of part(columns)) await runner.query(statement + columns.table);
    for (const statement of INDEXES) await runner.query(statement);
    for (const statement of widened(runner, columns)) await runner.query(statement);
    await runner.query('CREATE INDEX conversations_of_tickets ON conversations (ticket_id)');
    await runner.query(`ALTER TABLE inbox_entries ADD COLUMN ticket_id ${columns.key(40)}`);
    await runner.query(
      `ALTER TABLE history ADD COLUMN confidential ${columns.int} NOT NULL DEFAULT 0`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    const columns = await columnsOf(runner);
    await runner.query('ALTER TABLE history DROP COLUMN confidential');
    await runner.query('ALTER TABLE inbox_entries DROP COLUMN ticket_id');
    const ofTickets = 'DROP INDEX conversations_of_tickets';
    const isSqlite = runner.dataSource.options.type === 'better-sqlite3';
    await runner.query(isSqlite ? ofTickets : `${ofTickets} ON conversations`);
    for (const statement of narrowed(runner, columns)) await runner.query(statement);
    for (const table of TABLES) await runner.query(`DROP TABLE ${table}`);
  }
}
