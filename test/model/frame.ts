/** How every history begins and ends, and what it is made of in between. */
import fc from 'fast-check';
import { DAY, HOUR, plusDays, SECOND } from './calendar';
import { FIRST, type Epoch } from './market-under-test';
import type { Start } from './model.types';
import {
  answer,
  close,
  consign,
  deliver,
  importAgain,
  moveClock,
  moveTo,
  pickUp,
  send,
  sweep,
  sweepNow,
  write,
} from './order.commands';
import type { OrderModel } from './order.model';
import type { OrderUnderTest } from './order-under-test';
import { approve, cancel, complain, publish, reject, submit } from './settlement.commands';
import { expectAgreed } from './step';
import { staff } from '../support/people';

/** What ends an order comes rarely: histories get deep before it. */
const often = [send, send, send, answer, answer, moveClock, moveClock];
const reports = [submit, submit, submit, approve, approve, reject, cancel];
const seldom = fc.oneof(pickUp, consign, close, deliver, importAgain);
export const commands = [
  ...often,
  ...often,
  ...often,
  ...reports,
  ...[publish, publish, publish, complain],
  ...[write, write, sweep, sweep, seldom, seldom, seldom, seldom],
];

/** What has happened already when the random steps begin: few of them get as far by themselves. */
export interface Beginning {
  /** Cards sent and declined. */
  readonly declined: number;
  /** Whether a report waits for staff. */
  readonly reports: boolean;
  /** Whether a card was accepted, with the report still waiting or granted while the card was open. */
  readonly agrees: 'waiting' | 'granted' | null;
}

export const beginning: fc.Arbitrary<Beginning> = fc.record({
  declined: fc.constantFrom(0, 0, 0, 1, 2),
  reports: fc.boolean(),
  agrees: fc.constantFrom(null, null, null, null, null, null, 'waiting', 'granted'),
});

export async function begin(model: OrderModel, order: OrderUnderTest, begun: Beginning) {
  for (let card = 0; card < begun.declined; card += 1) await offer(model, order, 'DECLINED');
  if (begun.reports) await submitNow(model, order);
  if (begun.agrees !== null) {
    const approves = begun.agrees === 'granted' && model.submitted !== undefined;
    await offer(model, order, 'ACCEPTED', () => (approves ? approveNow(model, order) : undefined));
  }
  await expectAgreed(model, order);
}

async function offer(
  model: OrderModel,
  order: OrderUnderTest,
  answer: 'ACCEPTED' | 'DECLINED',
  meanwhile?: () => Promise<void> | undefined,
): Promise<void> {
  const card = { shipDate: model.earliest, reason: 'OTHER', remark: null } as const;
  expect(await order.send(order.seller, card)).toEqual(model.send(card));
  await meanwhile?.();
  const number = model.cards.length;
  expect(await order.answer(order.buyer, number, answer)).toEqual(model.answer(number, answer));
}

async function submitNow(model: OrderModel, order: OrderUnderTest): Promise<void> {
  const report = { newShipBy: model.shipBy + 2 * DAY, remark: null, withEvidence: true };
  expect(await order.submit(order.seller, report)).toEqual(model.submit(report));
}

export interface Ending {
  /** How long after the ship-by somebody looks. */
  readonly waits: number;
  readonly complains: boolean;
  /** Whether a report is submitted before that, if one can be, and approved after. */
  readonly reports: boolean;
  /** How long after the ship-by the scan was that arrives last. */
  readonly scannedAfter: number;
}

export const ending: fc.Arbitrary<Ending> = fc.record({
  waits: fc.constantFrom(0, 999, 60 * SECOND, HOUR),
  complains: fc.boolean(),
  reports: fc.constantFrom(false, false, true),
  scannedAfter: fc.constantFrom(0, 999, SECOND),
});

/** Ends every history alike: all deadlines over, everything recorded and settled, and a carrier's scan that comes late. */
export async function finish(model: OrderModel, order: OrderUnderTest, end: Ending): Promise<void> {
  await expectChronicle(model, order);
  if (end.reports) await submitNow(model, order);
  await letPass(model, order, end.waits);
  if (end.complains) await complainNow(model, order);
  if (end.reports && model.submitted !== undefined) {
    await approveNow(model, order);
    await letPass(model, order, end.waits);
  }
  const at = model.shipBy + end.scannedAfter;
  expect(await order.pickUp(at)).toEqual(model.pickUp(at));
  await expectAgreed(model, order);
  await complainNow(model, order);
  await expectChronicle(model, order);
}

async function letPass(model: OrderModel, order: OrderUnderTest, waits: number): Promise<void> {
  await moveTo(model, order, model.shipBy + SECOND + waits);
  await expectAgreed(model, order);
  await sweepNow(model, order);
  await expectAgreed(model, order);
}

async function complainNow(model: OrderModel, order: OrderUnderTest): Promise<void> {
  expect(await order.complain(order.buyer)).toEqual(model.complain());
  await expectAgreed(model, order);
}

async function approveNow(model: OrderModel, order: OrderUnderTest): Promise<void> {
  const number = model.reports.length;
  const approved = model.endReport(number, 'APPROVED');
  expect(await order.endReport(staff, number, 'APPROVED')).toEqual(approved);
  await expectAgreed(model, order);
}

async function expectChronicle(model: OrderModel, order: OrderUnderTest): Promise<void> {
  const { messages, buyerEntries, shopEntries, staffEntries } = model;
  const changes = [...model.changes].sort((a, b) => a.at - b.at);
  const changesForBuyer = changes.filter(({ subject }) => !subject.startsWith('report'));
  expect(await order.chronicle()).toEqual({
    ...{ messages, buyerEntries, shopEntries, staffEntries },
    ...{ changes, changesForBuyer },
  });
}

const PAID = FIRST + 10 * HOUR;

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
      { weight: 2, arbitrary: fc.nat(6 * DAY) },
    ),
    pickedUpAfter: fc.oneof(
      { weight: 24, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.nat(6 * DAY) },
    ),
    goodsMinor: fc.constantFrom(0, 4_989, 5_005, 19_900, 19_905, 30_005, 99_995, 250_000),
    promising: fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      {
        weight: 1,
        arbitrary: fc.record({
          promisedHours: fc.constantFrom(24, 96),
          afterPayment: fc.constantFrom(-1, 0, 1),
        }),
      },
    ),
  })
  .map(({ after, pickedUpAfter, promising, ...rest }) => ({
    ...rest,
    importedAt: rest.paidAt + Math.max(after, pickedUpAfter ?? 0),
    pickedUpAt: pickedUpAfter === null ? null : rest.paidAt + pickedUpAfter,
    published: promising && {
      promisedHours: promising.promisedHours,
      effectiveFrom: rest.paidAt + promising.afterPayment,
    },
    policyVersion: 1,
  }));

/** The same beginning, so much later. */
export function startAt(start: Start, { offset, policyVersion }: Epoch): Start {
  const { shipBy, shipByDate } = start.promise;
  const { published, pickedUpAt } = start;
  return {
    ...start,
    policyVersion,
    paidAt: start.paidAt + offset,
    importedAt: start.importedAt + offset,
    pickedUpAt: pickedUpAt === null ? null : pickedUpAt + offset,
    published: published && { ...published, effectiveFrom: published.effectiveFrom + offset },
    promise: {
      ...start.promise,
      ...(shipBy !== undefined && { shipBy: shipBy + offset }),
      ...(shipByDate !== undefined && { shipByDate: plusDays(shipByDate, offset / DAY) }),
    },
  };
}
