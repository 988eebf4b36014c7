import type { Answer } from '../../src/shipping-proposals/shipping-proposal.rules';
import { eachDatabase } from '../services/databases';
import { answer, answeredCard, messagesOf, readCard, readOrder, sent } from '../support/cards';
import { codesOf, done, placeOrder } from '../support/market';
import { buyer, seller, staff, system } from '../support/people';
import { around, shanghai, sharedNode } from '../support/shared-node';

const NOON = shanghai('2023-01-30 12:00:00');
const ANSWER_BY = around(NOON + 86_400_000);
const ANSWERS: Answer[] = ['ACCEPT', 'DECLINE'];

eachDatabase('answering a shipping proposal', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(NOON));

  async function place() {
    const orderId = await placeOrder(node());
    return { orderId, id: await sent(node(), orderId) };
  }

  describe.each(ANSWERS)('%s', (how) => {
    test.each([
      ['a second before the deadline', ANSWER_BY.before, []],
      ['at the deadline', ANSWER_BY.at, []],
      ['a second after it, without any sweep', ANSWER_BY.after, ['PROPOSAL_NOT_PENDING']],
    ])('SP-6 TM-3 TM-5 %s', async (_, now, expected) => {
      const { id } = await place();
      await node().stopClockAt(now);
      expect(codesOf(await answer(node(), how, id))).toEqual(expected);
    });

    test.each([
      ['the seller', seller(), ['FORBIDDEN']],
      ['staff', staff, ['FORBIDDEN']],
      ['the back end', system, ['FORBIDDEN']],
      ['another buyer', buyer('buyer-2'), ['NOT_FOUND']],
      ['another shop', seller('shop-2'), ['NOT_FOUND']],
    ])('AC-1 by %s', async (_, person, expected) => {
      const { id } = await place();
      expect(codesOf(await answer(node(), how, id, person))).toEqual(expected);
      expect(await readCard(node(), id)).toMatchObject({ status: 'PENDING' });
    });

    test('SP-12 again the same way: the same proposal, no second message', async () => {
      const { orderId, id } = await place();
      const first = await done(answer(node(), how, id));
      const before = await readOrder(node(), orderId);
      await node().stopClockAt(ANSWER_BY.after);
      expect(await done(answer(node(), how, id))).toBe(first);
      const { conversation } = await readOrder(node(), orderId);
      expect(conversation).toEqual(before.conversation);
    });

    test('SP-8 SP-9 SP-12 the answer shows the card as everybody reads it from then on, also the second time', async () => {
      const { id } = await place();
      for (let time = 0; time < 2; time += 1)
        expect(await answeredCard(node(), how, id)).toEqual(await readCard(node(), id));
    });

    test('SP-12 differently is refused with the state it is in', async () => {
      const { orderId, id } = await place();
      await done(answer(node(), how, id));
      const other = how === 'ACCEPT' ? 'DECLINE' : 'ACCEPT';
      const refused = await answer(node(), other, id);
      const status = how === 'ACCEPT' ? 'ACCEPTED' : 'DECLINED';
      expect(refused).toMatchObject({
        reasons: [{ code: 'PROPOSAL_NOT_PENDING', facts: { status } }],
      });
      expect(await readCard(node(), id)).toMatchObject({ status });
      expect(await messagesOf(node(), orderId)).toHaveLength(2);
    });

    test('SP-10 the answer is a system message; the card message does not change', async () => {
      const { orderId, id } = await place();
      const [card] = await messagesOf(node(), orderId);
      await done(answer(node(), how, id));
      const [again, result, ...more] = await messagesOf(node(), orderId);
      expect(again).toEqual(card);
      expect(more).toEqual([]);
      expect(result).toMatchObject({ number: 2, kind: 'SYSTEM', sender: 'SYSTEM', card: null });
      expect(result.code).toBe(how === 'ACCEPT' ? 'PROPOSAL_ACCEPTED' : 'PROPOSAL_DECLINED');
      expect(await messagesOf(node(), orderId, buyer())).toEqual([again, result]);
    });
  });

  test('SP-8 OR-2 OR-3 accepting makes the agreed day’s end the ship-by in force', async () => {
    const { orderId, id } = await place();
    const originalShipBy = '2023-02-01T02:00:00Z';
    expect(await readOrder(node(), orderId)).toMatchObject({
      shipBy: originalShipBy,
      shipBySource: 'ORIGINAL',
      originalShipBy,
      agreedShipBy: null,
    });
    await done(answer(node(), 'ACCEPT', id));
    expect(await readOrder(node(), orderId)).toMatchObject({
      shipBy: '2023-02-05T15:59:59Z',
      shipBySource: 'AGREED',
      originalShipBy,
      agreedShipBy: '2023-02-05T15:59:59Z',
    });
  });

  test.each([
    ['2023-02-05 23:59:58', 'RUNNING'],
    ['2023-02-05 23:59:59', 'RUNNING'],
    ['2023-02-06 00:00:00', 'BREACHED'],
  ])('SP-8 OR-6 an agreed order without pick-up at %s', async (now, sla) => {
    const { orderId, id } = await place();
    await done(answer(node(), 'ACCEPT', id));
    await node().stopClockAt(shanghai(now));
    expect(await readOrder(node(), orderId)).toMatchObject({ sla });
  });

  test('SP-9 declined, expired: the ship-by that was in force stays in force', async () => {
    const declined = await place();
    await done(answer(node(), 'DECLINE', declined.id));
    const expired = await place();
    await node().stopClockAt(ANSWER_BY.after);
    for (const { orderId } of [declined, expired])
      expect(await readOrder(node(), orderId)).toMatchObject({
        shipBy: '2023-02-01T02:00:00Z',
        shipBySource: 'ORIGINAL',
        agreedShipBy: null,
      });
  });

  test('SP-11 the buyer sees what accepting does; the actions are open until the deadline and not after', async () => {
    const { id } = await place();
    const until = '2023-01-31T04:00:00Z';
    const open = ANSWERS.map((action) => ({ action, allowed: true, reasons: [], until }));
    const over = ANSWERS.map((action) => ({
      action,
      allowed: false,
      reasons: ['PROPOSAL_NOT_PENDING'],
      until: null,
    }));
    expect(await readCard(node(), id)).toMatchObject({
      availableActions: open,
      acceptEffect: {
        shipByBefore: '2023-02-01T02:00:00Z',
        shipByAfter: '2023-02-05T15:59:59Z',
        automaticCompensationEnds: true,
      },
    });
    await node().stopClockAt(ANSWER_BY.at);
    expect(await readCard(node(), id)).toMatchObject({ availableActions: open });
    await node().stopClockAt(ANSWER_BY.after);
    expect(await readCard(node(), id)).toMatchObject({ availableActions: over });
  });

  test('SP-11 the seller sees that the answer is the buyer’s', async () => {
    const { id } = await place();
    const { availableActions } = await readCard(node(), id, seller());
    for (const action of availableActions)
      expect(action).toMatchObject({ allowed: false, reasons: ['FORBIDDEN'], until: null });
  });

  test('SP-14 what happens at the deadline is said while the card is open, and not after', async () => {
    const { id } = await place();
    const said = 'void at 2023-01-31 12:00:00, and the ship-by stays 2023-02-01 10:00:00';
    await node().stopClockAt(ANSWER_BY.at);
    expect((await readCard(node(), id)).atDeadline).toContain(said);
    await node().stopClockAt(ANSWER_BY.after);
    expect((await readCard(node(), id)).atDeadline).toBeNull();
  });

  test('AC-1 an id that is none, or of another type, is not found', async () => {
    const { orderId } = await place();
    for (const id of ['', 'prp_1', orderId, 'prp_01h455vb4pex5vsknk084sn02q'])
      expect(codesOf(await answer(node(), 'ACCEPT', id))).toEqual(['NOT_FOUND']);
  });

  test('the history names who, by which rule, from what to what, by which policy', async () => {
    const { id } = await place();
    await done(answer(node(), 'ACCEPT', id));
    const { history } = await readCard(node(), id);
    const at = '2023-01-30T04:00:00Z';
    expect(history).toEqual([
      {
        at,
        actor: 'SELLER',
        actorId: 'shop-1-seat',
        rule: 'SP-1',
        from: null,
        to: 'PENDING',
        policyVersion: 1,
      },
      {
        at,
        actor: 'BUYER',
        actorId: 'buyer-1',
        rule: 'SP-8',
        from: 'PENDING',
        to: 'ACCEPTED',
        policyVersion: 1,
      },
    ]);
  });
});
