/** A running node with many orders under test, and a quick way to ask its schema without a door. */
import { parse, type ExecutionResult } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { Context } from '../../src/inbox/context';
import { buildSchema } from '../../src/schema';
import { startNode, type TestNode } from '../support/node';
import { publishPolicy } from '../../src/policies/publish-policy';
import { act, done } from '../support/market';
import { staff, viewerOf, type Person } from '../support/people';
import { DAY } from './calendar';
import { DEFAULTS } from './policy.model';

/** Where a history begins: so much later than it was written down, under the defaults published as this version. */
export interface Epoch {
  readonly offset: number;
  readonly policyVersion: number;
}

/** The first moment of the first history. */
export const FIRST = Date.parse('2023-01-30T00:00:00+08:00');

export class Market {
  private readonly schema = buildSchema();
  private readonly compiled = new Map<string, CompiledQuery>();
  private opened = 0;
  private defaultVersion = 1;

  private constructor(readonly node: TestNode) {}

  static async open(databaseUrl: string): Promise<Market> {
    const market = new Market(await startNode(databaseUrl));
    await market.node.stopClockAt(FIRST);
    return market;
  }

  /** A name for a shop and a buyer: no two orders share an inbox. */
  nextName(): string {
    this.opened += 1;
    return String(this.opened);
  }

  /**
   * Policies are the whole market's: what one history publishes would judge the next. So each begins on a day later than all
   * that was published before, with the defaults in force.
   */
  async nextEpoch(): Promise<Epoch> {
    const { clock, db } = this.node.app;
    const now = await clock.now(db);
    const latest = clock.policies.all.reduce((at, next) => Math.max(at, next.effectiveFrom), now);
    const offset = Math.ceil((latest - FIRST) / DAY + 1) * DAY;
    await this.node.stopClockAt(FIRST + offset);
    if (clock.policies.at(FIRST + offset).version !== this.defaultVersion)
      this.defaultVersion = await done(act(this.node, staff, publishPolicy, DEFAULTS));
    return { offset, policyVersion: this.defaultVersion };
  }

  /** The data of an answer; an error of GraphQL is thrown. */
  async ask<A>(person: Person, query: string, variables: object): Promise<A> {
    const { app } = this.node;
    const now = await app.clock.now(app.db);
    const context = new Context(app, { viewer: viewerOf(person), language: 'en' }, now);
    const answer = this.compile(query).query(undefined, context, variables);
    const { data, errors } = await (answer as Promise<ExecutionResult>);
    if (errors !== undefined) throw errors[0]!;
    return data as A;
  }

  private compile(query: string): CompiledQuery {
    const known = this.compiled.get(query);
    if (known !== undefined) return known;
    const made = compileQuery(this.schema, parse(query));
    if (!isCompiledQuery(made)) throw new Error('The query could not be compiled.');
    this.compiled.set(query, made);
    return made;
  }
}
