import { checkLedger } from '../../src/compensation/ledger.check';
import { importPickups } from '../../src/orders/import-scans';
import { addEvidence } from '../../src/tickets/add-evidence';
import { confirmReply } from '../../src/tickets/confirm-reply';
import { endTicket } from '../../src/tickets/end-ticket';
import { Role } from '../../src/lib/viewer';
import { TicketVerdict } from '../../src/tickets/judgment.entity';
import { requestEvidence } from '../../src/tickets/request-evidence';
import { settleWorryFree, type Settlement } from '../../src/tickets/settle-worry-free';
import { TicketAction } from '../../src/tickets/ticket.moves';
import { eachDatabase } from '../services/databases';
import { act, codesOf, done, placeOrder } from '../support/market';
import { buyer, seller, staff, system, type Person } from '../support/people';
import { around, shanghai, sharedNode } from '../support/shared-node';
import {
  contact,
  disagree,
  judge,
  metricOf,
  newsOf,
  opened,
  OTHERWISE,
  piece,
  readTicket,
  reply,
  wordsAbout,
} from '../support/tickets';

const OPENED = shanghai('2023-01-30 15:20:00');
const DUE = around(OPENED + 86_400_000);
const { SELLER_LIABLE, SELLER_NOT_LIABLE, NO_FAULT } = TicketVerdict;

eachDatabase('deciding a ticket', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(OPENED));

  async function place(row = {}) {
    const orderId = await placeOrder(node(), row);
    return { orderId, id: await opened(node(), orderId) };
  }
  /** A ticket whose reply waits to be confirmed. */
  async function replied(other = true) {
    const { id } = await place();
    if (!other) await done(contact(node(), id));
    await done(reply(node(), id, other ? OTHERWISE : {}));
    return id;
  }
  /** A ticket with the platform, whose seller has replied. */
  async function contested(row = {}) {
    const placed = await place(row);
    await disagree(node(), placed.id);
    return placed;
  }
  const confirm = (ticketId: string, confirmed: boolean, person: Person) => {
    const action = person.role === Role.BUYER ? TicketAction.CONFIRM : TicketAction.REVIEW;
    return act(node(), person, confirmReply(action), { ticketId, confirmed, note: 'So it is.' });
  };

  describe.each([
    ['staff', staff],
    ['the consumer', buyer()],
  ])('TK-13 by %s', (_, person) => {
    test.each([
      ['RESOLVED_AGREED confirmed', false, true, 'CLOSED', 'AGREED_CONFIRMED'],
      ['OTHER confirmed', true, true, 'CLOSED', 'OTHER_ACCEPTED'],
      ['RESOLVED_AGREED denied', false, false, 'INTERVENTION', null],
      ['OTHER denied', true, false, 'INTERVENTION', null],
    ])('TK-10 TK-13 %s', async (__, other, confirmed, status, outcome) => {
      const id = await replied(other);
      expect(codesOf(await confirm(id, confirmed, person))).toEqual([]);
      const ticket = await readTicket(node(), id);
      expect(ticket).toMatchObject({ status, outcome, evidenceWaived: false });
      const kind = confirmed ? 'TICKET_CONFIRMED' : 'TICKET_DENIED';
      for (const reader of [seller(), staff, buyer()])
        expect((await newsOf(node(), id, reader)).at(-1)).toMatchObject({
          kind,
          actor: person.role,
          ticket: { status, outcome },
        });
      expect((await wordsAbout(node(), id)).at(-1).text).toContain('So it is.');
      expect(codesOf(await confirm(id, confirmed, person))).toEqual(['TICKET_NOT_IN_STATE']);
    });
  });

  test('TK-13 AC-1 who may not confirm, and what cannot be', async () => {
    const id = await replied();
    const as = (action: TicketAction.REVIEW | TicketAction.CONFIRM, person: Person) =>
      act(node(), person, confirmReply(action), { ticketId: id, confirmed: true });
    for (const person of [buyer(), seller(), system])
      expect(codesOf(await as(TicketAction.REVIEW, person))).toEqual(['FORBIDDEN']);
    for (const person of [staff, seller(), system])
      expect(codesOf(await as(TicketAction.CONFIRM, person))).toEqual(['FORBIDDEN']);
    expect(codesOf(await as(TicketAction.CONFIRM, buyer('buyer-2')))).toEqual(['NOT_FOUND']);
    const waiting = await place();
    expect(codesOf(await confirm(waiting.id, true, staff))).toEqual(['TICKET_NOT_IN_STATE']);
  });

  test('TK-12 TK-13 a reply of a worry-free order that is denied goes its own path', async () => {
    const { id } = await place({ worryFree: true });
    await done(reply(node(), id, OTHERWISE));
    await done(confirm(id, false, buyer()));
    expect(await readTicket(node(), id)).toMatchObject({ status: 'WORRY_FREE_PROCESS' });
  });

  test.each(Object.values(TicketVerdict))(
    'TK-14 %s, with reasons and evidence',
    async (verdict) => {
      const { id, orderId } = await contested();
      const evidenceIds = [await piece(node(), orderId)];
      expect(codesOf(await judge(node(), id, { verdict, reason: '' }))).toEqual(['INVALID_INPUT']);
      expect(codesOf(await judge(node(), id, { verdict, evidenceIds }))).toEqual([]);
      expect(await readTicket(node(), id)).toMatchObject({
        status: 'CLOSED',
        outcome: verdict,
        judgment: { verdict, reason: 'Nothing was sent.', evidence: [{ id: evidenceIds[0] }] },
        closedAt: '2023-01-30T07:20:00Z',
        appealBy: verdict === SELLER_LIABLE ? '2023-02-02T07:20:00Z' : null,
      });
      for (const reader of [seller(), staff, buyer()])
        expect((await newsOf(node(), id, reader)).at(-1)).toMatchObject({
          kind: 'TICKET_ADJUDICATED',
          ticket: { outcome: verdict },
        });
      expect(codesOf(await judge(node(), id))).toEqual(['TICKET_NOT_IN_STATE']);
    },
  );

  test.each([
    ['the shop', seller(), ['FORBIDDEN']],
    ['the buyer', buyer(), ['FORBIDDEN']],
    ['the back end', system, ['FORBIDDEN']],
    ['another shop', seller('shop-2'), ['NOT_FOUND']],
  ])('TK-14 AC-1 not by %s', async (_, person, expected) => {
    const { id } = await contested();
    expect(codesOf(await judge(node(), id, {}, person))).toEqual(expected);
  });

  test('TK-14 not while the seller may still reply, nor while a reply waits', async () => {
    const { id } = await place();
    await node().stopClockAt(DUE.at);
    expect(codesOf(await judge(node(), id))).toEqual(['TICKET_NOT_IN_STATE']);
    await node().stopClockAt(DUE.after);
    expect(codesOf(await judge(node(), id))).toEqual([]);
    expect(codesOf(await judge(node(), await replied()))).toEqual(['TICKET_NOT_IN_STATE']);
  });

  test.each([
    [SELLER_LIABLE, 1],
    [SELLER_NOT_LIABLE, 0],
    [NO_FAULT, 0],
  ])('TK-15 %s counts %d', async (verdict, counts) => {
    const { id, orderId } = await contested();
    await done(judge(node(), id, { verdict }));
    expect(await metricOf(node(), orderId)).toBe(counts);
  });

  test('TK-15 once per order, however many of its tickets are judged', async () => {
    const { orderId, id } = await contested();
    await done(judge(node(), id));
    for (let more = 0; more < 2; more += 1) {
      const next = await opened(node(), orderId);
      await disagree(node(), next);
      await done(judge(node(), next));
      expect(await metricOf(node(), orderId)).toBe(1);
    }
  });

  describe('TK-12 a worry-free order', () => {
    const settle = (ticketId: string, input: Partial<Settlement> = {}, person = staff) =>
      act(node(), person, settleWorryFree, { ticketId, ...input });
    const paidFor = async (orderId: string) => {
      const query = `query ($id: ID!) { order(id: $id) { compensations { kind status amount { amountMinor } } } }`;
      return (await node().ask(buyer(), query, { id: orderId })).data.order.compensations;
    };

    test('TK-12 TK-14 is never adjudicated, and leaves no judgment', async () => {
      const { id, orderId } = await contested({ worryFree: true });
      expect(codesOf(await judge(node(), id))).toEqual(['WORRY_FREE_NOT_ADJUDICATED']);
      await done(settle(id, { note: 'Kindly.' }));
      expect(codesOf(await judge(node(), id))).toEqual(['WORRY_FREE_NOT_ADJUDICATED']);
      expect(await readTicket(node(), id)).toMatchObject({
        status: 'CLOSED',
        outcome: 'WORRY_FREE_SETTLED',
        judgment: null,
      });
      const sql = 'SELECT * FROM ticket_judgments WHERE order_id = ?';
      expect(await node().app.db.rows(sql, [orderId])).toEqual([]);
      expect(await paidFor(orderId)).toEqual([]);
    });

    test('TK-12 CO-5 is settled with a compensation that the platform pays', async () => {
      const { id, orderId } = await contested({ worryFree: true });
      await done(settle(id, { compensation: { amountMinor: 1_500, currency: 'CNY' } }));
      expect(await paidFor(orderId)).toEqual([
        { kind: 'WORRY_FREE', status: 'PAID', amount: { amountMinor: 1_500 } },
      ]);
      const sql = `SELECT buyer_minor, shop_minor, clearing_minor FROM ledger_postings WHERE order_id = ?`;
      expect(await node().app.db.rows(sql, [orderId])).toEqual([
        { buyer_minor: 1_500, shop_minor: 0, clearing_minor: -1_500 },
      ]);
      for (const reader of [seller(), buyer(), staff])
        expect((await newsOf(node(), id, reader)).at(-1)).toMatchObject({
          kind: 'TICKET_SETTLED',
          compensation: { amount: { amountMinor: 1_500 } },
        });
    });

    test('TK-12 CO-1 OR-7 the late shipment beside it is paid as ever, and reversed alone', async () => {
      const orderNo = `worry-free-${database.kind}`;
      const { id, orderId } = await contested({ worryFree: true, orderNo });
      await done(settle(id, { compensation: { amountMinor: 1_500 } }));
      await node().stopClockAt(shanghai('2023-02-01 10:00:01'));
      await node().recordDue();
      const settled = { kind: 'WORRY_FREE', status: 'PAID' };
      const late = (status: string) => [settled, { kind: 'AUTOMATIC', status }];
      expect(await paidFor(orderId)).toMatchObject(late('PAID'));
      const scan = { shopId: 'shop-1', orderNo, pickedUpAt: OPENED };
      await done(act(node(), system, importPickups, { pickups: [scan] }));
      expect(await paidFor(orderId)).toMatchObject(late('REVERSED'));
      for (const { claim, contradictions } of await checkLedger(node().app.db))
        expect([claim, contradictions]).toEqual([claim, 0]);
    });

    test('TK-12 a second ticket of the order is settled for itself', async () => {
      const { id, orderId } = await contested({ worryFree: true });
      await done(settle(id, { compensation: { amountMinor: 1_500 } }));
      const next = await opened(node(), orderId);
      await disagree(node(), next);
      await done(settle(next, { compensation: { amountMinor: 700 } }));
      expect(await paidFor(orderId)).toHaveLength(2);
    });

    test.each([
      [{ amountMinor: 0 }, ['INVALID_INPUT']],
      [{ amountMinor: -1 }, ['INVALID_INPUT']],
      [{ amountMinor: 1, currency: 'EUR' }, ['INVALID_INPUT']],
      [{ amountMinor: 1, currency: 'CNY' }, []],
      [null, []],
    ])('TK-12 settled with %j', async (compensation, expected) => {
      const { id } = await contested({ worryFree: true });
      expect(codesOf(await settle(id, { compensation }))).toEqual(expected);
    });

    test('TK-12 AC-1 not by the shop, not before its time, not for other orders', async () => {
      const { id } = await place({ worryFree: true });
      expect(codesOf(await settle(id))).toEqual(['TICKET_NOT_IN_STATE']);
      await node().stopClockAt(DUE.after);
      expect(codesOf(await settle(id, {}, seller()))).toEqual(['FORBIDDEN']);
      expect(codesOf(await settle(id))).toEqual([]);
      await node().stopClockAt(OPENED);
      const other = await contested();
      expect(codesOf(await settle(other.id))).toEqual(['TICKET_NOT_IN_STATE']);
    });
  });

  describe('TK-16 the end before its time', () => {
    const ways = [
      ['WITHDRAW', buyer(), 'WITHDRAWN', 'TICKET_WITHDRAWN'],
      ['WITHDRAW', staff, 'WITHDRAWN', 'TICKET_WITHDRAWN'],
      ['CLOSE', staff, 'CLOSED_BY_PLATFORM', 'TICKET_CLOSED'],
    ] as const;
    const states = {
      AWAITING_SELLER: async () => (await place()).id,
      AWAITING_PLATFORM: () => replied(),
      INTERVENTION: async () => (await contested()).id,
      WORRY_FREE_PROCESS: async () => (await contested({ worryFree: true })).id,
    };

    test.each(ways)(
      'TK-16 %s by $role: %s in every open state',
      async (how, person, outcome, kind) => {
        for (const make of Object.values(states)) {
          const ticketId = await make();
          await done(
            act(node(), person, endTicket(TicketAction[how]), { ticketId, note: 'Enough.' }),
          );
          expect(await readTicket(node(), ticketId)).toMatchObject({ status: 'CLOSED', outcome });
          expect((await newsOf(node(), ticketId, buyer())).at(-1)).toMatchObject({ kind });
          const again = await act(node(), person, endTicket(TicketAction[how]), { ticketId });
          expect(codesOf(again)).toEqual(['TICKET_NOT_IN_STATE']);
        }
      },
    );

    test.each([
      ['CLOSE', buyer(), ['FORBIDDEN']],
      ['CLOSE', seller(), ['FORBIDDEN']],
      ['WITHDRAW', seller(), ['FORBIDDEN']],
      ['WITHDRAW', system, ['FORBIDDEN']],
      ['WITHDRAW', buyer('buyer-2'), ['NOT_FOUND']],
    ] as const)('TK-16 AC-1 no %s by %j', async (how, person, expected) => {
      const { id: ticketId } = await place();
      const refused = await act(node(), person, endTicket(TicketAction[how]), { ticketId });
      expect(codesOf(refused)).toEqual(expected);
    });
  });

  describe('TK-18 what is offered', () => {
    const add = async (id: string, orderId: string, person: Person = seller()) =>
      act(node(), person, addEvidence, {
        ticketId: id,
        evidenceIds: [await piece(node(), orderId)],
      });
    const ask = (ticketId: string, until: number, person = staff) =>
      act(node(), person, requestEvidence, { ticketId, until, note: 'The receipt.' });

    test('TK-18 evidence and contacts can be added until the platform decides, and stay', async () => {
      const { id, orderId } = await place();
      await done(add(id, orderId));
      await disagree(node(), id);
      await done(add(id, orderId));
      await done(contact(node(), id));
      const before = await readTicket(node(), id);
      expect(before.evidence).toHaveLength(2);
      expect(before.contacts).toHaveLength(2);
      await done(judge(node(), id));
      expect(codesOf(await add(id, orderId))).toEqual(['TICKET_NOT_IN_STATE']);
      expect(codesOf(await contact(node(), id))).toEqual(['TICKET_NOT_IN_STATE']);
      const { evidence, contacts } = await readTicket(node(), id);
      expect({ evidence, contacts }).toEqual({
        evidence: before.evidence,
        contacts: before.contacts,
      });
    });

    test('TK-18 an addition of nothing is none; not by a buyer, nor without the permission', async () => {
      const { id, orderId } = await place();
      const nothing = await act(node(), seller(), addEvidence, { ticketId: id, evidenceIds: [] });
      expect(codesOf(nothing)).toEqual(['EVIDENCE_REQUIRED']);
      for (const person of [buyer(), staff, seller('shop-1', ['chat'])])
        expect(codesOf(await add(id, orderId, person))).toEqual(['FORBIDDEN']);
    });

    test.each([
      ['in the due second', DUE.at, []],
      ['a second after it: waived', DUE.after, ['EVIDENCE_WAIVED']],
    ])('TK-11 TK-18 %s', async (_, now, expected) => {
      const { id, orderId } = await place();
      await node().stopClockAt(now);
      expect(codesOf(await add(id, orderId))).toEqual(expected);
      expect(codesOf(await contact(node(), id))).toEqual(expected);
    });

    test('TK-11 what staff ask for can be offered until that second, and not after', async () => {
      const { id, orderId } = await place();
      await node().stopClockAt(DUE.after);
      const until = around(DUE.after + 3_600_000);
      await done(ask(id, until.at + 999));
      const actions = async () =>
        (await readTicket(node(), id)).availableActions.filter(({ action }: { action: string }) =>
          ['RECORD_CONTACT', 'ADD_EVIDENCE'].includes(action),
        );
      const open = { allowed: true, until: '2023-01-31T08:20:01Z' };
      expect(await actions()).toMatchObject([open, open]);
      for (const now of [until.before, until.at + 999]) {
        await node().stopClockAt(now);
        expect(codesOf(await add(id, orderId))).toEqual([]);
        expect(codesOf(await contact(node(), id))).toEqual([]);
      }
      await node().stopClockAt(until.after);
      expect(codesOf(await add(id, orderId))).toEqual(['EVIDENCE_WAIVED']);
      expect(codesOf(await contact(node(), id))).toEqual(['EVIDENCE_WAIVED']);
      const over = { allowed: false, reasons: ['EVIDENCE_WAIVED'], until: null };
      expect(await actions()).toMatchObject([over, over]);
    });

    test('TK-11 IN-1 AC-5 the request is told to shop and staff by the service account', async () => {
      const { id } = await contested();
      await done(ask(id, OPENED));
      expect((await wordsAbout(node(), id)).at(-1)).toMatchObject({
        sender: 'PLATFORM_SERVICE',
        text: 'The platform asks for contacts and evidence until 2023-01-30 15:20:00. The receipt.',
      });
      expect((await newsOf(node(), id, seller())).at(-1)).toMatchObject({
        kind: 'TICKET_EVIDENCE_REQUESTED',
      });
      expect((await newsOf(node(), id, buyer())).at(-1)).toMatchObject({ kind: 'TICKET_REPLIED' });
    });

    test.each([
      ['staff, until a second ago', staff, OPENED - 1_000, ['INVALID_INPUT']],
      ['staff, until now', staff, OPENED, []],
      ['the shop', seller(), OPENED, ['FORBIDDEN']],
      ['the buyer', buyer(), OPENED, ['FORBIDDEN']],
    ])('TK-11 AC-1 asked for by %s', async (_, person, until, expected) => {
      const { id } = await contested();
      expect(codesOf(await ask(id, until, person))).toEqual(expected);
    });

    test('TK-11 nothing is asked for while the seller can offer it anyway', async () => {
      const { id } = await place();
      expect(codesOf(await ask(id, OPENED))).toEqual(['TICKET_NOT_IN_STATE']);
    });
  });
});
