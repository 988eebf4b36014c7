/** Violations and their penalty points; finding what a piece of evidence was given with. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnsOf, type Columns } from './columns';

/** Points are only ever added: a revoked violation has a second entry that takes its points back (TK-17). */
const violations = ({ key, int, long, text }: Columns) => [
  `CREATE TABLE violations (
    id ${key(40)} NOT NULL PRIMARY KEY,
    evidence_id ${key(40)} NOT NULL UNIQUE,
    order_id ${key(40)} NOT NULL,
    ticket_id ${key(40)},
    report_id ${key(40)},
    shop_key ${key(64)} NOT NULL,
    severity ${key(10)} NOT NULL,
    points ${int} NOT NULL,
    note ${text} NOT NULL,
    recorded_at ${long} NOT NULL,
    year ${int} NOT NULL,
    multiples_crossed ${text} NOT NULL,
    revoked_at ${long},
    policy_version ${int} NOT NULL)`,
  `CREATE TABLE penalty_points (
    id ${key(40)} NOT NULL PRIMARY KEY,
    violation_id ${key(40)} NOT NULL,
    cause ${key(10)} NOT NULL,
    shop_key ${key(64)} NOT NULL,
    severity ${key(10)} NOT NULL,
    year ${int} NOT NULL,
    points ${int} NOT NULL,
    posted_at ${long} NOT NULL,
    UNIQUE (violation_id, cause))`,
];

const INDEXES = [
  'CREATE INDEX violations_by_recording ON violations (recorded_at, id)',
  'CREATE INDEX violations_of_shop ON violations (shop_key, recorded_at, id)',
  'CREATE INDEX violations_of_order ON violations (order_id, recorded_at)',
  'CREATE INDEX points_of_shop ON penalty_points (shop_key, posted_at)',
];

const LINKS: readonly [string, string] = ['links_of_evidence', 'evidence_links'];

const TABLES = ['penalty_points', 'violations'];

export class Violations1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = await columnsOf(runner);
    for (const statement of violations(columns)) await runner.query(statement + columns.table);
    for (const statement of INDEXES) await runner.query(statement);
    const [index, table] = LINKS;
    await runner.query(`CREATE INDEX ${index} ON ${table} (evidence_id)`);
    await runner.query(`ALTER TABLE inbox_entries ADD COLUMN violation_id ${columns.key(40)}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const { dropIndex } = await columnsOf(runner);
    await runner.query('ALTER TABLE inbox_entries DROP COLUMN violation_id');
    await runner.query(dropIndex(...LINKS));
    for (const table of TABLES) await runner.query(`DROP TABLE ${table}`);
  }
}
