import { TicketVerdict } from '../../src/tickets/judgment.entity';
import { publishPolicy } from '../../src/policies/publish-policy';
import { eachDatabase } from '../services/databases';
import { act, codesOf, done, openShop, placeOrder } from '../support/market';
import { startNode } from '../support/node';
import { buyer, seller, staff, system } from '../support/people';
import { around, shanghai, sharedNode } from '../support/shared-node';
import {
  appeal,
  decide,
  disagree,
  judge,
  metricOf,
  newsOf,
  opened,
  readTicket,
  wordsAbout,
} from '../support/tickets';

const OPENED = shanghai('2023-01-30 15:20:00');
const DAY = 86_400_000;
const APPEAL_BY = around(OPENED + 3 * DAY);
const { SELLER_LIABLE, SELLER_NOT_LIABLE, NO_FAULT } = TicketVerdict;

eachDatabase('an appeal', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(OPENED));

  /** A ticket that was judged now. */
  async function judged(verdict = SELLER_LIABLE, orderId?: string) {
    const order = orderId ?? (await placeOrder(node()));
    const id = await opened(node(), order);
    await disagree(node(), id);
    await done(judge(node(), id, { verdict }));
    return { orderId: order, id };
  }

  test.each([
    ['a second before the last', APPEAL_BY.before, []],
    ['in the last second', APPEAL_BY.at + 999, []],
    ['a second after it', APPEAL_BY.after, ['APPEAL_CLOSED']],
  ])('TK-17 TM-3 %s of three days', async (_, now, expected) => {
    const { id } = await judged();
    await node().stopClockAt(now);
    const { availableActions, appealBy } = await readTicket(node(), id);
    expect(appealBy).toBe('2023-02-02T07:20:00Z');
    expect(availableActions.at(-1)).toEqual({
      action: 'APPEAL',
      allowed: expected.length === 0,
      reasons: expected,
      until: expected.length === 0 ? appealBy : null,
    });
    expect(codesOf(await appeal(node(), id))).toEqual(expected);
  });

  test('TK-17 once', async () => {
    const { id } = await judged();
    await done(appeal(node(), id));
    expect(codesOf(await appeal(node(), id))).toEqual(['APPEAL_CLOSED']);
    await done(decide(node(), id));
    expect(codesOf(await appeal(node(), id))).toEqual(['APPEAL_CLOSED']);
  });

  test.each([
    ['SELLER_NOT_LIABLE', SELLER_NOT_LIABLE],
    ['NO_FAULT', NO_FAULT],
  ])('TK-17 not against %s', async (_, verdict) => {
    const { id } = await judged(verdict);
    expect(codesOf(await appeal(node(), id))).toEqual(['TICKET_NOT_IN_STATE']);
  });

  test.each([
    ['a seat with tickets', seller('shop-1', ['tickets'], 's-2'), []],
    ['a seat without', seller('shop-1', ['chat', 'reports']), ['FORBIDDEN']],
    ['the buyer', buyer(), ['FORBIDDEN']],
    ['staff', staff, ['FORBIDDEN']],
    ['another shop', seller('shop-2'), ['NOT_FOUND']],
  ])('TK-17 AC-1 by %s', async (_, person, expected) => {
    const { id } = await judged();
    expect(codesOf(await appeal(node(), id, person))).toEqual(expected);
  });

  test.each([
    ['the shop', seller(), ['FORBIDDEN']],
    ['the buyer', buyer(), ['FORBIDDEN']],
    ['the back end', system, ['FORBIDDEN']],
    ['staff', staff, []],
  ])('TK-17 AC-1 decided by %s', async (_, person, expected) => {
    const { id } = await judged();
    await done(appeal(node(), id));
    expect(codesOf(await decide(node(), id, {}, person))).toEqual(expected);
  });

  test('TK-17 decided once, and not before it was made', async () => {
    const { id } = await judged();
    expect(codesOf(await decide(node(), id))).toEqual(['APPEAL_CLOSED']);
    await done(appeal(node(), id));
    await node().stopClockAt(OPENED + 30 * DAY);
    await done(decide(node(), id));
    expect(codesOf(await decide(node(), id))).toEqual(['APPEAL_CLOSED']);
  });

  test.each([
    [{ upheld: true }, ['INVALID_INPUT']],
    [{ upheld: true, verdict: SELLER_LIABLE }, ['INVALID_INPUT']],
    [{ upheld: true, verdict: NO_FAULT }, []],
    [{ upheld: false, verdict: NO_FAULT }, ['INVALID_INPUT']],
    [{ upheld: false }, []],
    [{ upheld: true, verdict: NO_FAULT, revokeViolationIds: ['vio_1'] }, ['NOT_FOUND']],
    [{ upheld: false, revokeViolationIds: ['vio_1'] }, ['INVALID_INPUT']],
  ])('TK-17 decided with %j', async (input, expected) => {
    const { id, orderId } = await judged();
    await done(appeal(node(), id));
    expect(codesOf(await decide(node(), id, input))).toEqual(expected);
    const isUpheld = expected.length === 0 && input.upheld;
    expect(await metricOf(node(), orderId)).toBe(isUpheld ? 0 : 1);
  });

  test('TK-17 rejected: the judgment stands, and the buyer is not bothered', async () => {
    const { id, orderId } = await judged();
    await done(appeal(node(), id));
    await done(decide(node(), id, { note: 'No proof.' }));
    expect(await readTicket(node(), id)).toMatchObject({
      outcome: 'SELLER_LIABLE',
      appeal: { status: 'REJECTED', reason: 'It was sent.', note: 'No proof.', verdict: null },
    });
    expect(await metricOf(node(), orderId)).toBe(1);
    for (const person of [seller(), staff])
      expect((await newsOf(node(), id, person)).slice(-2)).toMatchObject([
        { kind: 'TICKET_APPEALED' },
        { kind: 'TICKET_APPEAL_REJECTED' },
      ]);
    expect((await newsOf(node(), id, buyer())).at(-1)).toMatchObject({
      kind: 'TICKET_ADJUDICATED',
    });
    expect((await wordsAbout(node(), id)).at(-1).text).toBe(
      'The appeal is rejected: the judgment stands. No proof.',
    );
  });

  test.each([SELLER_NOT_LIABLE, NO_FAULT])(
    'TK-17 TK-15 upheld as %s: the metric is taken back by a counter-entry, nothing is deleted',
    async (verdict) => {
      const { id, orderId } = await judged();
      await done(appeal(node(), id));
      await node().stopClockAt(OPENED + 5 * DAY);
      await done(decide(node(), id, { upheld: true, verdict }));
      expect(await readTicket(node(), id)).toMatchObject({
        status: 'CLOSED',
        outcome: verdict,
        closedAt: '2023-01-30T07:20:00Z',
        judgment: { verdict: 'SELLER_LIABLE' },
        appeal: { status: 'UPHELD', verdict },
      });
      const sql =
        'SELECT kind, verdict, counts, counted_at FROM ticket_judgments WHERE order_id = ? ORDER BY judged_at';
      expect(await node().app.db.rows(sql, [orderId])).toEqual([
        { kind: 'GIVEN', verdict: 'SELLER_LIABLE', counts: 1, counted_at: OPENED },
        { kind: 'APPEALED', verdict, counts: -1, counted_at: OPENED },
      ]);
      for (const person of [seller(), staff, buyer()])
        expect((await newsOf(node(), id, person)).at(-1)).toMatchObject({
          kind: 'TICKET_APPEAL_UPHELD',
          ticket: { outcome: verdict },
        });
      expect((await readTicket(node(), id, buyer())).history.at(-1)).toMatchObject({
        rule: 'TK-17',
        from: 'SELLER_LIABLE',
        to: verdict,
      });
    },
  );

  test('TK-15 TK-17 another judgment of the order that stands counts in its place', async () => {
    const { id, orderId } = await judged();
    const { id: second } = await judged(SELLER_LIABLE, orderId);
    await done(appeal(node(), id));
    await done(decide(node(), id, { upheld: true, verdict: NO_FAULT }));
    expect(await metricOf(node(), orderId)).toBe(1);
    await done(appeal(node(), second));
    await done(decide(node(), second, { upheld: true, verdict: NO_FAULT }));
    expect(await metricOf(node(), orderId)).toBe(0);
    await judged(SELLER_LIABLE, orderId);
    expect(await metricOf(node(), orderId)).toBe(1);
  });

  test('TK-15 TK-17 taking back a judgment that did not count changes no metric', async () => {
    const { orderId } = await judged();
    const { id: second } = await judged(SELLER_LIABLE, orderId);
    await done(appeal(node(), second));
    await done(decide(node(), second, { upheld: true, verdict: NO_FAULT }));
    expect(await metricOf(node(), orderId)).toBe(1);
  });

  test('TK-17 appeals are listed for the shop and staff, and for nobody else', async () => {
    const { id } = await judged();
    await done(appeal(node(), id));
    const query = `{ appeals(first: 100, filter: {status: [SUBMITTED]}) { totalCount nodes { status ticket { id } } } }`;
    const listed = async (person: typeof staff) => {
      const { appeals } = (await node().ask(person, query)).data;
      expect(appeals.nodes).toHaveLength(appeals.totalCount);
      return appeals.nodes.map(({ ticket }: { ticket: { id: string } | null }) => ticket?.id);
    };
    for (const person of [seller(), staff]) expect(await listed(person)).toContain(id);
    for (const person of [buyer(), seller('shop-2')]) expect(await listed(person)).toEqual([]);
    await done(decide(node(), id));
    expect(await listed(staff)).not.toContain(id);
  });

  test('TK-17 the time to appeal is the policy’s when the judgment is given', async () => {
    const alone = await startNode(await database.createUrl());
    await openShop(alone);
    await alone.stopClockAt(OPENED);
    const id = await opened(alone, await placeOrder(alone));
    await disagree(alone, id);
    await done(act(alone, staff, publishPolicy, { effectiveFrom: OPENED, appealWithinDays: 1 }));
    await done(judge(alone, id));
    expect(await readTicket(alone, id)).toMatchObject({ appealBy: '2023-01-31T07:20:00Z' });
    await alone.stopClockAt(OPENED + DAY + 1_000);
    expect(codesOf(await appeal(alone, id))).toEqual(['APPEAL_CLOSED']);
    await alone.stop();
  });
});
