/** What can happen to an order and its cards, each performed on the reference and on the order under test. */
import fc from 'fast-check';
import { endOfDay, dayOf, HOUR, plusDays, SECOND, toSecond } from './calendar';
import { no, REASONS, type NewCard } from './model.types';
import type { OrderModel } from './order.model';
import type { OrderUnderTest } from './order-under-test';
import { anybody, asPermitted, personOf, remark, Step, type Commands } from './step';

/** A day by its distance from the first or last one allowed. */
const day = fc.oneof(
  { weight: 6, arbitrary: fc.record({ from: fc.constant('earliest'), days: fc.nat(4) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      from: fc.constantFrom('earliest', 'latest'),
      days: fc.constantFrom(-1, 0, 1),
    }),
  },
);

export const send: Commands = fc
  .record({
    by: anybody('seller'),
    day,
    reason: fc.constantFrom(...REASONS),
    remark,
    again: fc.constantFrom('', '', '', 'the same', 'another day'),
  })
  .map(({ by, day, again, ...words }) => {
    const said = `${by} sends ${day.from}${day.days < 0 ? '' : '+'}${String(day.days)} ${again}`;
    return new Step(said.trim(), async (model, order) => {
      const first = day.from === 'earliest' ? model.earliest : model.latest;
      const card = { ...words, shipDate: plusDays(first, day.days) };
      const key = again === '' ? undefined : order.nextKey();
      const sent = asPermitted(by, ['seller'], () => model.send(card));
      expect(await order.send(personOf(by, order), card, key)).toEqual(sent);
      if (key !== undefined && sent.codes.length === 0) await sendAgain(order, card, key, again);
    });
  });

/** §10: the same key and input answer the same; the same key with another input is a conflict. */
async function sendAgain(order: OrderUnderTest, card: NewCard, key: string, again: string) {
  const input = again === 'the same' ? card : { ...card, shipDate: plusDays(card.shipDate, 1) };
  const codes = again === 'the same' ? [] : ['IDEMPOTENCY_CONFLICT'];
  const known = [...order.cardIds];
  expect(await order.send(order.seller, input, key)).toEqual({ codes });
  expect(order.cardIds).toEqual(known);
}

export const answer: Commands = fc
  .record({
    by: anybody('buyer'),
    which: fc.oneof(
      { weight: 5, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }) },
    ),
    status: fc.constantFrom('ACCEPTED' as const, 'DECLINED' as const),
  })
  .map(({ by, which, status }) => {
    const card = which === 0 ? 'the newest card' : `card ${String(which)}`;
    return new Step(`${by}: ${card} ${status}`, async (model, order) => {
      const number = which === 0 ? model.cards.length : which;
      const outcome = asPermitted(by, ['buyer'], () => model.answer(number, status));
      const known = model.cards[number - 1] === undefined ? no('NOT_FOUND') : outcome;
      expect(await order.answer(personOf(by, order), number, status)).toEqual(known);
    });
  });

export const consign: Commands = anybody('seller', 'a bare seat').map(
  (by) =>
    new Step(`${by} consigns`, async (model, order) => {
      const outcome = asPermitted(by, ['seller', 'a bare seat'], () => model.consign());
      expect(await order.consign(personOf(by, order))).toEqual(outcome);
    }),
);

export const close: Commands = anybody('system').map(
  (by) =>
    new Step(`${by} closes`, async (model, order) => {
      const outcome = asPermitted(by, ['system'], () => model.close());
      expect(await order.close(personOf(by, order))).toEqual(outcome);
    }),
);

export const write: Commands = fc
  .record({
    by: anybody('buyer', 'seller'),
    text: fc.constantFrom('在吗？', 'x'.repeat(2_000), 'x'.repeat(2_001), ' '),
  })
  .map(
    ({ by, text }) =>
      new Step(`${by} writes ${String(text.length)} characters`, async (model, order) => {
        const sender = by === 'buyer' ? 'BUYER' : 'SELLER';
        const outcome = asPermitted(by, ['buyer', 'seller'], () => model.write(sender, text));
        expect(await order.write(personOf(by, order), text)).toEqual(outcome);
      }),
  );

/** When a carrier says that something happened. */
const moment = fc.oneof(
  { weight: 3, arbitrary: fc.constant('now') },
  { weight: 2, arbitrary: fc.constantFrom('ship-by-1s', 'ship-by', 'ship-by+1s') },
  { weight: 1, arbitrary: fc.constantFrom('an hour ago', 'before payment', 'in a second') },
);

function instantOf(when: string, { now, shipBy, start }: OrderModel): number {
  const instants: Record<string, number> = {
    now,
    'ship-by-1s': shipBy - SECOND,
    'ship-by': shipBy,
    'ship-by+1s': shipBy + SECOND,
    'an hour ago': now - HOUR,
    'before payment': start.paidAt - HOUR,
    'in a second': now + SECOND,
  };
  return instants[when] ?? now;
}

export const pickUp: Commands = moment.map(
  (when) =>
    new Step(`picked up ${when}`, async (model, order) => {
      const at = instantOf(when, model);
      const outcome = model.pickUp(at);
      expect(await order.pickUp(at)).toEqual(outcome);
    }),
);

export const deliver: Commands = moment.map(
  (when) =>
    new Step(`delivered ${when}`, async (model, order) => {
      const at = instantOf(when, model);
      const outcome = model.deliver(at);
      expect(await order.deliver(at)).toEqual(outcome);
    }),
);

/** OR-9: what makes it another order under the same number. */
const difference = fc.constantFrom('', '', '', 'buyerId', 'worryFree', 'paidAt', 'lines', 'shipBy');

function differing(name: string, { start, original }: OrderModel) {
  const unitPrice = { amountMinor: 1, currency: 'CNY' };
  const shipBy = original + SECOND;
  const differences: Record<string, object> = {
    buyerId: { buyerId: 'somebody-else' },
    worryFree: { worryFree: true },
    paidAt: { paidAt: start.paidAt + SECOND },
    lines: { lines: [{ title: 'A teapot', quantity: 2, unitPrice }] },
    shipBy: { promisedHours: null, shipByDate: null, shipBy },
  };
  return differences[name] ?? {};
}

export const importAgain: Commands = fc
  .record({ difference, when: fc.option(moment) })
  .map(({ difference, when }) => {
    const said = [difference && `another ${difference}`, when && `picked up ${when}`];
    return new Step(`imported again ${said.filter(Boolean).join(', ')}`, async (model, order) => {
      const pickedUpAt = when === null ? null : instantOf(when, model);
      const outcome = model.importAgain(pickedUpAt, difference !== '');
      const changes = { ...differing(difference, model), ...(when !== null && { pickedUpAt }) };
      expect(await order.importAgain(changes)).toEqual(outcome);
    });
  });

/** Where the clock goes: by a span, or to what matters, most often to the card's deadline. */
const target = fc.oneof(
  { weight: 2, arbitrary: fc.tuple(fc.constant('seconds'), fc.integer({ min: 1, max: 90 })) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('hours'), fc.integer({ min: 1, max: 12 })) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('answer-by'), fc.constantFrom(-1, 0, 1)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('ship-by'), fc.constantFrom(-1, 0, 1, 2)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('midnight'), fc.constantFrom(-1, 0, 1)) },
);

function instantAt(to: string, by: number, { now, shipBy, pending }: OrderModel): number {
  if (to === 'seconds') return now + by * SECOND;
  if (to === 'hours') return now + by * HOUR;
  if (to === 'midnight') return endOfDay(dayOf(now)) + by * SECOND;
  return (to === 'ship-by' ? shipBy : (pending?.answerBy ?? now)) + by * SECOND;
}

export const moveClock: Commands = fc
  .record({ target, fraction: fc.constantFrom(0, 0, 1, 999) })
  .map(({ target: [to, by], fraction }) => {
    const said = `clock to ${to}${by < 0 ? '' : '+'}${String(by)}.${String(fraction)}`;
    return new Step(said, (model, order) =>
      moveTo(model, order, toSecond(instantAt(to, by, model)) + fraction),
    );
  });

export async function moveTo(
  model: OrderModel,
  order: OrderUnderTest,
  instant: number,
): Promise<void> {
  if (instant <= model.now) return;
  model.moveTo(instant);
  await order.moveTo(instant);
}

export async function sweepNow(model: OrderModel, order: OrderUnderTest): Promise<void> {
  model.record();
  await order.sweep();
}

export const sweep: Commands = fc.constant(new Step('sweep', sweepNow));
