/**
 * Statements on their way to the driver. On MySQL they go to mysql2 itself: TypeORM would announce each of them to loggers and
 * subscribers that nobody has here, which costs as much as the statement does (`npm run bench -- --only accept`).
 */
import type { Pool, PoolConnection, ResultSetHeader } from 'mysql2';
import type { DataSource, QueryRunner } from 'typeorm';
import type { MysqlDriver } from 'typeorm/driver/mysql/MysqlDriver';
import type { Outcome, Send, Statement } from './convoy';

/** A connection that is held for one transaction. */
export interface Session {
  readonly send: Send;
  /** Back to the pool. */
  release(): Promise<void>;
  /** Ends a connection whose state is unknown, so that the pool does not hand it out again. */
  discard(): void;
}

type Answer = Outcome | ResultSetHeader;

const outcomeOf = (answer: Answer): Outcome =>
  typeof answer === 'object' && 'affectedRows' in answer ? answer.affectedRows : answer;

/** Each statement is filled with its own values: a mark too many cannot take those of the next. */
const textOf = (to: PoolConnection, statements: readonly Statement[]): string =>
  statements.map(({ sql, values }) => to.format(sql, [...values])).join(';');

const send = (to: PoolConnection, statements: readonly Statement[]): Promise<readonly Outcome[]> =>
  new Promise((resolve, reject) => {
    to.query(textOf(to, statements), (error, answer) => {
      if (error) reject(error);
      else if (statements.length === 1) resolve([outcomeOf(answer as Answer)]);
      else resolve((answer as Answer[]).map(outcomeOf));
    });
  });

/**
 * On a connection taken from the pool: what mysql2's own `pool.query` answers grows old before it is collected, which was measured
 * (`test/bench/works.test.ts`) and not explained.
 */
const sendOn =
  (pool: Pool): Send =>
  (statements) =>
    new Promise((resolve, reject) => {
      pool.getConnection((error, connection) => {
        if (error) {
          reject(error);
          return;
        }
        void send(connection, statements)
          .then(resolve, reject)
          .finally(() => {
            connection.release();
          });
      });
    });

function mysqlSession(runner: QueryRunner, connection: PoolConnection): Session {
  return {
    send: (statements) => send(connection, statements),
    release: () => runner.release(),
    discard: () => {
      connection.destroy();
    },
  };
}

async function runOnFile(runner: QueryRunner, { sql, values }: Statement): Promise<Outcome> {
  const { affected, ...result } = await runner.query(sql, [...values], true);
  const raw: unknown = result.raw;
  return Array.isArray(raw) ? raw : (affected ?? 0);
}

/** SQLite's writer is one connection, which nobody gives back. */
const sqliteSession = (runner: QueryRunner): Session => ({
  send: async (statements) => {
    const outcomes: Outcome[] = [];
    for (const statement of statements) outcomes.push(await runOnFile(runner, statement));
    return outcomes;
  },
  release: () => Promise.resolve(),
  discard: () => undefined,
});

const isMysql = ({ options }: DataSource): boolean => options.type === 'mysql';

export async function openSession(source: DataSource): Promise<Session> {
  const runner = source.createQueryRunner();
  if (!isMysql(source)) return sqliteSession(runner);
  return mysqlSession(runner, (await runner.connect()) as PoolConnection);
}

/** SELECTs on whichever connection is free. */
export function readerOf(source: DataSource): Send {
  if (isMysql(source)) return sendOn((source.driver as MysqlDriver).pool as Pool);
  return (statements) =>
    Promise.all(statements.map(({ sql, values }) => source.query<unknown[]>(sql, [...values])));
}
