/** What can happen to an order, each performed on the reference and on the order under test, and all answers compared. */
import fc from 'fast-check';
import { staff, buyer as buyerNamed, seller as sellerOf, system } from '../support/people';
import { DAY, endOfDay, dayOf, HOUR, plusDays, SECOND, toSecond } from './calendar';
import { REASONS, type NewCard, type Outcome, type Start } from './model.types';
import { no, type OrderModel } from './order.model';
import type { OrderUnderTest } from './order-under-test';

type Play = (model: OrderModel, order: OrderUnderTest) => Promise<void>;
type Commands = fc.Arbitrary<fc.AsyncCommand<OrderModel, OrderUnderTest>>;

class Step implements fc.AsyncCommand<OrderModel, OrderUnderTest> {
  constructor(
    private readonly said: string,
    private readonly play: Play,
  ) {}

  /** Always: refusals are answers too. */
  check(): boolean {
    return true;
  }

  async run(model: OrderModel, order: OrderUnderTest): Promise<void> {
    await this.play(model, order);
    expect(await order.answers()).toEqual(model.answers());
  }

  toString(): string {
    return this.said;
  }
}

const strangers = {
  'another buyer': buyerNamed('a-stranger'),
  'another shop': sellerOf('another-shop'),
  staff,
} as const;

type By = 'buyer' | 'seller' | 'system' | 'a bare seat' | keyof typeof strangers;

function personOf(by: By, order: OrderUnderTest) {
  if (by === 'buyer') return order.buyer;
  if (by === 'seller') return order.seller;
  if (by === 'system') return system;
  return by === 'a bare seat' ? sellerOf(order.seller.shop, [], 'bare') : strangers[by];
}

/** AC-1: what is not theirs does not exist; what they see and may not do is forbidden. */
function asPermitted(by: By, permitted: readonly By[], outcome: () => Outcome): Outcome {
  if (permitted.includes(by)) return outcome();
  return no(by.startsWith('another') ? 'NOT_FOUND' : 'FORBIDDEN');
}

/** Mostly somebody who may, now and then anybody. */
const anybody = (...permitted: readonly By[]): fc.Arbitrary<By> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...permitted) },
    { weight: 1, arbitrary: fc.constantFrom<By>('buyer', 'seller', 'system', 'a bare seat') },
    { weight: 1, arbitrary: fc.constantFrom<By>('another buyer', 'another shop', 'staff') },
  );

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

const remark = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(null, '', '等货') },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(500), 'x'.repeat(501)) },
);

const send: Commands = fc
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

const answer: Commands = fc
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

const consign: Commands = anybody('seller', 'a bare seat').map(
  (by) =>
    new Step(`${by} consigns`, async (model, order) => {
      const outcome = asPermitted(by, ['seller', 'a bare seat'], () => model.consign());
      expect(await order.consign(personOf(by, order))).toEqual(outcome);
    }),
);

const close: Commands = anybody('system').map(
  (by) =>
    new Step(`${by} closes`, async (model, order) => {
      const outcome = asPermitted(by, ['system'], () => model.close());
      expect(await order.close(personOf(by, order))).toEqual(outcome);
    }),
);

const write: Commands = fc
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

const pickUp: Commands = moment.map(
  (when) =>
    new Step(`picked up ${when}`, async (model, order) => {
      const at = instantOf(when, model);
      const outcome = model.pickUp(at);
      expect(await order.pickUp(at)).toEqual(outcome);
    }),
);

const deliver: Commands = moment.map(
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

const importAgain: Commands = fc
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
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('ship-by', 'midnight'), fc.constantFrom(-1, 0, 1)),
  },
);

function instantAt(to: string, by: number, { now, shipBy, pending }: OrderModel): number {
  if (to === 'seconds') return now + by * SECOND;
  if (to === 'hours') return now + by * HOUR;
  if (to === 'midnight') return endOfDay(dayOf(now)) + by * SECOND;
  return (to === 'ship-by' ? shipBy : (pending?.answerBy ?? now)) + by * SECOND;
}

const moveClock: Commands = fc
  .record({ target, fraction: fc.constantFrom(0, 0, 1, 999) })
  .map(({ target: [to, by], fraction }) => {
    const said = `clock to ${to}${by < 0 ? '' : '+'}${String(by)}.${String(fraction)}`;
    return new Step(said, (model, order) =>
      moveTo(model, order, toSecond(instantAt(to, by, model)) + fraction),
    );
  });

async function moveTo(model: OrderModel, order: OrderUnderTest, instant: number): Promise<void> {
  if (instant <= model.now) return;
  model.moveTo(instant);
  await order.moveTo(instant);
}

async function sweepNow(model: OrderModel, order: OrderUnderTest): Promise<void> {
  model.record();
  await order.sweep();
}

const sweep: Commands = fc.constant(new Step('sweep', sweepNow));

/** What ends an order comes rarely: histories get deep before it. */
const often = [send, send, send, answer, answer, moveClock, moveClock];
const seldom = fc.oneof(pickUp, consign, close, deliver, importAgain);
export const commands = [...often, ...often, ...often, write, write, sweep, sweep, seldom, seldom];

/** Begins a history with so many cards declined: few random steps get as far as the last card. */
export async function begin(model: OrderModel, order: OrderUnderTest, cards: number) {
  for (let number = 1; number <= cards; number += 1) {
    const card = { shipDate: model.earliest, reason: 'OTHER', remark: null } as const;
    expect(await order.send(order.seller, card)).toEqual(model.send(card));
    const declined = model.answer(number, 'DECLINED');
    expect(await order.answer(order.buyer, number, 'DECLINED')).toEqual(declined);
  }
}

/** Ends every history in the same way: all deadlines over, everything recorded, and a carrier's scan that comes late. */
export async function finish(model: OrderModel, order: OrderUnderTest): Promise<void> {
  await expectChronicle(model, order);
  await moveTo(model, order, Math.max(model.now, model.shipBy + SECOND));
  expect(await order.answers()).toEqual(model.answers());
  await sweepNow(model, order);
  expect(await order.answers()).toEqual(model.answers());
  const at = model.shipBy + (model.messages.length % 2) * SECOND;
  expect(await order.pickUp(at)).toEqual(model.pickUp(at));
  expect(await order.answers()).toEqual(model.answers());
  await expectChronicle(model, order);
}

async function expectChronicle(model: OrderModel, order: OrderUnderTest): Promise<void> {
  const { messages, entries, changes } = model;
  const told = { messages, buyerEntries: entries, shopEntries: entries };
  const { changes: history, ...read } = await order.chronicle();
  expect(read).toEqual(told);
  expect(history).toEqual([...changes].sort((a, b) => a.at - b.at));
}

const PAID = Date.parse('2023-01-30T10:00:00+08:00');

/** Mostly an order paid just now; now and then one that is late or picked up before it comes. */
export const start: fc.Arbitrary<Start> = fc
  .record({
    kind: fc.oneof(
      { weight: 24, arbitrary: fc.constantFrom('PHYSICAL' as const, 'MADE_TO_ORDER' as const) },
      { weight: 1, arbitrary: fc.constantFrom('VIRTUAL' as const, 'SCHEDULED_DELIVERY' as const) },
    ),
    paidAt: fc.nat(3 * DAY).map((offset) => PAID + offset),
    promise: fc.oneof(
      { weight: 8, arbitrary: fc.constant({}) },
      { weight: 12, arbitrary: fc.record({ promisedHours: fc.integer({ min: 12, max: 200 }) }) },
      { weight: 1, arbitrary: fc.constant({ promisedHours: 40 * 24 }) },
      { weight: 2, arbitrary: fc.constant({ shipByDate: '2023-02-05' }) },
      { weight: 2, arbitrary: fc.constant({ shipBy: PAID + 4 * DAY }) },
    ),
    after: fc.oneof(
      { weight: 24, arbitrary: fc.nat(10 * HOUR) },
      { weight: 1, arbitrary: fc.nat(6 * DAY) },
    ),
    pickedUpAfter: fc.oneof(
      { weight: 24, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.nat(6 * DAY) },
    ),
  })
  .map(({ after, pickedUpAfter, ...rest }) => ({
    ...rest,
    importedAt: rest.paidAt + Math.max(after, pickedUpAfter ?? 0),
    pickedUpAt: pickedUpAfter === null ? null : rest.paidAt + pickedUpAfter,
  }));
