/** Shops, orders, proposals, conversations, the inbox log, and the clock. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnsOf, type Columns } from './columns';

const clockAndMeta = ({ long, int, key, text }: Columns) => [
  `CREATE TABLE clock (id ${int} NOT NULL PRIMARY KEY, offset_ms ${long} NOT NULL, stopped_at ${long})`,
  `CREATE TABLE meta (name ${key(64)} NOT NULL PRIMARY KEY, value ${text} NOT NULL)`,
];

const shops = ({ key, int, long, text }: Columns) => [
  `CREATE TABLE shops (
    id ${key(40)} NOT NULL PRIMARY KEY,
    shop_id ${key(64)} NOT NULL UNIQUE,
    name ${key(200)} NOT NULL,
    kind ${key(10)} NOT NULL)`,
  `CREATE TABLE seats (
    id ${key(40)} NOT NULL PRIMARY KEY,
    shop_key ${key(64)} NOT NULL,
    seat_id ${key(64)} NOT NULL,
    permissions ${text} NOT NULL,
    disabled ${int} NOT NULL,
    registered ${int} NOT NULL,
    changed_at ${long} NOT NULL,
    UNIQUE (shop_key, seat_id))`,
];

/** `ship_by` is derived by the database from its parts (OR-3), so that it can be indexed and never disagrees. */
const orders = ({ key, int, long, text }: Columns) => [
  `CREATE TABLE orders (
    id ${key(40)} NOT NULL PRIMARY KEY,
    shop_key ${key(64)} NOT NULL,
    order_no ${key(64)} NOT NULL,
    buyer_id ${key(64)} NOT NULL,
    kind ${key(20)} NOT NULL,
    worry_free ${int} NOT NULL,
    status ${key(20)} NOT NULL,
    sla ${key(10)} NOT NULL,
    paid_at ${long} NOT NULL,
    original_ship_by ${long} NOT NULL,
    agreed_ship_by ${long},
    ship_by ${long} GENERATED ALWAYS AS (COALESCE(agreed_ship_by, original_ship_by)) VIRTUAL,
    consigned_at ${long},
    picked_up_at ${long},
    delivered_at ${long},
    closed_at ${long},
    close_reason ${key(500)},
    carrier ${key(100)},
    tracking_no ${key(100)},
    goods_minor ${long} NOT NULL,
    currency ${key(3)} NOT NULL,
    line_items ${text} NOT NULL,
    imported_at ${long} NOT NULL,
    policy_version ${int} NOT NULL,
    UNIQUE (order_no, shop_key))`,
];

const proposals = ({ key, int, long }: Columns) => [
  `CREATE TABLE shipping_proposals (
    id ${key(40)} NOT NULL PRIMARY KEY,
    order_id ${key(40)} NOT NULL,
    number ${int} NOT NULL,
    status ${key(10)} NOT NULL,
    ship_date ${key(10)} NOT NULL,
    ship_by ${long} NOT NULL,
    reason ${key(20)} NOT NULL,
    remark ${key(500)},
    sent_at ${long} NOT NULL,
    answer_by ${long} NOT NULL,
    answered_at ${long},
    ship_by_before ${long} NOT NULL,
    policy_version ${int} NOT NULL,
    UNIQUE (order_id, number))`,
];

const conversations = ({ key, int, long, text }: Columns) => [
  `CREATE TABLE conversations (
    id ${key(40)} NOT NULL PRIMARY KEY,
    order_id ${key(40)} NOT NULL UNIQUE,
    buyer_id ${key(64)} NOT NULL,
    shop_key ${key(64)} NOT NULL,
    last_number ${int} NOT NULL,
    last_message_at ${long} NOT NULL)`,
  `CREATE TABLE messages (
    id ${key(40)} NOT NULL PRIMARY KEY,
    conversation_id ${key(40)} NOT NULL,
    number ${int} NOT NULL,
    kind ${key(10)} NOT NULL,
    sender ${key(20)} NOT NULL,
    seat ${key(64)},
    author ${key(43)},
    code ${key(40)},
    body ${text},
    facts ${text} NOT NULL,
    created_at ${long} NOT NULL,
    UNIQUE (conversation_id, number))`,
  `CREATE TABLE read_marks (
    conversation_id ${key(40)} NOT NULL,
    person ${key(43)} NOT NULL,
    up_to ${int} NOT NULL,
    PRIMARY KEY (conversation_id, person))`,
];

const log = ({ key, int, long, text }: Columns) => [
  `CREATE TABLE inboxes (id ${key(80)} NOT NULL PRIMARY KEY, head ${long} NOT NULL)`,
  `CREATE TABLE inbox_entries (
    inbox_id ${key(80)} NOT NULL,
    number ${long} NOT NULL,
    kind ${key(30)} NOT NULL,
    occurred_at ${long} NOT NULL,
    recorded_at ${long} NOT NULL,
    actor ${key(10)} NOT NULL,
    actor_id ${key(64)},
    order_id ${key(40)},
    proposal_id ${key(40)},
    message_id ${key(40)},
    PRIMARY KEY (inbox_id, number))`,
  `CREATE TABLE history (
    id ${key(40)} NOT NULL PRIMARY KEY,
    order_id ${key(40)} NOT NULL,
    subject_id ${key(40)} NOT NULL,
    at ${long} NOT NULL,
    actor ${key(10)} NOT NULL,
    actor_id ${key(64)},
    rule ${key(10)} NOT NULL,
    from_state ${key(40)},
    to_state ${key(40)},
    policy_version ${int} NOT NULL)`,
  `CREATE TABLE idempotency_keys (
    id ${key(43)} NOT NULL PRIMARY KEY,
    input_hash ${key(43)} NOT NULL,
    result ${text} NOT NULL,
    recorded_at ${long} NOT NULL)`,
];

const INDEXES = [
  'CREATE INDEX seats_changed ON seats (changed_at)',
  'CREATE INDEX orders_due ON orders (sla, ship_by)',
  'CREATE INDEX orders_by_ship_by ON orders (ship_by, id)',
  'CREATE INDEX orders_by_paid_at ON orders (paid_at, id)',
  'CREATE INDEX orders_of_shop ON orders (shop_key, ship_by, id)',
  'CREATE INDEX orders_of_buyer ON orders (buyer_id, ship_by, id)',
  'CREATE INDEX orders_of_shop_paid ON orders (shop_key, paid_at, id)',
  'CREATE INDEX proposals_due ON shipping_proposals (status, answer_by)',
  'CREATE INDEX conversations_of_buyer ON conversations (buyer_id, last_message_at, id)',
  'CREATE INDEX conversations_of_shop ON conversations (shop_key, last_message_at, id)',
  'CREATE INDEX entries_recorded ON inbox_entries (recorded_at)',
  'CREATE INDEX history_of_order ON history (order_id, at)',
  'CREATE INDEX history_of_subject ON history (subject_id, at)',
  'CREATE INDEX keys_recorded ON idempotency_keys (recorded_at)',
];

const TABLES = [
  'idempotency_keys',
  'history',
  'inbox_entries',
  'inboxes',
  'read_marks',
  'messages',
  'conversations',
  'shipping_proposals',
  'orders',
  'seats',
  'shops',
  'meta',
  'clock',
];

export class NegotiatedShipping1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = await columnsOf(runner);
    const parts = [clockAndMeta, shops, orders, proposals, conversations, log];
    for (const part of parts)
      for (const statement of part(columns)) await runner.query(statement + columns.table);
    for (const statement of INDEXES) await runner.query(statement);
    await runner.query('INSERT INTO clock (id, offset_ms) VALUES (1, 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`DROP TABLE ${table}`);
  }
}
