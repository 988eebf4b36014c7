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
  /**
   * Said right after a change: fails with `isStale` unless that changed so many rows, so that what follows, the commit too, can leave
   * with it. SQLite's statements go one by one anyway, and their outcomes are looked at.
   */
  readonly mustHaveChanged?: (rows: number) => string;
}

/** 1690: out of range, which nothing of ours comes near but `mustHaveChanged`. */
export const isStale = (error: unknown): boolean =>
  (error as { readonly errno?: number }).errno === 1690;

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
  // Of the statements that need no table, one that answers without rows.
  mustHaveChanged: (rows) => `SET @checked = EXP(IF(ROW_COUNT() = ${rows}, 0, 1000))`,
};

export const dialectOf = (source: DataSource): Dialect =>
  source.options.type === 'better-sqlite3' ? SQLITE : MYSQL;
