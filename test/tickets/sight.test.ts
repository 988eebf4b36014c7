import { setSeat } from '../../src/shops/set-seat';
import { Permission } from '../../src/lib/viewer';
import { assignTicket } from '../../src/tickets/assign-ticket';
import { ReplyOption } from '../../src/tickets/reply.entity';
import { TicketCategory } from '../../src/tickets/ticket.entity';
import { urgeTicket } from '../../src/tickets/urge-ticket';
import { eachDatabase } from '../services/databases';
import { entriesOf } from '../support/inbox';
import { act, codesOf, done, openShop, placeOrder } from '../support/market';
import { buyer, seller, staff, system, type Person } from '../support/people';
import { shanghai, sharedNode } from '../support/shared-node';
import {
  appeal,
  contact,
  judge,
  newsOf,
  opened,
  OTHERWISE,
  piece,
  readTicket,
  reply,
} from '../support/tickets';

const OPENED = shanghai('2023-01-30 15:20:00');

eachDatabase('who sees what of a ticket', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(OPENED));

  /** A ticket with everything on it: urged, contacted, replied, judged, appealed. */
  async function full() {
    const orderId = await placeOrder(node());
    const id = await opened(node(), orderId);
    await done(act(node(), staff, urgeTicket, { ticketId: id, note: 'Please.' }));
    await done(act(node(), seller(), assignTicket, { ticketId: id, seatId: await seat() }));
    const contactId = await done(
      contact(node(), id, { evidenceIds: [await piece(node(), orderId)] }),
    );
    const option = ReplyOption.UNRESOLVED_NOT_AGREED;
    await done(reply(node(), id, { option, remark: 'They want too much.' }));
    await done(judge(node(), id));
    await done(appeal(node(), id));
    return { orderId, id, contactId };
  }

  let seats = 0;
  async function seat(permissions = [Permission.tickets], disabled = false) {
    const seatId = `seat-${String((seats += 1))}`;
    await done(act(node(), system, setSeat, { shopId: 'shop-1', seatId, permissions, disabled }));
    return seatId;
  }

  test('AC-5 a buyer sees category, statement, status, the reply’s option and the outcome', async () => {
    const { id } = await full();
    expect(await readTicket(node(), id, buyer())).toMatchObject({
      category: 'REFUND',
      statement: 'I want my money back.',
      status: 'CLOSED',
      outcome: 'SELLER_LIABLE',
      reply: { option: 'UNRESOLVED_NOT_AGREED', remark: null, seat: null, evidence: null },
    });
  });

  test('AC-5 a buyer never sees contacts, evidence, urges, the platform’s conversation', async () => {
    const { id } = await full();
    const hidden = {
      assignee: null,
      contacts: null,
      additions: null,
      evidence: null,
      urges: null,
      judgment: null,
      appeal: null,
      appealBy: null,
      evidenceWaived: null,
      evidenceUntil: null,
      replyOptions: null,
      conversation: null,
    };
    expect(await readTicket(node(), id, buyer())).toMatchObject(hidden);
    for (const person of [seller(), staff]) {
      const ticket = await readTicket(node(), id, person);
      for (const field of Object.keys(hidden))
        if (!['evidenceUntil', 'replyOptions'].includes(field))
          expect([field, ticket[field] === null]).toEqual([field, false]);
    }
  });

  test('AC-5 history is filtered alike, at the ticket and at its order', async () => {
    const { id, orderId } = await full();
    const rulesFor = async (person: Person) => {
      const query = `query ($id: ID!) { order(id: $id) { history { rule subjectId } } }`;
      const { history } = (await node().ask(person, query, { id: orderId })).data.order;
      const own = history.filter(({ subjectId }: { subjectId: string }) => subjectId === id);
      const ticket = await readTicket(node(), id, person);
      expect(ticket.history.map(({ rule }: { rule: string }) => rule)).toEqual(
        own.map(({ rule }: { rule: string }) => rule),
      );
      return [...new Set(own.map(({ rule }: { rule: string }) => rule))].sort();
    };
    expect(await rulesFor(buyer())).toEqual(['TK-1', 'TK-14', 'TK-8']);
    const all = ['TK-1', 'TK-14', 'TK-15', 'TK-17', 'TK-3', 'TK-4', 'TK-5', 'TK-8'];
    expect(await rulesFor(seller())).toEqual(all);
    expect(await rulesFor(staff)).toEqual(all);
  });

  test('AC-5 IN-1 the buyer’s inbox is told of what the buyer may see, and of nothing else', async () => {
    const { id } = await full();
    const kindsFor = async (person: Person) =>
      (await newsOf(node(), id, person)).map(({ kind }) => kind);
    const all = [
      'TICKET_OPENED',
      'TICKET_URGED',
      'TICKET_ASSIGNED',
      'TICKET_CONTACT_RECORDED',
      'TICKET_REPLIED',
      'TICKET_ADJUDICATED',
      'TICKET_APPEALED',
    ];
    expect(await kindsFor(seller())).toEqual(all);
    expect(await kindsFor(staff)).toEqual(all);
    expect(await kindsFor(buyer())).toEqual([
      'TICKET_OPENED',
      'TICKET_REPLIED',
      'TICKET_ADJUDICATED',
    ]);
    for (const { message } of await newsOf(node(), id, buyer())) expect(message).toBeNull();
  });

  test('AC-5 which seat replied, a buyer learns neither from the reply nor from history or inbox', async () => {
    const { id } = await full();
    const replied = async (person: Person): Promise<unknown[]> => {
      const { reply: given, history } = await readTicket(node(), id, person);
      const line = history.find(({ rule }: { rule: string }) => rule === 'TK-8');
      const entries = await entriesOf(node(), person, { fields: 'kind actorId ticket { id }' });
      const entry = entries.find(
        ({ kind, ticket }) => kind === 'TICKET_REPLIED' && ticket.id === id,
      );
      return [given.seat, line.actorId, entry.actorId];
    };
    expect(await replied(buyer())).toEqual([null, null, null]);
    expect(await replied(staff)).toEqual(['shop-1-seat', 'shop-1-seat', 'shop-1-seat']);
  });

  test.each([
    ['the shop', seller('shop-1', []), [true, true, true, true]],
    ['staff', staff, [true, true, true, true]],
    ['the buyer', buyer(), [true, true, false, false]],
    ['another buyer', buyer('buyer-2'), [false, false, false, false]],
    ['another shop', seller('shop-2'), [false, false, false, false]],
  ])('AC-1 AC-3 AC-5 by its id: %s', async (_, person, expected) => {
    const { id, contactId } = await full();
    const appealId = (await readTicket(node(), id)).appeal.id;
    const query = `query ($id: ID!, $contact: ID!, $appeal: ID!) { ticket(id: $id) { id }
      a: node(id: $id) { id } b: node(id: $contact) { id } c: node(id: $appeal) { id } }`;
    const variables = { id, contact: contactId, appeal: appealId };
    const { data } = await node().ask(person, query, variables);
    expect(Object.values(data).map((found) => found !== null)).toEqual(expected);
  });

  test('AC-5 a buyer cannot ask by a filter what a field does not tell', async () => {
    const person = buyer('buyer-filter');
    const orderId = await placeOrder(node(), { buyerId: person.sub });
    const ticketId = await opened(node(), orderId);
    const seatId = await seat();
    await done(act(node(), seller(), assignTicket, { ticketId, seatId }));
    const query = `query ($seat: String) { tickets(filter: {assigneeId: $seat}) { totalCount } }`;
    const found = async (asker: Person) =>
      (await node().ask(asker, query, { seat: seatId })).data.tickets.totalCount;
    expect(await found(seller())).toBe(1);
    expect(await found(person)).toBe(0);
  });

  describe('TK-4 assignment', () => {
    const give = (ticketId: string, seatId: string | null, person: Person = seller()) =>
      act(node(), person, assignTicket, { ticketId, seatId });
    const handler = (sub: string) => seller('shop-1', ['tickets'], sub);

    test('TK-4 without one every seat with tickets acts; with one that seat and the owner', async () => {
      const id = await opened(node(), await placeOrder(node()));
      const [mine, theirs] = [await seat(), await seat()];
      expect(codesOf(await contact(node(), id, {}, handler(theirs)))).toEqual([]);
      await done(give(id, mine, handler(mine)));
      expect(await readTicket(node(), id)).toMatchObject({ assignee: { seatId: mine } });
      const other = await contact(node(), id, {}, handler(theirs));
      expect(codesOf(other)).toEqual(['TICKET_ASSIGNED_TO_OTHER']);
      expect(codesOf(await reply(node(), id, OTHERWISE, handler(theirs)))).toEqual([
        'TICKET_ASSIGNED_TO_OTHER',
      ]);
      expect(codesOf(await give(id, theirs, handler(theirs)))).toEqual([
        'TICKET_ASSIGNED_TO_OTHER',
      ]);
      expect(codesOf(await contact(node(), id, {}, handler(mine)))).toEqual([]);
      expect(codesOf(await contact(node(), id, {}, seller()))).toEqual([]);
      await done(give(id, null));
      expect(codesOf(await reply(node(), id, OTHERWISE, handler(theirs)))).toEqual([]);
    });

    test('TK-4 the actions say so before anybody tries', async () => {
      const id = await opened(node(), await placeOrder(node()));
      await done(give(id, await seat()));
      const { availableActions } = await readTicket(node(), id, handler(await seat()));
      for (const { action, reasons } of availableActions)
        if (action !== 'APPEAL') expect(reasons).toEqual(['TICKET_ASSIGNED_TO_OTHER']);
    });

    test('TK-4 AC-2 only to a seat of the shop that may handle tickets', async () => {
      const id = await opened(node(), await placeOrder(node()));
      await openShop(node(), 'shop-2');
      const elsewhere = 'seat-of-2';
      const input = { shopId: 'shop-2', seatId: elsewhere, permissions: [Permission.owner] };
      await done(act(node(), system, setSeat, input));
      expect(codesOf(await give(id, 'nobody'))).toEqual(['NOT_FOUND']);
      expect(codesOf(await give(id, elsewhere))).toEqual(['NOT_FOUND']);
      expect(codesOf(await give(id, await seat([Permission.chat])))).toEqual(['INVALID_INPUT']);
      expect(codesOf(await give(id, await seat([Permission.tickets], true)))).toEqual([
        'INVALID_INPUT',
      ]);
      expect(codesOf(await give(id, await seat([Permission.owner])))).toEqual([]);
    });

    test.each([
      ['staff', staff, ['FORBIDDEN']],
      ['the buyer', buyer(), ['FORBIDDEN']],
      ['a seat without tickets', seller('shop-1', ['chat']), ['FORBIDDEN']],
      ['another shop', seller('shop-2'), ['NOT_FOUND']],
    ])('TK-4 AC-1 not by %s', async (_, person, expected) => {
      const id = await opened(node(), await placeOrder(node()));
      expect(codesOf(await give(id, await seat(), person))).toEqual(expected);
    });

    test('TK-4 giving it again to the same seat tells nobody twice', async () => {
      const id = await opened(node(), await placeOrder(node()));
      const seatId = await seat();
      await done(give(id, seatId));
      await done(give(id, seatId));
      expect(await newsOf(node(), id, seller())).toHaveLength(2);
    });
  });

  describe('the list', () => {
    test('AC-1 TK-1 holds what the viewer sees, by due, page by page', async () => {
      const person = buyer('buyer-list');
      const ids: string[] = [];
      for (const hours of [3, 1, 2]) {
        await node().stopClockAt(OPENED + hours * 3_600_000);
        ids.push(await opened(node(), await placeOrder(node(), { buyerId: person.sub })));
      }
      const [late, first, middle] = ids;
      const page = async (input: string) =>
        (
          await node().ask(
            person,
            `{ tickets(${input}) { totalCount nodes { id } pageInfo { endCursor } } }`,
          )
        ).data.tickets;
      const idsOf = ({ nodes }: { nodes: { id: string }[] }) => nodes.map(({ id }) => id);
      const start = await page('first: 2');
      expect([start.totalCount, ...idsOf(start)]).toEqual([3, first, middle]);
      expect(idsOf(await page(`first: 2, after: "${start.pageInfo.endCursor}"`))).toEqual([late]);
      expect(idsOf(await page('sort: DUE_AT_DESC'))).toEqual([late, middle, first]);
      expect(idsOf(await page('sort: OPENED_AT_ASC'))).toEqual([first, middle, late]);
      expect(idsOf(await page('sort: OPENED_AT_DESC'))).toEqual([late, middle, first]);
      expect(idsOf(await page('filter: {dueFrom: "2023-01-31T09:20:00Z"}'))).toEqual([
        middle,
        late,
      ]);
      expect(idsOf(await page('filter: {dueTo: "2023-01-31T09:19:59Z"}'))).toEqual([first]);
      expect(idsOf(await page('filter: {category: [INVOICE]}'))).toEqual([]);
      expect(idsOf(await page('filter: {shopId: "shop-2"}'))).toEqual([]);
      expect(idsOf(await page('filter: {outcome: [WITHDRAWN]}'))).toEqual([]);
    });

    test('TK-2 an order lists its tickets as they were opened', async () => {
      const orderId = await placeOrder(node());
      const first = await opened(node(), orderId);
      const second = await opened(node(), orderId, { category: TicketCategory.QUALITY });
      const query = `query ($id: ID!) { order(id: $id) { tickets { id } } }`;
      for (const person of [buyer(), seller(), staff]) {
        const { tickets } = (await node().ask(person, query, { id: orderId })).data.order;
        expect(tickets).toEqual([{ id: first }, { id: second }]);
      }
    });
  });
});
