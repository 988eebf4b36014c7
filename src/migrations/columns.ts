/** Column types for both databases. Every type is chosen so that a value read is the value written. */
import type { QueryRunner } from 'typeorm';

export interface Columns {
  /** Ids and keys: compared byte by byte, also trailing blanks ('ABC ' is not 'abc'). */
  readonly key: (length: number) => string;
  /** Free text, any length we allow. */
  readonly text: string;
  /** Instants in milliseconds, money in minor units, counters. */
  readonly long: string;
  readonly int: string;
  readonly dropIndex: (index: string, table: string) => string;
  /** After the closing bracket of CREATE TABLE. */
  readonly table: string;
}

const SQLITE: Columns = {
  key: () => 'TEXT COLLATE BINARY',
  text: 'TEXT',
  long: 'INTEGER',
  int: 'INTEGER',
  dropIndex: (index) => `DROP INDEX ${index}`,
  table: '',
};

/** The collation that pads nothing has another name in MariaDB. */
const mysql = (collation: string): Columns => ({
  key: (length) => `VARCHAR(${String(length)})`,
  text: 'MEDIUMTEXT',
  long: 'BIGINT',
  int: 'INT',
  dropIndex: (index, table) => `DROP INDEX ${index} ON ${table}`,
  table: ` ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${collation}`,
});

export async function columnsOf(runner: QueryRunner): Promise<Columns> {
  if (runner.dataSource.options.type === 'better-sqlite3') return SQLITE;
  const [row] = (await runner.query('SELECT VERSION() AS version')) as { version: string }[];
  const isMariaDb = row?.version.includes('MariaDB') === true;
  return mysql(isMariaDb ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin');
}
