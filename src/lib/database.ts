/**
 * The one way to the database.
 *
 * Reads go through `read`, changes only through `transact`, which hands out the transaction it runs in; a read outside of
 * it while a transaction is open is refused, as it would wait for a connection that the transaction holds.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { dialectOf, type Dialect } from './dialect';
import { closeSources, openSources, type Migrations, type Sources } from './data-source';
import { ReadConvoy } from './convoy';
import { openSession, readerOf } from './session';
import { withParameters, type Value } from './sql';
import { DatabaseBusy, isRetryable, pause } from './retry';
import { RunningTransaction, type Reader, type Transaction } from './transaction';

export type { Reader, Transaction } from './transaction';

/** Enough for hundreds of writers on one row; a transaction that loses more often has another trouble. */
const ATTEMPTS = 12;

/** On SQLite: some seconds of work. The pool of MySQL has a limit of its own. */
const MOST_WAITING_WRITES = 2_000;

/**
 * Commands have no way to the database but their transaction (ActApp); this watches over the rest where code is written and tested. In
 * production it would only cost: to follow one asynchronous context Node follows every promise, a tenth of what a query costs.
 */
const inTransaction =
  process.env['NODE_ENV'] === 'production' ? undefined : new AsyncLocalStorage<true>();

const watched = <T>(work: () => Promise<T>): Promise<T> =>
  inTransaction === undefined ? work() : inTransaction.run(true, work);

export interface Transacting<T> {
  readonly attempts?: number;
  /** Called in the moment that the commit is known in: nothing else that could be known has happened since. */
  readonly onCommit?: (result: T) => void;
}

export class Database implements Reader {
  readonly dialect: Dialect;
  /** SQLite has one writing connection: its transactions queue here, first come, first served. */
  private lastWrite: Promise<unknown> = Promise.resolve();
  private waitingWrites = 0;
  private readonly reads: ReadConvoy;

  private constructor(private readonly sources: Sources) {
    this.dialect = dialectOf(sources.write);
    this.reads = new ReadConvoy(readerOf(sources.read));
  }

  /**
   * Opens the database of a `sqlite:PATH` or `mysql://…` address and brings its schema up to date. A connection to MySQL that
   * says nothing for twice `silenceMs` is given up, and whoever waits for it is told: nobody may be at the other end.
   */
  static async open(
    url: string,
    poolSize: number,
    migrations: Migrations,
    silenceMs?: number,
  ): Promise<Database> {
    return new Database(await openSources(url, poolSize, migrations, silenceMs));
  }

  get kind(): Dialect['kind'] {
    return this.dialect.kind;
  }

  /** Whether locks are known to one member of several only: see `lockOnAllMembers`. */
  get isCluster(): boolean {
    return this.sources.isCluster;
  }

  async rows<R>(sql: string, parameters: readonly Value[] = []): Promise<R[]> {
    refuseInsideTransaction();
    return (await this.reads.rows(...withParameters(sql, parameters))) as R[];
  }

  /**
   * Runs `work` in a transaction of its own and commits it; any exception rolls back. Deadlocks, lock waits and
   * certification failures run the whole of it again, so it must have no effect but through the transaction.
   */
  async transact<T>(
    work: (tx: Transaction) => Promise<T> | T,
    { attempts = ATTEMPTS, onCommit }: Transacting<T> = {},
  ): Promise<T> {
    refuseInsideTransaction();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.inTurn(() => watched(() => this.attempt(work, onCommit)));
      } catch (error) {
        if (attempt === attempts || !isRetryable(error)) throw error;
        await pause(attempt);
      }
    }
  }

  async close(): Promise<void> {
    await this.lastWrite;
    await closeSources(this.sources);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.kind !== 'sqlite') return work();
    if (this.waitingWrites >= MOST_WAITING_WRITES)
      return Promise.reject(new DatabaseBusy('Too many transactions wait already.'));
    this.waitingWrites += 1;
    const turn = this.lastWrite.then(work).finally(() => {
      this.waitingWrites -= 1;
    });
    this.lastWrite = turn.catch(() => undefined);
    return turn;
  }

  private async attempt<T>(
    work: (tx: Transaction) => Promise<T> | T,
    onCommit: Transacting<T>['onCommit'],
  ): Promise<T> {
    const session = await openSession(this.sources.write);
    const tx = new RunningTransaction(session, this.dialect);
    try {
      await tx.begin();
      const result = await work(tx);
      await tx.commit();
      onCommit?.(result);
      return result;
    } catch (error) {
      await tx.rollBack();
      throw error;
    } finally {
      await session.release();
    }
  }
}

function refuseInsideTransaction(): void {
  if (inTransaction?.getStore() === true)
    throw new Error(
      'Inside a transaction use the transaction: another connection could wait for ever.',
    );
}
