/** Published policies. */
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

const TABLES = ['policies'];

export class Settlement1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = await columnsOf(runner);
    for (const statement of policies(columns)) await runner.query(statement + columns.table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`DROP TABLE ${table}`);
  }
}
