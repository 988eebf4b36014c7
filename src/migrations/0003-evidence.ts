/** Evidence: files by their facts, and what each belongs to. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnsOf, type Columns } from './columns';

const evidence = ({ key, int, long }: Columns) => [
  `CREATE TABLE evidence (
    id ${key(40)} NOT NULL PRIMARY KEY,
    order_id ${key(40)} NOT NULL,
    ticket_id ${key(40)},
    shop_key ${key(64)} NOT NULL,
    file_name ${key(200)} NOT NULL,
    content_type ${key(20)} NOT NULL,
    byte_size ${int} NOT NULL,
    sha256 ${key(64)} NOT NULL,
    uploader ${key(64)} NOT NULL,
    created_at ${long} NOT NULL,
    stored_at ${long})`,
  `CREATE TABLE evidence_links (
    subject_id ${key(40)} NOT NULL,
    position ${int} NOT NULL,
    evidence_id ${key(40)} NOT NULL,
    PRIMARY KEY (subject_id, position),
    UNIQUE (subject_id, evidence_id))`,
];

/** For finding announced files that never came. */
const INDEXES = ['CREATE INDEX evidence_stored ON evidence (stored_at, created_at)'];

const TABLES = ['evidence_links', 'evidence'];

export class Evidence1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = await columnsOf(runner);
    for (const statement of evidence(columns)) await runner.query(statement + columns.table);
    for (const statement of INDEXES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`DROP TABLE ${table}`);
  }
}
