/**
 * Statements for one connection that are said in the same moment leave together and are answered together: the way there and back costs
 * both sides more than most statements do (`npm run bench -- --only accept`).
 *
 * They run in the order they were said, one after the other, and none after one that failed: a deadlock has rolled the transaction back
 * by then, and what comes after it would run, and stay, outside of any.
 */
import { isUnavailable } from './retry';
import type { Scalar } from './sql';

export interface Statement {
  readonly sql: string;
  readonly values: readonly Scalar[];
}

/** What a statement gave: rows, or how many of them it changed. */
export type Outcome = readonly unknown[] | number;

/** Runs statements in their order; the outcomes of all, or the failure of one, after which none has run. */
export type Send = (statements: readonly Statement[]) => Promise<readonly Outcome[]>;

interface Waiting extends Statement {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
}

/** As one text they have to fit into what a server takes at once (max_allowed_packet, 16 MB or more). */
const MOST_STATEMENTS = 100;
const MOST_VALUES = 60_000;

/** Reads of different requests, one of which may be slow: so many wait for each other at most. */
const MOST_READS = 8;

/** When everything that follows from this moment has been said. DataLoader waits for its keys in the same way. */
export const momentIsOver = (): Promise<void> =>
  new Promise((resolve) => {
    void Promise.resolve().then(() => {
      process.nextTick(resolve);
    });
  });

export class Convoy {
  private readonly waiting: Waiting[] = [];
  private underWay: Promise<void> | undefined;
  private failure: Error | undefined;

  constructor(private readonly send: Send) {}

  async say(sql: string, values: readonly Scalar[] = []): Promise<Outcome> {
    if (this.failure !== undefined) throw this.failure;
    return new Promise((resolve, reject) => {
      this.waiting.push({ sql, values, resolve, reject });
      this.underWay ??= this.travel();
    });
  }

  /** What has not left never will, for this reason; resolves once what is under way has arrived. */
  async stop(reason: Error): Promise<void> {
    this.fail(reason, this.waiting.splice(0));
    await this.underWay;
  }

  private async travel(): Promise<void> {
    while (this.waiting.length > 0) {
      await momentIsOver();
      await this.sendTogether(this.takeNext());
    }
    this.underWay = undefined;
  }

  /** As many as may leave together, and at least one. */
  private takeNext(): Waiting[] {
    let values = 0;
    const tooMany = this.waiting.findIndex((statement, index) => {
      values += statement.values.length;
      return index > 0 && (index === MOST_STATEMENTS || values > MOST_VALUES);
    });
    return this.waiting.splice(0, tooMany < 0 ? this.waiting.length : tooMany);
  }

  private async sendTogether(statements: readonly Waiting[]): Promise<void> {
    if (statements.length === 0) return;
    try {
      answer(statements, await this.send(statements));
    } catch (error) {
      this.fail(error as Error, [...statements, ...this.waiting.splice(0)]);
    }
  }

  private fail(reason: Error, statements: readonly Waiting[]): void {
    this.failure ??= reason;
    refuse(statements, this.failure);
  }
}

/** The same for reads, on whichever connections are free: they need no order, and the failure of one is nobody else's. */
export class ReadConvoy {
  private waiting: Waiting[] = [];

  constructor(private readonly send: Send) {}

  rows(sql: string, values: readonly Scalar[]): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ sql, values, resolve, reject });
      if (this.waiting.length === 1) void momentIsOver().then(() => this.leave());
    });
  }

  private leave(): void {
    const statements = this.waiting.splice(0);
    for (let from = 0; from < statements.length; from += MOST_READS)
      void this.sendTogether(statements.slice(from, from + MOST_READS));
  }

  private async sendTogether(statements: readonly Waiting[]): Promise<void> {
    try {
      answer(statements, await this.send(statements));
    } catch (error) {
      // A database that is away fails all of them; else one statement has failed, and those after it were not even tried.
      if (statements.length === 1 || isUnavailable(error)) refuse(statements, error as Error);
      else for (const one of statements) void this.sendTogether([one]);
    }
  }
}

function answer(statements: readonly Waiting[], outcomes: readonly Outcome[]): void {
  for (const [index, { resolve }] of statements.entries()) resolve(outcomes[index] ?? 0);
}

function refuse(statements: readonly Waiting[], reason: Error): void {
  for (const { reject } of statements) reject(reason);
}
