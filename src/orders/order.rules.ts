/**
 * The rules of orders and their ship-by (OR-1…OR-11), pure: state and time in, decision out.
 */
import { isInTime, hasPassed, wholeSecond, endOfDay } from '../lib/time';
import type { Policy } from '../lib/policy';
import { OrderStatus, ShipBySource, Sla, type Order } from './order.entity';

/** OR-2: agreed ?? reported ?? original. Precedence, not the later of them. */
export const shipByInForce = (
  order: Pick<Order, 'agreedShipBy' | 'reportedShipBy' | 'originalShipBy'>,
): number => order.agreedShipBy ?? order.reportedShipBy ?? order.originalShipBy;

/** OR-3: where the ship-by in force comes from. */
export function shipBySource(order: Pick<Order, 'agreedShipBy' | 'reportedShipBy'>): ShipBySource {
  if (order.agreedShipBy !== null) return ShipBySource.AGREED;
  return order.reportedShipBy === null ? ShipBySource.ORIGINAL : ShipBySource.REPORTED;
}

/** OR-1: what the order says (an instant, a day, hours after payment), else the policy's promise. */
export interface Promised {
  readonly paidAt: number;
  readonly shipBy?: number | null | undefined;
  readonly shipByDate?: string | null | undefined;
  readonly promisedHours?: number | null | undefined;
}

export function originalShipBy(promise: Promised, policy: Policy, zone: string): number {
  if (typeof promise.shipBy === 'number') return wholeSecond(promise.shipBy);
  if (typeof promise.shipByDate === 'string') return endOfDay(promise.shipByDate, zone);
  const promisedMs =
    typeof promise.promisedHours === 'number'
      ? promise.promisedHours * 3_600_000
      : policy.promisedMs;
  return wholeSecond(promise.paidAt + promisedMs);
}

/** TM-5, OR-6: what is true now, whether or not it has been recorded. */
export const slaAt = (order: Pick<Order, 'recordedSla' | 'shipBy'>, now: number): Sla =>
  isBreachDue(order, now) ? Sla.BREACHED : order.recordedSla;

/** OR-6: the ship-by has passed and nobody has recorded it yet. */
export const isBreachDue = (order: Pick<Order, 'recordedSla' | 'shipBy'>, now: number): boolean =>
  order.recordedSla === Sla.RUNNING && hasPassed(order.shipBy, now);

/** What a pick-up makes of an order. */
export interface AfterPickup {
  readonly status: OrderStatus;
  readonly sla: Sla;
}

/** OR-5: one that lies in the future has not happened. */
export const isPossible = (happenedAt: number, now: number): boolean => isInTime(happenedAt, now);

/**
 * OR-4, OR-7, OR-8: the first pick-up decides. In time → MET, even when the breach was recorded before the scan arrived; late
 * → BREACHED. On a closed order it is recorded and changes nothing else. Null when a pick-up is known already (OR-5).
 */
export function afterPickup(order: Order, pickedUpAt: number): AfterPickup | null {
  if (order.pickedUpAt !== null) return null;
  if (order.status === OrderStatus.CLOSED) return { status: order.status, sla: order.recordedSla };
  const status = order.deliveredAt === null ? OrderStatus.PICKED_UP : OrderStatus.DELIVERED;
  return { status, sla: slaOfPickup(pickedUpAt, order.shipBy) };
}

const slaOfPickup = (pickedUpAt: number, shipBy: number): Sla =>
  isInTime(pickedUpAt, shipBy) ? Sla.MET : Sla.BREACHED;

/** DR-2: the judgment by the ship-by now in force, whatever it was before; a clock that closing stopped stays stopped (OR-8). */
export function judgedAnew(
  order: Pick<Order, 'recordedSla' | 'pickedUpAt' | 'shipBy' | 'status'>,
  now: number,
): Sla {
  if (order.recordedSla === Sla.VOID) return Sla.VOID;
  if (order.pickedUpAt !== null) return slaOfPickup(order.pickedUpAt, order.shipBy);
  return hasPassed(order.shipBy, now) ? Sla.BREACHED : Sla.RUNNING;
}

/** A delivery counts as the status only once the pick-up is known: only the pick-up is shipping (OR-4). */
export const afterDelivery = (order: Order): OrderStatus =>
  order.status === OrderStatus.PICKED_UP ? OrderStatus.DELIVERED : order.status;

/** OR-8: closing stops a running clock; what was judged stays. */
export const afterClosing = (order: Order): { status: OrderStatus; sla: Sla } => ({
  status: OrderStatus.CLOSED,
  sla: order.recordedSla === Sla.RUNNING ? Sla.VOID : order.recordedSla,
});

export const isAwaiting = (order: Pick<Order, 'status'>): boolean =>
  order.status === OrderStatus.AWAITING_SHIPMENT;

/** OR-9: what must not differ when the same order comes again, by the name it has in the input. */
export const IMMUTABLE = [
  'buyerId',
  'kind',
  'worryFree',
  'paidAt',
  'originalShipBy',
  'lines',
] as const;

const NAMED: Partial<Record<(typeof IMMUTABLE)[number], string>> = { originalShipBy: 'ship-by' };

/** OR-9: the names of what differs. */
export const differences = (known: Order, again: Order): string[] =>
  IMMUTABLE.filter((name) => JSON.stringify(known[name]) !== JSON.stringify(again[name])).map(
    (name) => NAMED[name] ?? name,
  );
