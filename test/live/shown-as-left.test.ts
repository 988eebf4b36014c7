/** What the node that performed an act shows of it, without asking the database, is what every other node reads. */
import { eachDatabase } from '../services/databases';
import { answer, sent } from '../support/cards';
import { openShop, placeOrder } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { buyer, seller, type Person } from '../support/people';
import { shanghai } from '../support/shared-node';
import { chat } from './chat';
import { LiveClient } from './live-socket.client';

/** All that is in their rows. */
const ENTRIES = `subscription ($after: String) { inbox(after: $after) { ... on InboxEntry { cursor kind occurredAt actor actorId
  order { id orderNo buyerId kind status sla shipBy shipBySource originalShipBy agreedShipBy reportedShipBy paidAt consignedAt
    pickedUpAt deliveredAt closedAt closeReason carrier trackingNo goodsAmount { amountMinor currency }
    lines { title quantity unitPrice { amountMinor currency } } }
  proposal { id number status shipDate shipBy reason remark sentAt answerBy answeredAt secondsLeft atDeadline
    acceptEffect { shipByBefore shipByAfter automaticCompensationEnds } }
  message { id number kind sender seat code text createdAt
    card { proposalId number shipDate answerBy reason remark } } } } }`;

const TABLES = ['orders', 'shipping_proposals', 'messages'];

eachDatabase('shown as it was left', (database) => {
  let here: TestNode;
  let there: TestNode;

  beforeAll(async () => {
    const url = await database.createUrl();
    here = await startNode(url);
    there = await startNode(url);
    await openShop(here);
    await here.stopClockAt(shanghai('2023-01-30 12:00:00'));
  });

  afterAll(async () => {
    await here.stop();
    await there.stop();
  });

  async function follow(node: TestNode, person: Person, after: string) {
    const client = await LiveClient.signIn(node.wsUrl, person);
    client.subscribe('a', ENTRIES, { after });
    return client;
  }

  /** The entries from the first on, of which there are so many. */
  async function shown(client: LiveClient, count: number) {
    const frames = await client.receives(({ type }) => type === 'next', count);
    return frames.map(({ payload }) => payload.data.inbox);
  }

  async function openRoom() {
    const id = await placeOrder(here);
    const order = await here.ask(seller(), `{ order(id: "${id}") { conversation { id } } }`);
    return { orderId: id, conversationId: order.data.order.conversation.id as string };
  }

  /** What both show of one act, and which of the tables the node that performed it was asked for. */
  async function showing(
    person: Person,
    work: () => Promise<unknown>,
    room: Awaited<ReturnType<typeof openRoom>>,
  ) {
    const after = (await here.ask(person, '{ inboxHead }')).data.inboxHead as string;
    const clients = await Promise.all([follow(here, person, after), follow(there, person, after)]);
    // From here on both follow the log where it ends, and know what is looked for.
    await chat(here, room, ['hello']);
    await there.app.tails.poll();
    for (const client of clients) await shown(client, 1);
    const asked = jest.spyOn(here.app.db, 'rows');
    await work();
    const [, left] = await shown(clients[0], 2);
    const tables = TABLES.filter((table) =>
      asked.mock.calls.some(([sql]) => sql.includes(`FROM ${table} `)),
    );
    asked.mockRestore();
    await there.app.tails.poll();
    const [, read] = await shown(clients[1], 2);
    for (const client of clients) client.end();
    return { left, read, tables };
  }

  describe.each([
    ['seller', seller()],
    ['buyer', buyer()],
  ])('to the %s', (_, person) => {
    test('SP-1 SP-10 IN-1 a card', async () => {
      const room = await openRoom();
      const remark = 'Soon — “really”; 很快';
      const sending = () => sent(here, room.orderId, { remark });
      const { left, read, tables } = await showing(person, sending, room);
      expect(left).toEqual(read);
      expect(left).toMatchObject({
        kind: 'PROPOSAL_SENT',
        proposal: { remark },
        message: { card: { remark } },
      });
      expect(tables).toEqual([]);
    });

    test.each(['ACCEPT', 'DECLINE'] as const)('SP-8 SP-9 IN-1 its answer: %s', async (how) => {
      const room = await openRoom();
      const id = await sent(here, room.orderId);
      const { left, read, tables } = await showing(person, () => answer(here, how, id), room);
      expect(left).toEqual(read);
      expect(left).toMatchObject({
        kind: `PROPOSAL_${how === 'ACCEPT' ? 'ACCEPTED' : 'DECLINED'}`,
        proposal: { id },
      });
      expect(tables).toEqual([]);
    });

    test('MS-1 IN-1 a message, whose order it has not touched', async () => {
      const room = await openRoom();
      const { left, read, tables } = await showing(person, () => chat(here, room, ['again']), room);
      expect(left).toEqual(read);
      expect(left).toMatchObject({ kind: 'MESSAGE_SENT', message: { text: 'again' } });
      expect(tables).toEqual(['orders']);
    });
  });

  test('TM-5 a card that is sent where one has expired, which nobody had recorded, is read', async () => {
    const room = await openRoom();
    const first = await sent(here, room.orderId);
    const answerBy = shanghai('2023-01-31 12:00:00');
    const after = (await here.ask(seller(), '{ inboxHead }')).data.inboxHead as string;
    const clients = await Promise.all([
      follow(here, seller(), after),
      follow(there, seller(), after),
    ]);
    await chat(here, room, ['hello']);
    await here.stopClockAt(answerBy + 1_000);
    await sent(here, room.orderId);
    await there.app.tails.poll();
    const [left, read] = [await shown(clients[0], 3), await shown(clients[1], 3)];
    for (const client of clients) client.end();
    expect(left).toEqual(read);
    expect(left).toMatchObject([
      { kind: 'MESSAGE_SENT' },
      { kind: 'PROPOSAL_EXPIRED', proposal: { id: first } },
      { kind: 'PROPOSAL_SENT' },
    ]);
  });
});
