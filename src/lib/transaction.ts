/** One transaction from its beginning to its end. */
import { Convoy, type Outcome, type Send } from './convoy';
import { isStale, type Dialect } from './dialect';
import type { Session } from './session';
import { withParameters, type Value } from './sql';

/** Something that answers SELECTs. A list parameter fills `IN (?)`. */
export interface Reader {
  rows<R = Record<string, unknown>>(sql: string, parameters?: readonly Value[]): Promise<R[]>;
}

/** An open transaction. What is said in it is done in that order, and nothing after a statement that failed. */
export interface Transaction extends Reader {
  /** The number of rows changed. */
  run(sql: string, parameters?: readonly Value[]): Promise<number>;
  /**
   * For changes whose answer nobody waits for: it leaves with what is said next, or with the commit, which fails if it does. With
   * `changes`, it fails too unless so many rows were changed.
   */
  post(sql: string, parameters: readonly Value[], changes?: number): void;
}

const stale = (cause?: unknown): Error =>
  new Error('A row was not in the state it was read in.', { cause });

/** What the database says of a stale row is not what it means. */
const explaining =
  (send: Send): Send =>
  (statements) =>
    send(statements).catch((error: unknown) => {
      throw isStale(error) ? stale(error) : error;
    });

/** A statement that comes late must not run inside the next transaction. */
const ended = (): Error => new Error('The transaction has ended: await everything inside it.');

export class RunningTransaction implements Transaction {
  private readonly convoy: Convoy;
  private hasEnded = false;
  /** Changes that were posted where the database cannot look itself: what they changed has to be known before the commit. */
  private readonly counted: Promise<void>[] = [];

  constructor(
    private readonly session: Session,
    private readonly dialect: Dialect,
  ) {
    this.convoy = new Convoy(explaining(session.send));
  }

  /** Where others wait for the lock of the whole database, what is said next is said once it is taken. */
  async begin(): Promise<void> {
    const begun = this.say(this.dialect.begin);
    if (this.dialect.kind === 'sqlite') await begun;
  }

  async rows<R>(sql: string, parameters: readonly Value[] = []): Promise<R[]> {
    return (await this.say(sql, parameters)) as R[];
  }

  async run(sql: string, parameters: readonly Value[] = []): Promise<number> {
    return (await this.say(sql, parameters)) as number;
  }

  post(sql: string, parameters: readonly Value[], changes?: number): void {
    const said = this.say(sql, parameters);
    if (changes === undefined) return;
    const { mustHaveChanged } = this.dialect;
    if (mustHaveChanged === undefined) this.count(said, changes);
    else void this.say(mustHaveChanged(changes));
  }

  /** Fails, too, when anything said before has failed and its failure was swallowed: COMMIT alone would answer OK. */
  async commit(): Promise<void> {
    this.hasEnded = true;
    await Promise.all(this.counted);
    await this.convoy.say('COMMIT');
  }

  /** A connection that cannot roll back is dead or unknown: the pool must not get it back. */
  async rollBack(): Promise<void> {
    this.hasEnded = true;
    await this.convoy.stop(ended());
    try {
      await this.session.send([{ sql: 'ROLLBACK', values: [] }]);
    } catch {
      this.session.discard();
    }
  }

  private say(sql: string, parameters: readonly Value[] = []): Promise<Outcome> {
    if (this.hasEnded) return Promise.reject(ended());
    const said = this.convoy.say(...withParameters(sql, parameters));
    said.catch(() => undefined); // told to whoever waits for it, and to the commit
    return said;
  }

  private count(said: Promise<Outcome>, changes: number): void {
    const counted = said.then((changed) => {
      if (changed !== changes) throw stale();
    });
    counted.catch(() => undefined);
    this.counted.push(counted);
  }
}
