/** One thing that can happen to an order, by whom, and what is compared after it. */
import fc from 'fast-check';
import { staff, buyer as buyerNamed, seller as sellerOf, system } from '../support/people';
import { expectSound } from './invariants';
import { no, type Outcome } from './model.types';
import type { OrderModel } from './order.model';
import type { OrderUnderTest } from './order-under-test';

type Play = (model: OrderModel, order: OrderUnderTest) => Promise<void>;
export type Commands = fc.Arbitrary<fc.AsyncCommand<OrderModel, OrderUnderTest>>;

export class Step implements fc.AsyncCommand<OrderModel, OrderUnderTest> {
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
    await expectAgreed(model, order);
  }

  toString(): string {
    return this.said;
  }
}

/** The same answers, and what must hold whatever the reference says. */
export async function expectAgreed(model: OrderModel, order: OrderUnderTest): Promise<void> {
  const [answers] = await Promise.all([order.answers(), expectSound(order)]);
  expect(answers).toEqual(model.answers());
}

const strangers = {
  'another buyer': buyerNamed('a-stranger'),
  'another shop': sellerOf('another-shop'),
  staff,
} as const;

export type By = 'buyer' | 'seller' | 'system' | 'a bare seat' | keyof typeof strangers;

export function personOf(by: By, order: OrderUnderTest) {
  if (by === 'buyer') return order.buyer;
  if (by === 'seller') return order.seller;
  if (by === 'system') return system;
  return by === 'a bare seat' ? sellerOf(order.seller.shop, [], 'bare') : strangers[by];
}

/** AC-1: what is not theirs does not exist; what they see and may not do is forbidden. */
export function asPermitted(by: By, permitted: readonly By[], outcome: () => Outcome): Outcome {
  if (permitted.includes(by)) return outcome();
  return no(by.startsWith('another') ? 'NOT_FOUND' : 'FORBIDDEN');
}

/** Mostly somebody who may, now and then anybody. */
export const anybody = (...permitted: readonly By[]): fc.Arbitrary<By> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...permitted) },
    { weight: 1, arbitrary: fc.constantFrom<By>('buyer', 'seller', 'system', 'a bare seat') },
    { weight: 1, arbitrary: fc.constantFrom<By>('another buyer', 'another shop', 'staff') },
  );

export const remark = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(null, '', '等货') },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(500), 'x'.repeat(501)) },
);
