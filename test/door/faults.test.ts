import { cachedToken } from '../support/call';
import { openShop, placeOrder } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { buyer, seller, system, type Person } from '../support/people';
import { startMariaDb } from '../services/mariadb';
import { eitherDatabase, type TestDatabase } from '../services/databases';
import { LEAKS, postAs, type Json } from './post';
import { firstAnswer, openWire, openWireAs } from './wire';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A node whose log is kept, to see that what is masked can be found there. */
async function startLogging(database: TestDatabase): Promise<{ node: TestNode; logged: Json[] }> {
  const node = await startNode(await database.createUrl(), {
    environment: { LOG_LEVEL: 'silent' },
  });
  const logged: Json[] = [];
  const { log } = node.app;
  log.error = ((facts: object, message: string) => logged.push({ ...facts, message })) as never;
  await openShop(node);
  await placeOrder(node);
  return { node, logged };
}

eitherDatabase('A fault', (database) => {
  let node: TestNode;
  let logged: Json[];
  beforeEach(async () => {
    ({ node, logged } = await startLogging(database));
  });
  afterEach(() => node.stop());

  const dropTable = (table: string): Promise<unknown> =>
    node.app.db.transact((tx) => tx.run(`DROP TABLE ${table}`));

  function expectMasked(text: string, errors: Json[]): void {
    expect(text).not.toMatch(LEAKS);
    for (const { message, extensions } of errors) {
      expect(message).toBe('Something went wrong on our side.');
      expect(Object.keys(extensions).sort()).toEqual(['code', 'incident']);
      expect(extensions).toEqual({
        code: 'INTERNAL_SERVER_ERROR',
        incident: expect.stringMatching(UUID),
      });
      const entry = logged.find(({ incident }) => incident === extensions.incident);
      expect(String(entry?.error)).toMatch(/table/i);
    }
  }

  it.each<[string, string, Person, string]>([
    ['of a query', 'history', buyer(), '{ orders { nodes { history { rule } } } }'],
    [
      'of a mutation',
      'shops',
      system,
      'mutation { shopRegister(input: {shopId: "a", name: "a", kind: TMALL}) { shop { id } } }',
    ],
    ['of reading ahead', 'inboxes', buyer(), '{ inboxHead }'],
  ])('%s is masked, with an id that finds it in the log', async (_name, table, person, query) => {
    await dropTable(table);
    const reply = await postAs(node.url, person, { query });
    expect(reply.codes).toEqual(['INTERNAL_SERVER_ERROR']);
    expectMasked(reply.text, reply.json.errors);
    expect(logged).toHaveLength(1);
  });

  it('of the door itself answers 500, masked', async () => {
    await dropTable('seats');
    const reply = await postAs(node.url, seller(), { query: '{ viewer { id } }' });
    expect([reply.status, reply.codes]).toEqual([500, ['INTERNAL_SERVER_ERROR']]);
    expectMasked(reply.text, reply.json.errors);
  });

  it('of opening a subscription, or of an event, is masked too', async () => {
    const wire = await openWireAs(node.wsUrl, buyer());
    const query =
      'subscription($after: String) { inbox(after: $after) { ... on InboxEntry { order { history { rule } } } } }';
    await dropTable('history');
    const after = await node.ask(buyer(), '{ inboxHead }');
    const start = String(after.data.inboxHead).replace(/\..*$/, '.0');
    const event = await firstAnswer(wire, { query, variables: { after: start } });
    expect(event.payload.errors).not.toHaveLength(0);
    expectMasked(JSON.stringify(event), event.payload.errors);
    await dropTable('conversations');
    const opening =
      'subscription { conversationMessages(conversationId: "cnv_00000000000000000000000000") { id } }';
    const refused = await firstAnswer(wire, { query: opening });
    expectMasked(JSON.stringify(refused), refused.payload.errors ?? refused.payload);
    await wire.close();
  });

  it('of one viewer does not touch the answers to others', async () => {
    await dropTable('history');
    const broken = postAs(node.url, buyer(), {
      query: '{ orders { nodes { history { rule } } } }',
    });
    const whole = postAs(node.url, buyer(), { query: '{ orders { nodes { id } } }' });
    expect((await broken).codes).toEqual(['INTERNAL_SERVER_ERROR']);
    expect((await whole).json.data.orders.nodes).toHaveLength(1);
  });
});

// The embedded database is never away; without MariaDB the run says that it is left out.
const describeMariaDb = (name: string, tests: () => void): void => {
  if (process.env['PARLEY_TEST_MYSQL'] !== undefined) describe(name, tests);
};

describeMariaDb('A database that is away', () => {
  it('answers 503 and when to come back, closes with 1013, and is forgotten once it is back', async () => {
    const server = await startMariaDb();
    const node = await startNode(await server.createDatabase());
    await openShop(node);
    await server.kill();
    for (const query of [
      '{ viewer { id } }',
      'mutation { conversationMarkRead(input: {conversationId: "x", upTo: 0}) { conversation { id } } }',
    ]) {
      const reply = await postAs(node.url, buyer(), { query });
      expect([reply.status, reply.codes]).toEqual([503, ['SERVICE_UNAVAILABLE']]);
      expect(reply.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(reply.text).not.toMatch(LEAKS);
    }
    const wire = await openWire(node.wsUrl);
    wire.send({
      type: 'connection_init',
      payload: { authorization: `Bearer ${await cachedToken(seller())}` },
    });
    expect((await wire.closed).code).toBe(1013);
    const ready = node.url.replace('/graphql', '/readyz');
    expect((await fetch(ready)).status).toBe(503);
    expect((await fetch(node.url.replace('/graphql', '/healthz'))).status).toBe(200);
    await server.restart();
    expect((await postAs(node.url, buyer(), { query: '{ viewer { id } }' })).codes).toEqual([]);
    expect((await fetch(ready)).status).toBe(200);
    await node.stop();
    await server.stop();
  });
});
