import { eachDatabase } from '../services/databases';
import { answer, sent } from '../support/cards';
import { openShop, placeOrder } from '../support/market';
import { buyer, seller } from '../support/people';
import { shanghai, sharedNode } from '../support/shared-node';
import { journeysOf, readJourneysOf, statementsOf } from '../support/statements';

const PAGE = `query ($first: Int!) { orders(first: $first) { totalCount nodes {
  id sla shipBy proposals { id status availableActions { action allowed } } proposalsLeft canPropose { allowed reasons }
  reports { id } compensations { id } complaint { id } tickets { id status } shop { id name }
  history { rule } conversation { id unreadCount messages(first: 5) { nodes { id text } } latest: messages(last: 2) { nodes { id } } } } } }`;

const ACCEPT = `mutation ($input: ShippingProposalAcceptInput!) {
  shippingProposalAccept(input: $input) { proposal { id status } userErrors { code } } }`;

eachDatabase('how often the database is asked', (database) => {
  const node = sharedNode(database);
  const ids: string[] = [];

  beforeAll(async () => {
    await node().stopClockAt(shanghai('2023-01-30 12:00:00'));
    await openShop(node());
    for (let order = 0; order < 6; order += 1) {
      const id = await placeOrder(node());
      await answer(node(), 'DECLINE', await sent(node(), id));
      ids.push(id);
    }
    await node().ask(seller(), PAGE, { first: 1 }); // the seat is known from now on
  });

  const showing = (first: number) => async () => {
    const { data, errors } = await node().ask(seller(), PAGE, { first });
    expect([errors, data.orders.nodes.length]).toEqual([undefined, first]);
  };

  test('a page of orders with all that hangs from them takes as many statements for six as for one', async () => {
    const one = await statementsOf(node(), showing(1));
    expect(await statementsOf(node(), showing(6))).toBe(one);
    // The clock, the seat, the list, its count, and one for each kind of thing.
    expect(one).toBeLessThanOrEqual(16);
  });

  test('a page of orders with their cards and messages goes to the database and back three times', async () => {
    const chat = 'proposals { id } conversation { id messages(first: 5) { nodes { id } } }';
    const page = `{ orders(first: 6) { nodes { id ${chat} } } }`;
    // The clock and the seat; the orders with their conversations; what hangs from them.
    expect(await readJourneysOf(() => node().ask(seller(), page))).toBe(3);
  });

  test('SP-8 an acceptance takes so many statements, and those before it change nothing about that', async () => {
    const accepting = (proposalId: string) => async () => {
      const { data } = await node().ask(buyer(), ACCEPT, { input: { proposalId } });
      expect(data.shippingProposalAccept.proposal).toEqual({ id: proposalId, status: 'ACCEPTED' });
    };
    const first = await sent(node(), ids[0]!);
    const second = await sent(node(), ids[1]!);
    const one = await statementsOf(node(), accepting(first));
    expect(await statementsOf(node(), accepting(second))).toBe(one);
    expect(one).toBeLessThanOrEqual(16);
    const third = await sent(node(), ids[2]!);
    // Only what has to be known goes there and back: the order's id; its row, its cards, its conversation; then all else, and the commit.
    expect(await journeysOf(accepting(third))).toBe(database.kind === 'sqlite' ? 5 : 3);
    const fourth = await sent(node(), ids[3]!);
    expect(await readJourneysOf(accepting(fourth))).toBe(0);
  });
});
