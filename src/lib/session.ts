/**
 * Statements on their way to the driver. On MySQL they go to mysql2 itself: TypeORM would announce each of them to loggers and
 * subscribers that nobody has here, which costs as much as the statement does (`npm run bench -- --only accept`).
 */
import type { Pool, PoolConnection, ResultSetHeader } from 'mysql2';
import type { DataSource, QueryRunner } from 'typeorm';
import type { MysqlDriver } from 'typeorm/driver/mysql/MysqlDriver';
import type { Scalar } from './sql';

/** A connection that is held for one transaction. */
export interface Session {
  rows<R>(sql: string, values: readonly Scalar[]): Promise<R[]>;
  /** The number of rows changed. */
  run(sql: string, values: readonly Scalar[]): Promise<number>;
  /** Back to the pool. */
  release(): Promise<void>;
  /** Ends a connection whose state is unknown, so that the pool does not hand it out again. */
  discard(): void;
}

function send<T>(to: Pool | PoolConnection, sql: string, values: readonly Scalar[]): Promise<T> {
  return new Promise((resolve, reject) => {
    to.query(sql, [...values], (error, result) => {
      if (error) reject(error);
      else resolve(result as T);
    });
  });
}

function mysqlSession(runner: QueryRunner, connection: PoolConnection): Session {
  return {
    rows: (sql, values) => send(connection, sql, values),
    run: async (sql, values) => (await send<ResultSetHeader>(connection, sql, values)).affectedRows,
    release: () => runner.release(),
    discard: () => {
      connection.destroy();
    },
  };
}

/** SQLite's writer is one connection, which nobody gives back. */
const sqliteSession = (runner: QueryRunner): Session => ({
  rows: (sql, values) => runner.query(sql, [...values]),
  run: async (sql, values) => (await runner.query(sql, [...values], true)).affected ?? 0,
  release: () => Promise.resolve(),
  discard: () => undefined,
});

const isMysql = ({ options }: DataSource): boolean => options.type === 'mysql';

export async function openSession(source: DataSource): Promise<Session> {
  const runner = source.createQueryRunner();
  if (!isMysql(source)) return sqliteSession(runner);
  return mysqlSession(runner, (await runner.connect()) as PoolConnection);
}

/** One SELECT, on whichever connection is free. */
export const readRows = <R>(
  source: DataSource,
  sql: string,
  values: readonly Scalar[],
): Promise<R[]> =>
  isMysql(source)
    ? send((source.driver as MysqlDriver).pool as Pool, sql, values)
    : source.query<R[]>(sql, [...values]);
