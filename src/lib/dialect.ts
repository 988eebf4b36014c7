/** The few places where the two databases differ, side by side. */
import type { DataSource } from 'typeorm';

export interface Dialect {
  readonly kind: 'sqlite' | 'mysql';
  readonly begin: string;
  /** After a SELECT: take the rows for this transaction. SQLite's writer is alone anyway. */
  readonly forUpdate: string;
  /** The same, but pass over what another transaction holds. */
  readonly skipLocked: string;
  /** Before WHERE: by this index, whatever the table's statistics say; SQLite has none that could mislead it. */
  byIndex(name: string): string;
  /** After INSERT … VALUES: add to a counter that exists. */
  addOnConflict(key: string, column: string): string;
  /** After INSERT … VALUES: leave a row that exists as it is. The key's columns are separated by `, `. */
  keepOnConflict(key: string): string;
}

const SQLITE: Dialect = {
  kind: 'sqlite',
  begin: 'BEGIN IMMEDIATE',
  forUpdate: '',
  skipLocked: '',
  byIndex: () => '',
  addOnConflict: (key, column) =>
    ` ON CONFLICT (${key}) DO UPDATE SET ${column} = ${column} + excluded.${column}`,
  keepOnConflict: (key) => ` ON CONFLICT (${key}) DO NOTHING`,
};

const MYSQL: Dialect = {
  kind: 'mysql',
  begin: 'START TRANSACTION',
  forUpdate: ' FOR UPDATE',
  skipLocked: ' FOR UPDATE SKIP LOCKED',
  byIndex: (name) => `FORCE INDEX (${name}) `,
  addOnConflict: (_key, column) =>
    ` ON DUPLICATE KEY UPDATE ${column} = ${column} + VALUES(${column})`,
  keepOnConflict: (key) => {
    const [column = key] = key.split(', ');
    return ` ON DUPLICATE KEY UPDATE ${column} = ${column}`;
  },
};

export const dialectOf = (source: DataSource): Dialect =>
  source.options.type === 'better-sqlite3' ? SQLITE : MYSQL;
