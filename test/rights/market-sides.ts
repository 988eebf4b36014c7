/** The two sides of the market of these tests: a shop with its one buyer, twice. */
import type { OrderRow } from '../../src/orders/order.check';
import { placeOrder } from '../support/market';
import type { TestNode } from '../support/node';
import { buyer, seller, type Person } from '../support/people';

export const HOUR = 3_600_000;
/** The clock stands here while things are done, and two hours later when they are looked at. */
export const BEGIN = Date.parse('2023-01-30T12:00:00+08:00');

/** One shop and its one buyer. */
export interface Side {
  readonly shopId: string;
  readonly buyer: Person;
  readonly seller: Person;
  readonly seatId: string;
  place(row?: Partial<OrderRow>): Promise<string>;
}

export function sideOf(node: TestNode, number: 1 | 2): Side {
  const shopId = `shop-${String(number)}`;
  const seatId = number === 1 ? 'seat-tickets' : 'seat-2';
  const buyerId = `buyer-${String(number)}`;
  return {
    shopId,
    seatId,
    buyer: buyer(buyerId),
    seller: seller(shopId, ['owner'], number === 1 ? 'seat-owner' : 'seat-2'),
    place: (row = {}) => placeOrder(node, { shopId, buyerId, paidAt: BEGIN - HOUR, ...row }),
  };
}
