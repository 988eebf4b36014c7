/** AC-5: lines of history about reports are marked like all others that buyers do not see. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ids of reports begin so (see lib/ids.ts, which may change; what is stored does not). */
const mark = (value: 0 | 1): string =>
  `UPDATE history SET confidential = ${String(value)} WHERE subject_id LIKE 'rpt!_%' ESCAPE '!'`;

export class ConfidentialReports1700000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(mark(1));
  }

  /** Before, a report's lines were told by their subject. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(mark(0));
  }
}
