/** A running node with many orders under test, and a quick way to ask its schema without a door. */
import { parse, type ExecutionResult } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { Context } from '../../src/inbox/context';
import { buildSchema } from '../../src/schema';
import { startNode, type TestNode } from '../support/node';
import { viewerOf, type Person } from '../support/people';

export class Market {
  private readonly schema = buildSchema();
  private readonly compiled = new Map<string, CompiledQuery>();
  private opened = 0;

  private constructor(readonly node: TestNode) {}

  static async open(databaseUrl: string): Promise<Market> {
    return new Market(await startNode(databaseUrl));
  }

  /** A name for a shop and a buyer: no two orders share an inbox. */
  nextName(): string {
    this.opened += 1;
    return String(this.opened);
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
