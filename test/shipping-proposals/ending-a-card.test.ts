import { closeOrder } from '../../src/orders/close-order';
import { consignOrder } from '../../src/orders/consign-order';
import { importPickups } from '../../src/orders/import-scans';
import { eachDatabase } from '../services/databases';
import { answer, messagesOf, readCard, readOrder, sent } from '../support/cards';
import { entriesAbout } from '../support/inbox';
import { act, codesOf, done, placeOrder } from '../support/market';
import type { TestNode } from '../support/node';
import { buyer, seller, system } from '../support/people';
import { around, shanghai, sharedNode } from '../support/shared-node';

const NOON = shanghai('2023-01-30 12:00:00');
const ANSWER_BY = around(NOON + 86_400_000);

interface Parcel {
  readonly orderId: string;
  readonly orderNo: string;
}

/** The three ways in which an order stops waiting for shipment. */
const ENDINGS = {
  CONSIGNED: (node: TestNode, { orderId }: Parcel) =>
    done(act(node, seller(), consignOrder, { orderId })),
  PICKED_UP: (node: TestNode, { orderNo }: Parcel) =>
    done(
      act(node, system, importPickups, {
        pickups: [{ shopId: 'shop-1', orderNo, pickedUpAt: NOON }],
      }),
    ),
  CLOSED: (node: TestNode, { orderId }: Parcel) =>
    done(act(node, system, closeOrder, { orderId, reason: 'refunded' })),
};

eachDatabase('the end of a card', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(NOON));

  let numbers = 0;
  async function place() {
    const orderNo = `ending-${String((numbers += 1))}`;
    const orderId = await placeOrder(node(), { orderNo });
    return { orderId, orderNo, id: await sent(node(), orderId) };
  }

  describe.each(Object.keys(ENDINGS) as (keyof typeof ENDINGS)[])('by %s', (ending) => {
    test('SP-13 SP-9 voids it, says so to both, and leaves the ship-by as it was', async () => {
      const parcel = await place();
      await ENDINGS[ending](node(), parcel);
      expect(await readCard(node(), parcel.id)).toMatchObject({
        status: 'VOIDED',
        secondsLeft: null,
      });
      const messages = await messagesOf(node(), parcel.orderId);
      expect(messages).toMatchObject([
        { kind: 'CARD' },
        { kind: 'SYSTEM', code: 'PROPOSAL_VOIDED' },
      ]);
      expect(await messagesOf(node(), parcel.orderId, buyer())).toEqual(messages);
      expect(await readOrder(node(), parcel.orderId)).toMatchObject({
        status: ending,
        shipBy: '2023-02-01T02:00:00Z',
        shipBySource: 'ORIGINAL',
      });
      expect(codesOf(await answer(node(), 'ACCEPT', parcel.id))).toEqual(['PROPOSAL_NOT_PENDING']);
    });

    test('SP-13 IN-1 one entry in each inbox tells of the act and the card it voided', async () => {
      const parcel = await place();
      await ENDINGS[ending](node(), parcel);
      const kind = {
        CONSIGNED: 'ORDER_CONSIGNED',
        PICKED_UP: 'ORDER_PICKED_UP',
        CLOSED: 'ORDER_CLOSED',
      };
      for (const person of [seller(), buyer()]) {
        const entries = await entriesAbout(node(), parcel.orderId, person);
        expect(entries.slice(2)).toMatchObject([
          { kind: kind[ending], proposal: { id: parcel.id }, message: { code: 'PROPOSAL_VOIDED' } },
        ]);
      }
    });

    test.each([
      ['a second before its deadline', ANSWER_BY.before, 'VOIDED'],
      ['at its deadline', ANSWER_BY.at, 'VOIDED'],
      ['a second after it, when it had expired', ANSWER_BY.after, 'EXPIRED'],
    ])('SP-13 SP-6 %s', async (_, now, status) => {
      const parcel = await place();
      await node().stopClockAt(now);
      await ENDINGS[ending](node(), parcel);
      expect(await readCard(node(), parcel.id)).toMatchObject({ status });
      const [, end, ...more] = await messagesOf(node(), parcel.orderId);
      expect(end).toMatchObject({ code: `PROPOSAL_${status}` });
      expect(more).toEqual([]);
    });

    test('SP-13 leaves an answered card as it is, and sends no message', async () => {
      const parcel = await place();
      await done(answer(node(), 'ACCEPT', parcel.id));
      await ENDINGS[ending](node(), parcel);
      expect(await readCard(node(), parcel.id)).toMatchObject({ status: 'ACCEPTED' });
      expect(await messagesOf(node(), parcel.orderId)).toHaveLength(2);
    });
  });

  test('SP-13 SP-6 by its deadline: a system message to both, told by nobody', async () => {
    const { orderId, id } = await place();
    await node().stopClockAt(ANSWER_BY.after);
    await node().recordDue();
    for (const person of [seller(), buyer()]) {
      expect((await messagesOf(node(), orderId, person)).slice(1)).toMatchObject([
        { kind: 'SYSTEM', sender: 'SYSTEM', code: 'PROPOSAL_EXPIRED' },
      ]);
      expect((await entriesAbout(node(), orderId, person)).slice(2)).toMatchObject([
        { kind: 'PROPOSAL_EXPIRED', actor: 'SYSTEM', proposal: { id, status: 'EXPIRED' } },
      ]);
    }
    expect((await readCard(node(), id)).history.at(-1)).toMatchObject({
      at: '2023-01-31T04:00:01Z',
      actor: 'SYSTEM',
      actorId: null,
      rule: 'SP-6',
      to: 'EXPIRED',
    });
  });

  test('SP-10 however a card ends, its message reads as it was sent', async () => {
    for (const ending of [...Object.values(ENDINGS), undefined]) {
      const parcel = await place();
      const [card] = await messagesOf(node(), parcel.orderId);
      if (ending === undefined) await node().stopClockAt(ANSWER_BY.after);
      else await ending(node(), parcel);
      await node().recordDue();
      expect((await messagesOf(node(), parcel.orderId))[0]).toEqual(card);
      await node().stopClockAt(NOON);
    }
  });
});
