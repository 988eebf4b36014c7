import { endTicket } from '../../src/tickets/end-ticket';
import { urgeTicket } from '../../src/tickets/urge-ticket';
import { TicketAction } from '../../src/tickets/ticket.moves';
import { publishPolicy } from '../../src/policies/publish-policy';
import { eachDatabase } from '../services/databases';
import { act, codesOf, done, openShop, placeOrder } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { buyer, seller, staff, system, type Person } from '../support/people';
import { around, shanghai, sharedNode } from '../support/shared-node';
import { newsOf, open, opened, OTHERWISE, readTicket, reply, wordsAbout } from '../support/tickets';

const OPENED = shanghai('2023-01-30 15:20:00');
const HOUR = 3_600_000;
const DUE = around(OPENED + 24 * HOUR);
/** TK-3: 12, 4 and 1 hours before due. The urge is due in that very second. */
const URGES = [12, 4, 1].map((hours) => around(DUE.at - hours * HOUR));
const [FIRST, SECOND, THIRD] = URGES as [typeof DUE, typeof DUE, typeof DUE];

const END = { WITHDRAW: buyer(), CLOSE: staff } as const;
const ENDS = Object.keys(END) as (keyof typeof END)[];
const end = (node: TestNode, how: keyof typeof END, ticketId: string, person: Person = END[how]) =>
  act(node, person, endTicket(TicketAction[how]), { ticketId });

eachDatabase('urges', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(OPENED));

  const place = async () => opened(node(), await placeOrder(node()));
  const sweepAt = async (now: number) => {
    await node().stopClockAt(now);
    await node().recordDue();
  };
  const urgesOf = async (id: string): Promise<string[]> =>
    (await readTicket(node(), id)).urges.map(({ urgedAt }: { urgedAt: string }) => urgedAt);
  const iso = (instant: number) => new Date(instant).toISOString().replace('.000', '');

  test('TK-3 TM-5 each once: not a second before, in the very second, not again after it', async () => {
    const id = await place();
    const seen: string[] = [];
    for (const { before, at, after } of URGES) {
      await sweepAt(before + 999);
      expect(await urgesOf(id)).toEqual(seen);
      await sweepAt(at);
      seen.push(iso(at));
      expect(await urgesOf(id)).toEqual(seen);
      await sweepAt(after);
      expect(await urgesOf(id)).toEqual(seen);
    }
    await sweepAt(DUE.at);
    expect(await urgesOf(id)).toHaveLength(3);
  });

  test('TK-3 MS-3 said by PLATFORM_OPERATIONS, told to shop and staff, never to the buyer', async () => {
    const id = await place();
    await sweepAt(FIRST.at + 500);
    expect((await wordsAbout(node(), id)).slice(1)).toMatchObject([
      {
        kind: 'SYSTEM',
        sender: 'PLATFORM_OPERATIONS',
        code: 'TICKET_URGED',
        text: 'A ticket is waiting (refund): please reply by 2023-01-31 15:20:00.',
      },
    ]);
    for (const person of [seller(), staff])
      expect((await newsOf(node(), id, person)).slice(1)).toMatchObject([
        { kind: 'TICKET_URGED', actor: 'SYSTEM', actorId: null, occurredAt: iso(FIRST.at) },
      ]);
    expect(await newsOf(node(), id, buyer())).toHaveLength(1);
    expect((await readTicket(node(), id)).history.at(-1)).toMatchObject({
      rule: 'TK-3',
      to: 'URGED',
      at: iso(FIRST.at),
    });
  });

  test.each([
    ['the first and second', SECOND.at, SECOND],
    ['all three', THIRD.after, THIRD],
    ['all three, until the due second', DUE.at + 999, THIRD],
  ])('TK-3 of several missed, %s, only the latest', async (_, now, latest) => {
    const id = await place();
    await sweepAt(now);
    expect(await urgesOf(id)).toEqual([iso(latest.at)]);
    await node().recordDue();
    expect(await urgesOf(id)).toEqual([iso(latest.at)]);
  });

  test('TK-3 after two missed ones the last still comes', async () => {
    const id = await place();
    await sweepAt(SECOND.after);
    await sweepAt(THIRD.at);
    expect(await urgesOf(id)).toEqual([iso(SECOND.at), iso(THIRD.at)]);
  });

  test('TK-3 TK-11 never after due, whatever was missed', async () => {
    const id = await place();
    await sweepAt(DUE.after);
    expect(await urgesOf(id)).toEqual([]);
    expect((await wordsAbout(node(), id)).at(-1)).toMatchObject({ code: 'TICKET_EXPIRED' });
  });

  test('TK-3 the urge of a replied ticket never comes', async () => {
    const id = await place();
    await sweepAt(FIRST.at);
    await node().stopClockAt(SECOND.before);
    await done(reply(node(), id, OTHERWISE));
    for (const { at } of [SECOND, THIRD, around(DUE.after)]) await sweepAt(at);
    expect(await urgesOf(id)).toEqual([iso(FIRST.at)]);
    expect((await wordsAbout(node(), id)).at(-1)).toMatchObject({ code: 'TICKET_REPLIED' });
  });

  test('TK-3 an urge that was due before the reply is recorded before it', async () => {
    const id = await place();
    await node().stopClockAt(FIRST.after);
    await done(reply(node(), id, OTHERWISE));
    const kinds = (await newsOf(node(), id, seller())).map(({ kind }) => kind);
    expect(kinds).toEqual(['TICKET_OPENED', 'TICKET_URGED', 'TICKET_REPLIED']);
  });

  test.each(ENDS)('TK-16 after %s the timers are silent', async (how) => {
    const id = await place();
    await done(end(node(), how, id));
    const before = await readTicket(node(), id);
    for (const { at } of [...URGES, around(DUE.after)]) await sweepAt(at);
    expect(await readTicket(node(), id)).toEqual(before);
    expect(before).toMatchObject({ secondsLeft: null, atDeadline: null, evidenceWaived: false });
  });

  test.each([
    ['staff, in the due second', staff, DUE.at, []],
    ['staff, a second after it', staff, DUE.after, ['TICKET_NOT_IN_STATE']],
    ['the back end', system, OPENED, ['FORBIDDEN']],
    ['the shop', seller(), OPENED, ['FORBIDDEN']],
    ['the buyer', buyer(), OPENED, ['FORBIDDEN']],
  ])('TK-3 by hand, by %s', async (_, person, now, expected) => {
    const ticketId = await place();
    await node().stopClockAt(now);
    expect(codesOf(await act(node(), person, urgeTicket, { ticketId }))).toEqual(expected);
  });

  test('TK-3 by hand as often as staff like, with a note; not after the reply', async () => {
    const ticketId = await place();
    const input = { ticketId, note: 'Please.' };
    await done(act(node(), staff, urgeTicket, input));
    await done(act(node(), staff, urgeTicket, { ticketId }));
    expect((await readTicket(node(), ticketId)).urges).toMatchObject([
      { automatic: false, note: 'Please.' },
      { automatic: false, note: null },
    ]);
    expect((await wordsAbout(node(), ticketId)).slice(1)).toMatchObject([
      {
        sender: 'PLATFORM_OPERATIONS',
        text: 'The platform urges you to reply by 2023-01-31 15:20:00. Please.',
      },
      { text: 'The platform urges you to reply by 2023-01-31 15:20:00.' },
    ]);
    await done(reply(node(), ticketId, OTHERWISE));
    expect(codesOf(await act(node(), staff, urgeTicket, input))).toEqual(['TICKET_NOT_IN_STATE']);
  });
});

eachDatabase('the time to reply', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(OPENED));

  const place = async (row = {}) => opened(node(), await placeOrder(node(), row));
  /** What every reader sees but what the sweep adds: history, messages, urges. */
  const seen = async (where: TestNode, id: string) => {
    const strip = (ticket: object) => ({ ...ticket, history: null, conversation: null });
    const people = [seller(), staff, buyer()];
    return Promise.all(people.map(async (person) => strip(await readTicket(where, id, person))));
  };

  describe.each([
    ['another order', false, 'INTERVENTION', 'TK-11'],
    ['a worry-free order', true, 'WORRY_FREE_PROCESS', 'TK-12'],
  ])('TK-11 TK-12 of %s', (_, worryFree, status, rule) => {
    test.each([
      ['two seconds before due', DUE.before - 1_000, false, 2],
      ['a second before due', DUE.before, false, 1],
      ['in the due second', DUE.at + 999, false, 0],
      ['a second after it', DUE.after, true, null],
    ])('%s, before any sweep', async (__, now, hasPassed, secondsLeft) => {
      const id = await place({ worryFree });
      await node().stopClockAt(now);
      expect(await readTicket(node(), id)).toMatchObject({
        status: hasPassed ? status : 'AWAITING_SELLER',
        evidenceWaived: hasPassed,
        secondsLeft,
      });
      expect((await readTicket(node(), id)).atDeadline === null).toBe(hasPassed);
    });

    test('recorded and told, dated by the first second after due', async () => {
      const id = await place({ worryFree });
      await node().stopClockAt(DUE.after + 5 * HOUR);
      await node().recordDue();
      await node().recordDue();
      for (const person of [seller(), staff, buyer()])
        expect((await newsOf(node(), id, person)).slice(1)).toMatchObject([
          {
            kind: 'TICKET_EXPIRED',
            occurredAt: '2023-01-31T07:20:01Z',
            actor: 'SYSTEM',
            actorId: null,
            ticket: { status },
          },
        ]);
      expect((await readTicket(node(), id, buyer())).history.at(-1)).toMatchObject({
        rule,
        at: '2023-01-31T07:20:01Z',
        from: 'AWAITING_SELLER',
        to: status,
      });
    });

    test('lists, filters and counts agree before and after the sweep', async () => {
      const buyerId = `buyer-${rule}`;
      await place({ worryFree, buyerId });
      const found = async (wanted: string) => {
        const query = `{ tickets(filter: {status: [${wanted}]}) { totalCount nodes { status } } }`;
        const { tickets } = (await node().ask(buyer(buyerId), query)).data;
        expect(tickets.nodes).toHaveLength(tickets.totalCount);
        return tickets.totalCount;
      };
      const all = ['AWAITING_SELLER', 'INTERVENTION', 'WORRY_FREE_PROCESS', 'CLOSED'];
      const counts = async () => {
        const pairs = await Promise.all(all.map(async (each) => [each, await found(each)]));
        return Object.fromEntries(pairs.filter(([, count]) => count !== 0));
      };
      await node().stopClockAt(DUE.at + 999);
      expect(await counts()).toEqual({ AWAITING_SELLER: 1 });
      await node().stopClockAt(DUE.after);
      expect(await counts()).toEqual({ [status]: 1 });
      await node().recordDue();
      expect(await counts()).toEqual({ [status]: 1 });
      expect(await found(all.join())).toBe(1);
    });
  });

  test('TK-11 what happens at the deadline is said while it can be avoided', async () => {
    const [plain, free] = [await place(), await place({ worryFree: true })];
    const said = async (id: string) => (await readTicket(node(), id)).atDeadline;
    const begin = 'Without a reply by 2023-01-31 15:20:00 evidence is waived, and the ticket is ';
    expect(await said(plain)).toBe(`${begin}with the platform, which steps in.`);
    expect(await said(free)).toBe(`${begin}on the worry-free path.`);
    await done(reply(node(), plain, OTHERWISE));
    expect(await said(plain)).toBeNull();
  });

  test('TM-5 TK-11 stopping the sweep changes no answer', async () => {
    const id = await place();
    await node().stopClockAt(DUE.after);
    const unswept = await seen(node(), id);
    await node().recordDue();
    expect(await seen(node(), id)).toEqual(unswept);
    expect(unswept).toMatchObject(Array(3).fill({ status: 'INTERVENTION', secondsLeft: null }));
  });

  test('TK-11 a ticket that was replied to in the due second is never waived', async () => {
    const id = await place();
    await node().stopClockAt(DUE.at);
    await done(reply(node(), id, OTHERWISE));
    await node().stopClockAt(DUE.after);
    await node().recordDue();
    expect(await readTicket(node(), id)).toMatchObject({
      status: 'AWAITING_PLATFORM',
      evidenceWaived: false,
    });
  });

  test('TM-6 TK-11 a restart between due and sweep changes nothing, nor does a second node', async () => {
    const url = await database.createUrl();
    const first = await startNode(url);
    await openShop(first);
    await first.stopClockAt(OPENED);
    const id = await opened(first, await placeOrder(first));
    await first.stopClockAt(DUE.after);
    const before = await seen(first, id);
    await first.stop();

    const second = await startNode(url);
    const other = await startNode(url);
    expect(await seen(second, id)).toEqual(before);
    expect(await seen(other, id)).toEqual(before);
    await Promise.all([second.recordDue(), other.recordDue()]);
    expect(await seen(second, id)).toEqual(before);
    expect(await seen(other, id)).toEqual(before);
    expect((await newsOf(other, id, seller())).map(({ kind }) => kind)).toEqual([
      'TICKET_OPENED',
      'TICKET_EXPIRED',
    ]);
    await second.stop();
    await other.stop();
  });

  test('TK-1 TK-3 due and urges are the policy’s when the ticket is opened', async () => {
    const alone = await startNode(await database.createUrl());
    await openShop(alone);
    await alone.stopClockAt(OPENED);
    const old = await opened(alone, await placeOrder(alone));
    const policy = { effectiveFrom: OPENED, ticketWithinHours: 2, urgesBeforeHours: [1] };
    await done(act(alone, staff, publishPolicy, policy));
    const id = await done(open(alone, await placeOrder(alone)));
    expect(await readTicket(alone, id)).toMatchObject({ dueAt: '2023-01-30T09:20:00Z' });
    await alone.stopClockAt(OPENED + HOUR);
    await alone.recordDue();
    expect((await readTicket(alone, id)).urges).toHaveLength(1);
    expect((await readTicket(alone, old)).urges).toHaveLength(0);
    await alone.stopClockAt(FIRST.at);
    await alone.recordDue();
    expect((await readTicket(alone, old)).urges).toHaveLength(1);
    expect((await readTicket(alone, id)).history.at(-1)).toMatchObject({ policyVersion: 2 });
    await alone.stop();
  });
});
