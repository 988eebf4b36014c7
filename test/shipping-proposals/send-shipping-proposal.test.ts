import { ProposalReason } from '../../src/shipping-proposals/shipping-proposal.entity';
import { OrderKind } from '../../src/orders/order.entity';
import { eachDatabase } from '../services/databases';
import { answer, messagesOf, readCard, readOrder, send, sent } from '../support/cards';
import { codesOf, placeOrder } from '../support/market';
import { buyer, seller, staff, system } from '../support/people';
import { around, shanghai, sharedNode } from '../support/shared-node';

const SHIP_BY = around(shanghai('2023-02-01 10:00:00'));
const NOON = shanghai('2023-01-30 12:00:00');

eachDatabase('shippingProposalSend', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(NOON));

  test('SP-1 SP-11 a seat sends a card, which appears in the buyer’s chat', async () => {
    const orderId = await placeOrder(node());
    const id = await sent(node(), orderId, { remark: 'the kiln is full' });
    const [card] = await messagesOf(node(), orderId, buyer());
    const facts = { shipDate: '2023-02-05', reason: 'STOCK_SHORTAGE', remark: 'the kiln is full' };
    const answerBy = '2023-01-31T04:00:00Z';
    expect(card).toMatchObject({ number: 1, kind: 'CARD', sender: 'SELLER', seat: 'shop-1-seat' });
    expect(card.card).toEqual({ proposalId: id, number: 1, answerBy, ...facts });
    expect(await readCard(node(), id)).toMatchObject({ id, status: 'PENDING', answerBy, ...facts });
  });

  test.each([
    ['in the second before the ship-by', SHIP_BY.before, []],
    ['in the second of the ship-by', SHIP_BY.at, []],
    ['in the second after the ship-by', SHIP_BY.after, ['SHIP_BY_PASSED']],
  ])('SP-1 TM-3 %s', async (_, now, expected) => {
    const orderId = await placeOrder(node());
    await node().stopClockAt(now);
    expect(codesOf(await send(node(), orderId))).toEqual(expected);
    expect((await readOrder(node(), orderId)).proposals).toHaveLength(1 - expected.length);
  });

  test.each([
    ['a seat without proposals', seller('shop-1', ['chat']), ['FORBIDDEN']],
    ['its buyer', buyer(), ['FORBIDDEN']],
    ['staff', staff, ['FORBIDDEN']],
    ['the back end', system, ['FORBIDDEN']],
    ['another shop', seller('shop-2'), ['NOT_FOUND']],
    ['another buyer', buyer('buyer-2'), ['NOT_FOUND']],
    ['a seat with proposals', seller('shop-1', ['proposals']), []],
  ])('SP-1 AC-1 AC-2 by %s', async (_, person, expected) => {
    const orderId = await placeOrder(node());
    expect(codesOf(await send(node(), orderId, {}, person))).toEqual(expected);
  });

  test.each(Object.values(OrderKind))('SP-2 SP-14 for an order of kind %s', async (kind) => {
    const orderId = await placeOrder(node(), { kind });
    const isShipped = kind === OrderKind.PHYSICAL || kind === OrderKind.MADE_TO_ORDER;
    const expected = isShipped ? [] : ['ORDER_KIND_NOT_SUPPORTED'];
    expect((await readOrder(node(), orderId)).canPropose.reasons).toEqual(expected);
    expect(codesOf(await send(node(), orderId))).toEqual(expected);
  });

  test('SP-3 three cards can be sent whatever becomes of them, a fourth is refused', async () => {
    const orderId = await placeOrder(node(), { promisedHours: 480 });
    await answer(node(), 'DECLINE', await sent(node(), orderId, { shipDate: '2023-02-20' }));
    const second = await sent(node(), orderId, { shipDate: '2023-02-21' });
    await node().stopClockAt(NOON + 86_401_000);
    const third = await sent(node(), orderId, { shipDate: '2023-02-22' });
    expect(await readCard(node(), second)).toMatchObject({ number: 2, status: 'EXPIRED' });
    await answer(node(), 'DECLINE', third);
    expect(await readOrder(node(), orderId)).toMatchObject({
      proposalsLeft: 0,
      canPropose: { allowed: false, reasons: ['PROPOSAL_LIMIT_REACHED'] },
    });
    expect(codesOf(await send(node(), orderId))).toEqual(['PROPOSAL_LIMIT_REACHED']);
    expect((await readOrder(node(), orderId)).proposals).toHaveLength(3);
  });

  test('SP-3 a refused attempt counts as none, and leaves nothing behind', async () => {
    const orderId = await placeOrder(node());
    for (let attempt = 1; attempt <= 4; attempt += 1)
      expect(codesOf(await send(node(), orderId, { shipDate: '2023-01-31' }))).toEqual([
        'SHIP_DATE_NOT_LATER',
      ]);
    expect(await readOrder(node(), orderId)).toMatchObject({
      proposalsLeft: 3,
      proposals: [],
      conversation: { lastNumber: 0 },
    });
    expect(await readCard(node(), await sent(node(), orderId))).toMatchObject({ number: 1 });
  });

  test('SP-4 after an acceptance no further card', async () => {
    const orderId = await placeOrder(node());
    await answer(node(), 'ACCEPT', await sent(node(), orderId));
    expect(codesOf(await send(node(), orderId, { shipDate: '2023-02-10' }))).toEqual([
      'PROPOSAL_ALREADY_ACCEPTED',
    ]);
    expect(await readOrder(node(), orderId)).toMatchObject({
      proposalsLeft: 0,
      canPropose: { allowed: false, reasons: ['PROPOSAL_ALREADY_ACCEPTED'] },
    });
  });

  test.each([
    ['a second before the deadline', -1_000, ['PROPOSAL_ALREADY_PENDING']],
    ['at the deadline', 0, ['PROPOSAL_ALREADY_PENDING']],
    ['a second after the deadline, without any sweep', 1_000, []],
  ])('SP-5 TM-5 a second card %s of a pending one', async (_, offset, expected) => {
    const orderId = await placeOrder(node());
    await sent(node(), orderId);
    await node().stopClockAt(NOON + 86_400_000 + offset);
    expect(codesOf(await send(node(), orderId))).toEqual(expected);
  });

  test.each([
    ['a day before the ship-by and a second', '2023-01-31 09:59:59', '2023-02-01T01:59:59Z'],
    ['a day before the ship-by', '2023-01-31 10:00:00', '2023-02-01T02:00:00Z'],
    ['a day before the ship-by less a second', '2023-01-31 10:00:01', '2023-02-01T02:00:00Z'],
    ['half an hour before the ship-by', '2023-02-01 09:30:00', '2023-02-01T02:00:00Z'],
  ])('SP-6 sent %s', async (_, now, answerBy) => {
    const orderId = await placeOrder(node());
    await node().stopClockAt(shanghai(now));
    expect(await readCard(node(), await sent(node(), orderId))).toMatchObject({ answerBy });
  });

  test.each([
    ['2023-01-31', ['SHIP_DATE_NOT_LATER']],
    ['2023-02-01', []],
    ['2023-03-01', []],
    ['2023-03-02', ['SHIP_DATE_TOO_FAR']],
  ])('SP-7 SP-14 the day %s, between the earliest and the latest', async (shipDate, expected) => {
    const orderId = await placeOrder(node());
    const { canPropose } = await readOrder(node(), orderId);
    expect(canPropose).toMatchObject({
      allowed: true,
      earliestShipDate: '2023-02-01',
      latestShipDate: '2023-03-01',
    });
    expect(codesOf(await send(node(), orderId, { shipDate }))).toEqual(expected);
  });

  test.each([
    ['2023-01-30 23:59:59', '2023-03-01'],
    ['2023-01-31 00:00:00', '2023-03-02'],
  ])('SP-7 TM-2 the latest day at %s in the platform zone', async (now, latestShipDate) => {
    const orderId = await placeOrder(node());
    await node().stopClockAt(shanghai(now));
    expect((await readOrder(node(), orderId)).canPropose).toMatchObject({ latestShipDate });
  });

  test('SP-14 the advice is given in the reader’s words', async () => {
    const orderId = await placeOrder(node());
    const { canPropose } = await readOrder(node(), orderId);
    expect(canPropose.advice).toMatch(/buyer/);
  });

  test('SP-14 every reason comes at once, in the question and in the refusal', async () => {
    const orderId = await placeOrder(node(), { kind: OrderKind.VIRTUAL });
    await node().stopClockAt(SHIP_BY.after);
    const reasons = ['ORDER_KIND_NOT_SUPPORTED', 'SHIP_BY_PASSED'];
    expect((await readOrder(node(), orderId)).canPropose.reasons).toEqual(reasons);
    expect((await readOrder(node(), orderId, buyer())).canPropose.reasons).toEqual([
      'FORBIDDEN',
      ...reasons,
    ]);
    expect(codesOf(await send(node(), orderId))).toEqual(reasons);
    const tooLong = await send(node(), orderId, { remark: 'x'.repeat(501) });
    expect(codesOf(tooLong)).toEqual(['INVALID_INPUT', ...reasons]);
  });

  test.each(Object.values(ProposalReason))('SP-15 the reason %s', async (reason) => {
    const id = await sent(node(), await placeOrder(node()), { reason });
    expect(await readCard(node(), id)).toMatchObject({ reason });
  });

  test('SP-15 a card without a reason, or with another, is no card', async () => {
    const orderId = await placeOrder(node());
    const attempt = (reason: string) =>
      node().ask(
        seller(),
        `mutation { shippingProposalSend(input: {orderId: "${orderId}", shipDate: "2023-02-05"${reason}}) { proposal { id } } }`,
      );
    expect((await attempt('')).errors).toHaveLength(1);
    expect((await attempt(', reason: BECAUSE')).errors).toHaveLength(1);
    expect((await readOrder(node(), orderId)).proposals).toEqual([]);
  });

  test.each([
    ['of 499 characters', '茶'.repeat(499), []],
    ['of 500 characters', '茶'.repeat(500), []],
    ['of 500 characters outside the basic plane', '🍵'.repeat(500), []],
    ['of 501 characters', '茶'.repeat(501), ['INVALID_INPUT']],
    ['that is empty', '', []],
  ])('SP-15 a remark %s', async (_, remark, expected) => {
    const orderId = await placeOrder(node());
    const result = await send(node(), orderId, { remark });
    expect(codesOf(result)).toEqual(expected);
    if (typeof result === 'string')
      expect(await readCard(node(), result)).toMatchObject({ remark });
  });
});
