import { importOrders } from '../../src/orders/import-orders';
import { eachDatabase } from '../services/databases';
import { answer, send } from '../support/cards';
import { act, done, orderRow } from '../support/market';
import { buyer, seller, system, type Person } from '../support/people';
import { shanghai, sharedNode } from '../support/shared-node';

const ORDERS = 100;
const PAGE = `query ($first: Int!) { orders(first: $first) { totalCount nodes {
  id sla shop { name kind } proposals { id status availableActions { allowed } order { id } history { rule } }
  canPropose { allowed } history { rule }
  conversation { id unreadCount order { id } } } } }`;
const INBOX = `query ($first: Int!) { inbox(first: $first) { nodes { kind
  order { id shop { name } proposals { id } conversation { id unreadCount } } proposal { id order { id } } message { id text } } } }`;
const CONVERSATIONS = `query ($first: Int!) { conversations(first: $first) { nodes {
  id unreadCount shop { name } order { id proposals { id } } } } }`;

eachDatabase('trap 15 a page costs the same number of statements whatever its size', (database) => {
  // With one connection its own counter counts everything; nothing else may read meanwhile.
  const node = sharedNode(database, { environment: { DATABASE_POOL: '1' } });

  beforeAll(async () => {
    await node().stopClockAt(shanghai('2023-01-30 12:00:00'));
    const orders = Array.from({ length: ORDERS }, () => orderRow());
    const results = await done(act(node(), system, importOrders, { orders }));
    for (const row of results) {
      const card = 'id' in row ? await send(node(), row.id) : '';
      if (typeof card === 'string') await answer(node(), 'ACCEPT', card);
    }
  });

  /** Statements the database itself counted on the one connection; on SQLite those that went through its reader. */
  async function statements(work: () => Promise<void>): Promise<number> {
    const { db } = node().app;
    if (database.kind === 'sqlite') {
      const counted = jest.spyOn(db, 'rows');
      await work();
      const count = counted.mock.calls.length;
      counted.mockRestore();
      return count;
    }
    const questions = async () => {
      const [row] = await db.rows<{ Value: string }>("SHOW SESSION STATUS LIKE 'Questions'");
      return Number(row?.Value);
    };
    const before = await questions();
    await work();
    return (await questions()) - before - 1;
  }

  const costOf = (person: Person, query: string, first: number) =>
    statements(async () => {
      const { data, errors } = await node().ask(person, query, { first });
      expect(errors).toBeUndefined();
      const [list] = Object.values<{ nodes: unknown[] }>(data);
      expect(list!.nodes).toHaveLength(first);
    });

  test.each([
    ['orders, for the seller', seller(), PAGE, 16],
    ['orders, for the buyer', buyer(), PAGE, 16],
    ['the inbox', buyer(), INBOX, 14],
    ['conversations', seller(), CONVERSATIONS, 12],
  ])('trap 15 %s', async (_, person, query, most) => {
    await node().ask(person, '{ viewer { id } }'); // a seat's first token is recorded once
    const costs = [];
    for (const first of [1, 10, ORDERS]) costs.push(await costOf(person, query, first));
    expect(new Set(costs).size).toBe(1);
    expect(costs[0]).toBeGreaterThan(1);
    expect(costs[0]).toBeLessThanOrEqual(most);
  });

  test('trap 15 the messages of one conversation', async () => {
    const [{ id }] = (await node().ask(seller(), '{ conversations(first: 1) { nodes { id } } }'))
      .data.conversations.nodes;
    const query = `query ($id: ID!, $first: Int!) { conversation(id: $id) { messages(first: $first) { nodes { id text conversation { id } } } } }`;
    const cost = (first: number) =>
      statements(async () => {
        const { data } = await node().ask(seller(), query, { id, first });
        expect(data.conversation.messages.nodes).toHaveLength(Math.min(first, 2));
      });
    expect(await cost(1)).toBe(await cost(2));
  });
});
