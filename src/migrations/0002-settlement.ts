/** Published policies, deadline reports, compensations, complaints, the ledger; the reported ship-by of orders. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnsOf, type Columns } from './columns';

const policies = ({ key, int, long, text }: Columns) => [
  `CREATE TABLE policies (
    version ${int} NOT NULL PRIMARY KEY,
    effective_from ${long} NOT NULL,
    policy_values ${text} NOT NULL,
    published_by ${key(64)} NOT NULL,
    published_at ${long} NOT NULL)`,
];

const reports = ({ key, int, long }: Columns) => [
  `CREATE TABLE deadline_reports (
    id ${key(40)} NOT NULL PRIMARY KEY,
    order_id ${key(40)} NOT NULL,
    shop_key ${key(64)} NOT NULL,
    status ${key(10)} NOT NULL,
    reason ${key(20)} NOT NULL,
    remark ${key(500)},
    new_ship_by ${long} NOT NULL,
    ship_by_before ${long} NOT NULL,
    seat_id ${key(64)} NOT NULL,
    submitted_at ${long} NOT NULL,
    decided_at ${long},
    decided_by ${key(64)},
    note ${key(500)},
    policy_version ${int} NOT NULL)`,
];

/** A posting moves money between three accounts and balances by itself (CO-5). */
const compensation = ({ key, int, long }: Columns) => [
  `CREATE TABLE compensations (
    id ${key(40)} NOT NULL PRIMARY KEY,
    order_id ${key(40)} NOT NULL,
    buyer_id ${key(64)} NOT NULL,
    shop_key ${key(64)} NOT NULL,
    kind ${key(10)} NOT NULL,
    status ${key(10)} NOT NULL,
    amount_minor ${long} NOT NULL,
    currency ${key(3)} NOT NULL,
    ship_by ${long} NOT NULL,
    created_at ${long} NOT NULL,
    reversed_at ${long},
    policy_version ${int} NOT NULL)`,
  `CREATE TABLE complaints (
    id ${key(40)} NOT NULL PRIMARY KEY,
    order_id ${key(40)} NOT NULL UNIQUE,
    status ${key(10)} NOT NULL,
    filed_at ${long} NOT NULL,
    judged_at ${long} NOT NULL)`,
  `CREATE TABLE ledger_postings (
    id ${key(40)} NOT NULL PRIMARY KEY,
    order_id ${key(40)} NOT NULL,
    cause ${key(60)} NOT NULL,
    ship_by ${long} NOT NULL,
    compensation_id ${key(40)} NOT NULL,
    buyer_minor ${long} NOT NULL,
    shop_minor ${long} NOT NULL,
    clearing_minor ${long} NOT NULL,
    currency ${key(3)} NOT NULL,
    posted_at ${long} NOT NULL,
    UNIQUE (order_id, cause, ship_by),
    CHECK (buyer_minor + shop_minor + clearing_minor = 0))`,
];

const INDEXES = [
  'CREATE INDEX reports_of_order ON deadline_reports (order_id, submitted_at)',
  'CREATE INDEX reports_by_submission ON deadline_reports (submitted_at, id)',
  'CREATE INDEX reports_of_shop ON deadline_reports (shop_key, submitted_at, id)',
  'CREATE INDEX compensations_of_order ON compensations (order_id, created_at)',
  'CREATE INDEX compensations_by_creation ON compensations (created_at, id)',
  'CREATE INDEX compensations_of_shop ON compensations (shop_key, created_at, id)',
  'CREATE INDEX compensations_of_buyer ON compensations (buyer_id, created_at, id)',
];

/** What reads the ship-by, which is derived and so must be made anew to be derived from more. */
const SHIP_BY_INDEXES: readonly (readonly [string, string])[] = [
  ['orders_due', 'sla, ship_by'],
  ['orders_by_ship_by', 'ship_by, id'],
  ['orders_of_shop', 'shop_key, ship_by, id'],
  ['orders_of_buyer', 'buyer_id, ship_by, id'],
];

const ENTRY_COLUMNS = ['report_id', 'compensation_id', 'complaint_id'];

const TABLES = ['ledger_postings', 'complaints', 'compensations', 'deadline_reports', 'policies'];

const WITH_REPORTS = 'COALESCE(agreed_ship_by, reported_ship_by, original_ship_by)';
const WITHOUT_REPORTS = 'COALESCE(agreed_ship_by, original_ship_by)';

export class Settlement1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = await columnsOf(runner);
    for (const part of [policies, reports, compensation])
      for (const statement of part(columns)) await runner.query(statement + columns.table);
    for (const statement of INDEXES) await runner.query(statement);
    for (const column of ENTRY_COLUMNS)
      await runner.query(`ALTER TABLE inbox_entries ADD COLUMN ${column} ${columns.key(40)}`);
    await this.dropShipBy(runner, columns);
    await runner.query(`ALTER TABLE orders ADD COLUMN reported_ship_by ${columns.long}`);
    await this.addShipBy(runner, columns, WITH_REPORTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    const columns = await columnsOf(runner);
    await this.dropShipBy(runner, columns);
    await runner.query('ALTER TABLE orders DROP COLUMN reported_ship_by');
    await this.addShipBy(runner, columns, WITHOUT_REPORTS);
    for (const column of ENTRY_COLUMNS)
      await runner.query(`ALTER TABLE inbox_entries DROP COLUMN ${column}`);
    for (const table of TABLES) await runner.query(`DROP TABLE ${table}`);
  }

  private async dropShipBy(runner: QueryRunner, { dropIndex }: Columns): Promise<void> {
    for (const [index] of SHIP_BY_INDEXES) await runner.query(dropIndex(index, 'orders'));
    await runner.query('ALTER TABLE orders DROP COLUMN ship_by');
  }

  private async addShipBy(runner: QueryRunner, columns: Columns, parts: string): Promise<void> {
    const column = `ship_by ${columns.long} GENERATED ALWAYS AS (${parts}) VIRTUAL`;
    await runner.query(`ALTER TABLE orders ADD COLUMN ${column}`);
    for (const [index, on] of SHIP_BY_INDEXES)
      await runner.query(`CREATE INDEX ${index} ON orders (${on})`);
  }
}
