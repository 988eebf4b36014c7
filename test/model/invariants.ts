/** What must hold of an order's money after every step, asked from the database and not from the reference (CO-2, CO-4, CO-5). */
import type { OrderUnderTest } from './order-under-test';

const STANDING = `SELECT kind, ship_by, amount_minor AS amount FROM compensations
  WHERE order_id = ? AND status = 'PAID'`;
const MOVED = `SELECT COALESCE(SUM(buyer_minor), 0) AS buyer,
    COALESCE(SUM(buyer_minor + shop_minor + clearing_minor), 0) AS balance
  FROM ledger_postings WHERE order_id = ?`;
const AGREED = 'SELECT agreed_ship_by AS agreed FROM orders WHERE id = ?';

interface Standing {
  readonly kind: string;
  readonly ship_by: number;
  readonly amount: number;
}

export async function expectSound({ orderId, market }: OrderUnderTest): Promise<void> {
  const { db } = market.node.app;
  const [standing, [moved], [order]] = await Promise.all([
    db.rows<Standing>(STANDING, [orderId]),
    db.rows<Record<'buyer' | 'balance', number | string>>(MOVED, [orderId]),
    db.rows<{ agreed: number | null }>(AGREED, [orderId]),
  ]);
  expect(standing.length).toBeLessThanOrEqual(1);
  const unasked = standing.filter(({ kind }) => kind === 'AUTOMATIC');
  expect(unasked.map(({ ship_by }) => ship_by)).not.toContain(order?.agreed);
  expect(Number(moved?.balance)).toBe(0);
  expect(Number(moved?.buyer)).toBe(standing[0]?.amount ?? 0);
}
