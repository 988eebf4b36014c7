import type { OrderRow } from '../../src/replay/order.row';

/** An order like any other; a test names what matters to it. */
export function orderRow(given: Partial<OrderRow> = {}): OrderRow {
  return {
    line: 2,
    orderNo: 'A1',
    sellerId: 'S1',
    buyerId: 'B1',
    paidAt: Date.parse('2023-01-01T00:00:00Z'),
    shipBy: Date.parse('2023-01-03T00:00:00Z'),
    pickedUpAt: undefined,
    deliveredAt: undefined,
    amountMinor: 6490,
    items: 1,
    ...given,
  };
}
