/** `pickupImport` and `deliveryImport`: carriers' feeds, row by row; bad rows come back, good rows are kept (OR-11). */
import { checkKey, invalid } from '../lib/check';
import { refusal, Refused, refuse, UserErrorCode, type Refusal } from '../lib/refusal';
import { Role } from '../lib/viewer';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { checkParcel } from './consign-order';
import { OrderStatus, type Order } from './order.entity';
import { inboxesOf, recordDue } from './order.due';
import { findByNumber, lockOrders, updateOrder } from './order.repository';
import { afterDelivery, isPossible } from './order.rules';
import { recordPickup, type Scan } from './record-pickup';

export const MOST_ROWS = 500;

/** What became of one row: the id of its order, or why it was refused. */
export type RowResult = { readonly id: string } | { readonly reasons: readonly Refusal[] };

interface Row {
  readonly shopId: string;
  readonly orderNo: string;
}

interface PickupRow extends Row, Scan {}

interface DeliveryRow extends Row {
  readonly deliveredAt: number;
}

/** Bulk imports are the back end's (domain.md §10), at most 500 rows at once. */
export function refuseBulk(role: Role, rows: readonly unknown[], field: string): Refused | null {
  if (role !== Role.SYSTEM) return refuse(UserErrorCode.FORBIDDEN);
  return rows.length > MOST_ROWS
    ? new Refused([invalid(field, 'tooMany', { most: MOST_ROWS })])
    : null;
}

const keyOf = ({ shopId, orderNo }: Row): string => JSON.stringify([shopId, orderNo]);

/** The orders of the rows, locked and up to date, by shop and number. */
export async function lockRows(act: Act, rows: readonly Row[]): Promise<Map<string, Order>> {
  const wanted = new Set(rows.map(keyOf));
  const numbers = [...new Set(rows.map((row) => row.orderNo))];
  const found = await findByNumber(act.tx, act.app.db.dialect, numbers);
  const ids = found
    .filter((order) => wanted.has(keyOf({ shopId: order.shopKey, orderNo: order.orderNo })))
    .map((order) => order.id);
  const orders = await lockOrders(act, ids);
  await recordDue(act, ids);
  return new Map(
    orders.map((order) => [keyOf({ shopId: order.shopKey, orderNo: order.orderNo }), order]),
  );
}

type ApplyRow<R> = (act: Act, order: Order, row: R, field: string) => Promise<Refusal | null>;

async function importRows<R extends Row>(
  act: Act,
  field: string,
  rows: readonly R[],
  check: (row: R, prefix: string) => readonly Refusal[],
  apply: ApplyRow<R>,
): Promise<RowResult[]> {
  const orders = await lockRows(act, rows);
  const results: RowResult[] = [];
  for (const [index, row] of rows.entries()) {
    const at = `${field}.${String(index)}`;
    const problems = [
      ...checkKey(`${at}.shopId`, row.shopId),
      ...checkKey(`${at}.orderNo`, row.orderNo),
    ];
    const order = orders.get(keyOf(row));
    const reasons = [...problems, ...check(row, `${at}.`)];
    if (reasons.length === 0 && order === undefined)
      reasons.push(refusal(UserErrorCode.NOT_FOUND, `${at}.orderNo`));
    const refused = order && reasons.length === 0 ? await apply(act, order, row, at) : null;
    if (refused !== null) reasons.push(refused);
    results.push(reasons.length > 0 || order === undefined ? { reasons } : { id: order.id });
  }
  return results;
}

/** OR-5: a pick-up in the future is refused; a second one changes nothing. */
const applyPickup: ApplyRow<PickupRow> = async (act, order, row, field) => {
  const { pickedUpAt } = row;
  if (!isPossible(pickedUpAt, act.now))
    return refusal(UserErrorCode.PICKUP_IN_FUTURE, `${field}.pickedUpAt`, { pickedUpAt });
  await recordPickup(act, order, row);
  return null;
};

/** The first delivery is kept. */
const applyDelivery: ApplyRow<DeliveryRow> = async (act, order, { deliveredAt }, field) => {
  if (!isPossible(deliveredAt, act.now))
    return invalid(`${field}.deliveredAt`, 'deliveredInFuture');
  if (order.deliveredAt !== null) return null;
  const status = afterDelivery(order);
  updateOrder(act.tx, order, { status, delivered_at: deliveredAt });
  if (status === OrderStatus.DELIVERED)
    act.trace({
      orderId: order.id,
      subjectId: order.id,
      rule: 'OR-11',
      from: order.status,
      to: status,
    });
  Object.assign(order, { status, deliveredAt });
  act.announce(ActKind.ORDER_DELIVERED, inboxesOf(order), { orderId: order.id });
  return null;
};

export const importPickups: Command<
  { readonly pickups: readonly PickupRow[] },
  RowResult[]
> = async (act, viewer, { pickups }) =>
  refuseBulk(viewer.role, pickups, 'pickups') ??
  importRows(act, 'pickups', pickups, (row, prefix) => checkParcel(prefix, row), applyPickup);

export const importDeliveries: Command<
  { readonly deliveries: readonly DeliveryRow[] },
  RowResult[]
> = async (act, viewer, { deliveries }) =>
  refuseBulk(viewer.role, deliveries, 'deliveries') ??
  importRows(act, 'deliveries', deliveries, () => [], applyDelivery);
