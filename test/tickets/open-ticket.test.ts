import { sendMessage } from '../../src/conversations/send-message';
import { Role } from '../../src/lib/viewer';
import { closeOrder } from '../../src/orders/close-order';
import { endTicket } from '../../src/tickets/end-ticket';
import { TicketCategory } from '../../src/tickets/ticket.entity';
import { TicketAction } from '../../src/tickets/ticket.moves';
import { eachDatabase } from '../services/databases';
import { act, codesOf, done, placeOrder } from '../support/market';
import { buyer, seller, staff, system, type Person } from '../support/people';
import { shanghai, sharedNode } from '../support/shared-node';
import { newsOf, open, opened, readTicket, wordsAbout } from '../support/tickets';

const OPENED = shanghai('2023-01-30 15:20:00');

eachDatabase('opening a ticket', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(OPENED));

  const close = (ticketId: string) =>
    done(act(node(), staff, endTicket(TicketAction.CLOSE), { ticketId }));

  test('TK-1 TM-4 opened 2022-02-15 15:20, due 2022-02-16T07:20:00Z, whatever happens to it', async () => {
    await node().stopClockAt(shanghai('2022-02-15 15:20:00') + 999);
    const id = await opened(node(), await placeOrder(node(), { paidAt: 1_644_900_000_000 }));
    expect(await readTicket(node(), id)).toMatchObject({
      status: 'AWAITING_SELLER',
      openedAt: '2022-02-15T07:20:00.999Z',
      dueAt: '2022-02-16T07:20:00Z',
      secondsLeft: 86_400,
      outcome: null,
      evidenceWaived: false,
      previous: null,
      urges: [],
    });
  });

  test.each([
    ['staff', staff, []],
    ['the back end for a consumer', system, []],
    ['the shop', seller(), ['FORBIDDEN']],
    ['the buyer', buyer(), ['FORBIDDEN']],
    ['another shop', seller('shop-2'), ['NOT_FOUND']],
    ['another buyer', buyer('buyer-2'), ['NOT_FOUND']],
  ])('TK-1 AC-1 by %s', async (_, person, expected) => {
    const orderId = await placeOrder(node());
    expect(codesOf(await open(node(), orderId, {}, person))).toEqual(expected);
    const query = `query ($id: ID!) { order(id: $id) { tickets { id } } }`;
    const { tickets } = (await node().ask(staff, query, { id: orderId })).data.order;
    expect(tickets).toHaveLength(expected.length === 0 ? 1 : 0);
  });

  test('TK-1 MS-2 the shop gets a card from the service account, with frozen facts', async () => {
    const id = await opened(node(), await placeOrder(node()));
    const [card, ...more] = await wordsAbout(node(), id);
    expect(more).toEqual([]);
    expect(card).toMatchObject({
      number: 1,
      kind: 'CARD',
      sender: 'PLATFORM_SERVICE',
      code: 'TICKET_CARD',
      text: 'Ticket (refund): I want my money back. Please handle it by 2023-01-31 15:20:00.',
      card: { ticketId: id, category: 'REFUND', dueAt: '2023-01-31T07:20:00Z' },
    });
    await close(id);
    expect((await wordsAbout(node(), id))[0]).toEqual(card);
  });

  test('TK-1 IN-1 AC-5 one entry for the shop, the staff and the buyer, who gets no card', async () => {
    const id = await opened(node(), await placeOrder(node()));
    for (const person of [seller(), staff, buyer()])
      expect(await newsOf(node(), id, person)).toMatchObject([
        {
          kind: 'TICKET_OPENED',
          actor: 'PLATFORM',
          actorId: person.role === Role.PLATFORM ? 'staff-1' : null,
          ticket: { status: 'AWAITING_SELLER' },
          message: person.role === Role.BUYER ? null : { code: 'TICKET_CARD' },
        },
      ]);
  });

  test('TK-2 one open ticket per order and category; another category, another order are free', async () => {
    const orderId = await placeOrder(node());
    await opened(node(), orderId);
    expect(codesOf(await open(node(), orderId))).toEqual(['TICKET_ALREADY_OPEN']);
    await opened(node(), orderId, { category: TicketCategory.INVOICE });
    await opened(node(), await placeOrder(node()));
  });

  test('TK-2 asking again after closing opens a new one that names the former', async () => {
    const orderId = await placeOrder(node());
    const first = await opened(node(), orderId);
    await opened(node(), orderId, { category: TicketCategory.INVOICE });
    await close(first);
    const second = await opened(node(), orderId);
    expect(await readTicket(node(), second)).toMatchObject({ previous: { id: first } });
    await close(second);
    const third = await opened(node(), orderId);
    expect(await readTicket(node(), third, buyer())).toMatchObject({ previous: { id: second } });
  });

  test('TK-2 opening twice at once makes one ticket', async () => {
    const orderId = await placeOrder(node());
    const results = await Promise.all([1, 2, 3, 4].map(() => open(node(), orderId)));
    expect(results.map(codesOf).filter((codes) => codes.length === 0)).toHaveLength(1);
    expect(results.flatMap(codesOf)).toEqual(Array(3).fill('TICKET_ALREADY_OPEN'));
  });

  test('TK-1 OR-8 on an order that is closed, or closed afterwards, a ticket goes on', async () => {
    const orderId = await placeOrder(node());
    const before = await opened(node(), orderId);
    await done(act(node(), system, closeOrder, { orderId, reason: 'refunded' }));
    expect(await readTicket(node(), before)).toMatchObject({ status: 'AWAITING_SELLER' });
    await opened(node(), orderId, { category: TicketCategory.QUALITY });
  });

  test.each([
    ['empty', '', ['INVALID_INPUT']],
    ['of 1,000 characters', '茶'.repeat(1_000), []],
    ['of 1,001 characters', 'x'.repeat(1_001), ['INVALID_INPUT']],
  ])('TK-1 a statement %s', async (_, statement, expected) => {
    const orderId = await placeOrder(node());
    expect(codesOf(await open(node(), orderId, { statement }))).toEqual(expected);
  });
});

eachDatabase('the conversation of a ticket', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(OPENED));

  async function place(row = {}) {
    const orderId = await placeOrder(node(), row);
    const id = await opened(node(), orderId);
    return {
      orderId,
      id,
      conversationId: (await readTicket(node(), id)).conversation.id as string,
    };
  }
  const write = (conversationId: string, person: Person) =>
    act(node(), person, sendMessage, { conversationId, text: 'hello' });

  test.each([
    ['staff', staff, [], { sender: 'PLATFORM_SERVICE', seat: null }],
    ['a seat with chat', seller('shop-1', ['chat'], 's-2'), [], { sender: 'SELLER', seat: 's-2' }],
    ['a seat without chat', seller('shop-1', ['tickets']), ['FORBIDDEN'], null],
    ['the back end', system, ['FORBIDDEN'], null],
    ['the buyer', buyer(), ['NOT_FOUND'], null],
    ['another shop', seller('shop-2'), ['NOT_FOUND'], null],
  ])('MS-3 MS-1 AC-5 %s writes in it', async (_, person, expected, sender) => {
    const { id, conversationId } = await place();
    expect(codesOf(await write(conversationId, person))).toEqual(expected);
    const said = (await wordsAbout(node(), id)).slice(1);
    expect(said).toMatchObject(
      sender === null ? [] : [{ kind: 'TEXT', number: 2, text: 'hello', ...sender }],
    );
  });

  test('MS-1 IN-1 a message there is told to shop and staff with its ticket, never to the buyer', async () => {
    const { id, conversationId } = await place();
    await done(write(conversationId, staff));
    for (const person of [seller(), staff])
      expect((await newsOf(node(), id, person)).slice(1)).toMatchObject([
        { kind: 'MESSAGE_SENT', actor: 'PLATFORM', message: { code: null } },
      ]);
    expect(await newsOf(node(), id, buyer())).toHaveLength(1);
  });

  test('MS-1 the order keeps its own conversation, and each leads to the other', async () => {
    const { orderId, id, conversationId } = await place();
    const query = `query ($order: ID!, $conversation: ID!) {
      order(id: $order) { conversation { id buyerId ticket { id } } }
      conversation(id: $conversation) { buyerId ticket { id } order { id } } }`;
    const variables = { order: orderId, conversation: conversationId };
    const { order, conversation } = (await node().ask(staff, query, variables)).data;
    expect(order.conversation).toMatchObject({ buyerId: 'buyer-1', ticket: null });
    expect(order.conversation.id).not.toBe(conversationId);
    expect(conversation).toEqual({ buyerId: null, ticket: { id }, order: { id: orderId } });
    const asBuyer = (await node().ask(buyer(), query, variables)).data;
    expect(asBuyer.conversation).toBeNull();
    expect(asBuyer.order.conversation.id).toBe(order.conversation.id);
  });

  test('MS-4 unread for seats and for staff; own words never are', async () => {
    const colleague: Person = { ...staff, sub: 'staff-2' };
    const { id, conversationId } = await place();
    const unread = async (person: Person) =>
      (await readTicket(node(), id, person)).conversation.unreadCount;
    expect([await unread(seller()), await unread(staff), await unread(colleague)]).toEqual([
      1, 0, 1,
    ]);
    await done(write(conversationId, seller()));
    expect([await unread(seller()), await unread(staff), await unread(colleague)]).toEqual([
      1, 1, 2,
    ]);
    expect(await unread(system)).toBe(0);
  });

  test('MS-4 staff count what is unread about tickets, and nothing of the chats of orders', async () => {
    const reader: Person = { ...staff, sub: 'staff-reader' };
    const query = `{ viewer { unreadCount } conversations(first: 100, filter: {unread: true}) { nodes { id } } }`;
    const before = (await node().ask(reader, query)).data;
    const { orderId, conversationId } = await place();
    const own = `query ($id: ID!) { order(id: $id) { conversation { id } } }`;
    const { order } = (await node().ask(staff, own, { id: orderId })).data;
    await done(write(order.conversation.id, buyer()));
    const after = (await node().ask(reader, query)).data;
    expect(after.viewer.unreadCount).toBe(Number(before.viewer.unreadCount) + 1);
    const ids = after.conversations.nodes.map((found: { id: string }) => found.id);
    expect(ids).toContain(conversationId);
    expect(ids).not.toContain(order.conversation.id);
  });
});
