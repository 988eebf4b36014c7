import { execute, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { Context } from '../../src/inbox/context';
import { INBOX_LOG, buyerInbox, shopInbox } from '../../src/inbox/inbox.repository';
import { MESSAGE_LOG } from '../../src/conversations/conversation.repository';
import { buildSchema } from '../../src/schema';
import { Audience, shown } from '../../src/server/audience';
import { runCompiled } from '../../src/server/compiled';
import { Door } from '../../src/server/door';
import { Documents, isPrepared, type Prepared } from '../../src/server/document';
import { buyer, seller, staff, viewerOf, type Person } from '../support/people';
import { startNode, type TestNode } from '../support/node';
import { eitherDatabase } from '../services/databases';
import { random, scale, seed, type Random } from '../services/scale';
import { fillMarket, knownIn, PAID } from './lively-market';
import { OperationGenerator, type Known, type Operation } from './operation-generator';
import { postAs } from './post';

const NOW = PAID + 5 * 3_600_000;
const PEOPLE: readonly Person[] = [buyer(), seller(), staff];

/** The full counts take longer than a test usually may. */
const LONG_MS = 600_000;

/**
 * Addresses of files, and what says how long they hold, go by the machine's clock, a second of which may pass between the two answers.
 * All else goes by the market's, which stands still in 2023.
 */
const SIGNED = /\?expires=\d+&signature=[\w-]+/g;
const BY_REAL_TIME = /"20(?:2[5-9]|[3-9]\d)-[-\d]+T[:.\d]+Z"/g;
/** As it goes over the wire. */
const asJson = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value).replaceAll(SIGNED, '?signed').replaceAll(BY_REAL_TIME, '"soon"'),
  );

/** Each masked error has an incident of its own. */
const withoutIncidents = (result: ExecutionResult): unknown =>
  JSON.parse(JSON.stringify(asJson(result)).replaceAll(/"incident":"[^"]*"/g, '"incident":""'));

/** Variables that mostly do not fit, and page sizes nobody gets. */
function spoil({ variables, ...operation }: Operation, chance: Random): Operation {
  const names = Object.keys(variables);
  if (names.length === 0)
    return { ...operation, query: operation.query.replace(/first: \d/, 'first: 101'), variables };
  const name = chance.pick(names);
  const bad = chance.pick(['x', -1, 101, null, [], {}, 1.5, undefined]);
  return asJson({ ...operation, variables: { ...variables, [name]: bad } }) as Operation;
}

eitherDatabase('Compiled and reference answers', (database) => {
  let node: TestNode;
  let known: Known;
  let schema: GraphQLSchema;
  let documents: Documents;
  let door: Door;
  const chance = random(seed(), 'compiled');
  // What is compared is the same code on both; MariaDB adds how values arrive.
  const times = (count: number) => scale(database.kind === 'sqlite' ? count : count / 10);

  beforeAll(async () => {
    node = await startNode(await database.createUrl());
    await fillMarket(node);
    await node.stopClockAt(NOW);
    known = await knownIn(node);
    schema = buildSchema(() => Promise.resolve());
    documents = new Documents(schema);
    door = new Door(node.app, schema, '');
  });
  afterAll(() => node.stop());

  const contextOf = (person: Person): Context =>
    new Context(node.app, { viewer: viewerOf(person), language: 'en' }, NOW);

  function prepare({ query, operationName, variables }: Operation): Prepared | undefined {
    const prepared = documents.prepare({ source: query, operationName, variables }, true);
    if (isPrepared(prepared)) return prepared;
    const [code] = prepared.map((error) => error.extensions['code']);
    // The generator writes valid documents; now and then one that is too large.
    if (code === 'GRAPHQL_VALIDATION_FAILED') throw new Error(`${prepared[0]?.message}: ${query}`);
    return undefined;
  }

  const reference = async (
    { operationName, variables }: Operation,
    prepared: Prepared,
    person: Person,
    rootValue?: unknown,
  ): Promise<ExecutionResult> =>
    execute({
      schema,
      document: prepared.document,
      contextValue: contextOf(person),
      variableValues: variables,
      rootValue,
      ...(operationName !== undefined && { operationName }),
    });

  const executionOf = (
    { operationName, variables }: Operation,
    prepared: Prepared,
    context: Context,
  ) => ({
    prepared,
    operationName,
    variables,
    context,
  });

  it(
    'are equal on random queries, and at least 95 of 100 error-free ones run compiled',
    async () => {
      const generator = new OperationGenerator(schema, chance, known);
      const count = { run: 0, compiled: 0, errors: 0 };
      while (count.run < times(1_000)) {
        const operation = generator.query();
        const person = chance.pick(PEOPLE);
        const prepared = prepare(operation);
        if (prepared === undefined) continue;
        const expected = await reference(operation, prepared, person);
        const compiled = await runCompiled(
          schema,
          executionOf(operation, prepared, contextOf(person)),
        );
        if (expected.errors !== undefined) {
          count.errors += 1;
          expect([operation, compiled]).toEqual([operation, null]);
          continue;
        }
        count.run += 1;
        if (compiled === null) continue;
        count.compiled += 1;
        expect([operation, asJson(compiled)]).toEqual([operation, asJson(expected)]);
      }
      expect(count.compiled).toBeGreaterThanOrEqual(count.run * 0.95);
      expect(count.errors).toBeLessThan(count.run);
    },
    LONG_MS,
  );

  it(
    'are equal at the door, also where operations fail: then the answer is graphql-js’s',
    async () => {
      const generator = new OperationGenerator(schema, chance, known);
      let failed = 0;
      for (let tried = 0; failed < times(300) && tried < times(10_000); tried += 1) {
        const operation = spoil(generator.query(), chance);
        const person = chance.pick(PEOPLE);
        const prepared = prepare(operation);
        if (prepared === undefined) continue;
        const expected = await reference(operation, prepared, person);
        if (expected.errors === undefined && !chance.chance(0.1)) continue;
        if (expected.errors !== undefined) failed += 1;
        const { json } = await postAs(node.url, person, operation);
        expect([operation, asJson(json.data ?? null)]).toEqual([
          operation,
          asJson(expected.data ?? null),
        ]);
        const places = (expected.errors ?? []).map(({ path }) => path);
        expect([
          operation,
          (json.errors ?? []).map((error: { path?: string[] }) => error.path),
        ]).toEqual([operation, places]);
        for (const error of json.errors ?? [])
          expect(error.extensions.code).toMatch(/^(BAD_USER_INPUT|FORBIDDEN|NOT_FOUND)$/);
      }
      expect(failed).toBe(times(300));
    },
    LONG_MS,
  );

  it(
    'are equal on events of both subscriptions',
    async () => {
      const generator = new OperationGenerator(schema, chance, known);
      const roots = await eventRoots();
      const count = { run: 0, compiled: 0 };
      while (count.run < times(1_000)) {
        const { name, person, root } = chance.pick(roots);
        const operation = generator.subscription(name);
        const prepared = prepare(operation);
        if (prepared === undefined) continue;
        const expected = await reference(operation, prepared, person, root);
        const execution = { ...executionOf(operation, prepared, contextOf(person)), root };
        const asked = { ...execution, viewer: viewerOf(person), language: 'en' } as const;
        const audience = Audience.join(door, asked);
        const [told = ''] = await audience.tell([root], asked.viewer);
        audience.leave();
        const got = JSON.parse(told) as ExecutionResult;
        expect([operation, withoutIncidents(got)]).toEqual([
          operation,
          withoutIncidents(shown(door, expected)),
        ]);
        if (expected.errors !== undefined) continue;
        count.run += 1;
        if ((await runCompiled(schema, { ...execution, context: contextOf(person) })) !== null)
          count.compiled += 1;
      }
      expect(count.compiled).toBeGreaterThanOrEqual(count.run * 0.95);
    },
    LONG_MS,
  );

  /** The root values that the streams hand out, for every entry and message there is. */
  async function eventRoots() {
    const roots: { name: 'inbox' | 'conversationMessages'; person: Person; root: unknown }[] = [];
    for (const [person, inboxId] of [
      [buyer(), buyerInbox('buyer-1')],
      [seller(), shopInbox('shop-1')],
    ] as const) {
      for (const item of await INBOX_LOG.after(node.app.db, inboxId, 0, 100))
        roots.push({ name: 'inbox', person, root: { inboxId, step: { item, now: NOW } } });
      for (const reason of ['TOO_OLD', 'UNKNOWN'])
        roots.push({ name: 'inbox', person, root: { inboxId, step: { reason, head: 3 } } });
      for (const id of known['conversationId'] as string[])
        for (const item of await MESSAGE_LOG.after(node.app.db, id, 0, 100))
          roots.push({ name: 'conversationMessages', person, root: { item, now: NOW } });
    }
    return roots;
  }

  it('take `$n: Int! = 1` left out, null in a nullable place, and lists of one', async () => {
    const cases: [string, object][] = [
      ['query($n: Int! = 1) { orders(first: $n) { nodes { id } } }', {}],
      ['query($n: Int! = 1) { orders(first: $n) { nodes { id } } }', { n: 2 }],
      ['query($f: OrderFilter) { orders(filter: $f) { nodes { id } } }', { f: null }],
      [
        'query($f: OrderFilter) { orders(filter: $f) { nodes { id } } }',
        { f: { sla: 'BREACHED' } },
      ],
      ['query($s: [Sla!]) { orders(filter: {sla: $s}) { nodes { id } } }', { s: 'BREACHED' }],
      ['query($s: [Sla!]) { orders(filter: {sla: $s}) { nodes { id } } }', {}],
      ['query($s: OrderSort = PAID_AT_DESC) { orders(sort: $s) { nodes { id } } }', {}],
      [
        'query($d: DateTime) { orders(filter: {shipByTo: $d}) { nodes { id } } }',
        { d: '2023-02-01T10:00:00+08:00' },
      ],
    ];
    await expectEqual(cases);
  });

  it('leave out what @skip and @include say, where fragments and fields of one name meet', async () => {
    const f = 'fragment F on Viewer { role }';
    const cases: [string, object][] = [
      [`{ viewer { ...F @skip(if: true) ...F } } ${f}`, {}],
      [`{ viewer { ...F @include(if: false) ... { ...F } } } ${f}`, {}],
      [`{ viewer @skip(if: true) { ...F } viewer { id } } ${f}`, {}],
      ['{ viewer @skip(if: true) { ... { role } } viewer { id } }', {}],
      ['{ viewer { id @skip(if: true) } }', {}],
      ['query($b: Boolean!) { viewer { id @skip(if: $b) @include(if: $b) role } }', { b: true }],
      ['query($b: Boolean = true) { viewer { id @skip(if: $b) role @include(if: $b) } }', {}],
      [
        'query($b: Boolean = true) { viewer { id @skip(if: $b) role @include(if: $b) } }',
        { b: false },
      ],
      [`query A { viewer { ...F @skip(if: true) } } query B { viewer { ...F } } ${f}`, {}],
    ];
    await expectEqual(cases);
  });

  async function expectEqual(cases: readonly (readonly [string, object])[]) {
    for (const [query, variables] of cases) {
      const operation: Operation = {
        query,
        variables: variables as Record<string, unknown>,
        ...(query.startsWith('query A') && { operationName: 'B' }),
      };
      const prepared = prepare(operation)!;
      const compiled = await runCompiled(
        schema,
        executionOf({ ...operation }, prepared, contextOf(buyer())),
      );
      expect(compiled).not.toBeNull();
      expect(asJson(compiled)).toEqual(asJson(await reference(operation, prepared, buyer())));
    }
  }

  it('are made for at most 16 ways to decide a document; graphql-js answers the others', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const fields = names.map((name) => `${name}: role @include(if: $${name})`).join(' ');
    const query = `query(${names.map((name) => `$${name}: Boolean!`).join(' ')}) { viewer { id ${fields} } }`;
    const answers: unknown[] = [];
    for (let bits = 0; bits < 32; bits += 1) {
      const variables = Object.fromEntries(names.map((name, n) => [name, ((bits >> n) & 1) === 1]));
      const operation = { query, variables };
      const prepared = prepare(operation)!;
      answers.push(await runCompiled(schema, executionOf(operation, prepared, contextOf(buyer()))));
      const { json } = await postAs(node.url, buyer(), operation);
      expect(asJson(json)).toEqual(asJson(await reference(operation, prepared, buyer())));
    }
    expect(answers.filter((answer) => answer !== null)).toHaveLength(16);
  });
});
