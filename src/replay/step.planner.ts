import type { OrderRow } from './order.row';

/** What happens in one second, to be recorded when the platform's clock shows it. */
export interface Step {
  /** Milliseconds since 1970, a whole second. */
  readonly at: number;
  /** Paid in this second: imported first. */
  readonly orders: OrderRow[];
  readonly pickups: OrderRow[];
  readonly deliveries: OrderRow[];
}

const SECOND = 1000;

/**
 * The file in the order of events. A pick-up before payment has no step: the order does not exist
 * yet, so it goes in with the import ({@link isPickedUpBeforePayment}); a delivery before payment is
 * recorded right after the import.
 */
export function planSteps(rows: readonly OrderRow[]): Step[] {
  const steps = new Map<number, Step>();
  const stepAt = (at: number): Step => {
    const step = steps.get(at) ?? { at, orders: [], pickups: [], deliveries: [] };
    steps.set(at, step);
    return step;
  };
  for (const row of rows) {
    stepAt(row.paidAt).orders.push(row);
    if (row.pickedUpAt !== undefined && !isPickedUpBeforePayment(row))
      stepAt(row.pickedUpAt).pickups.push(row);
    if (row.deliveredAt !== undefined)
      stepAt(Math.max(row.deliveredAt, row.paidAt)).deliveries.push(row);
  }
  return [...steps.values()].sort((one, other) => one.at - other.at);
}

export function isPickedUpBeforePayment({ pickedUpAt, paidAt }: OrderRow): boolean {
  return pickedUpAt !== undefined && pickedUpAt < paidAt;
}

/**
 * The instant (ms) at which nothing can change any more: the second after the last ship-by, in which
 * it has passed (TM-3), or after the last event.
 */
export function endOf(rows: readonly OrderRow[]): number {
  const latest = (last: number, { paidAt, shipBy, pickedUpAt = 0, deliveredAt = 0 }: OrderRow) =>
    Math.max(last, paidAt, shipBy, pickedUpAt, deliveredAt);
  return rows.reduce(latest, 0) + SECOND;
}
