/** What members of a cluster certify where a lock of one of them would not be known to the others (lib/cluster.ts). */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnsOf } from './columns';

export class ClusterLocks1700000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { key, long, table } = await columnsOf(runner);
    const columns = `id ${key(40)} NOT NULL PRIMARY KEY, times ${long} NOT NULL`;
    await runner.query(`CREATE TABLE cluster_locks (${columns})${table}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cluster_locks');
  }
}
