/** The rules of late-shipment compensation and complaints (CO-1…CO-5), pure: state and time in, decision out. */
import type { Policy } from '../lib/policy';
import { refusal, UserErrorCode, type Refusal } from '../lib/refusal';
import { hasPassed, isInTime } from '../lib/time';
import { Role, type Viewer } from '../lib/viewer';
import { ShipBySource, Sla, type Order } from '../orders/order.entity';
import { shipBySource } from '../orders/order.rules';
import { CompensationKind, CompensationStatus, type Compensation } from './compensation.entity';
import { ComplaintStatus, type Complaint } from './complaint.entity';

const BASIS_POINTS = 10_000n;

/** CO-1: the policy's rate of the goods amount, half up to the minor unit, then no less and no more than the policy's limits. */
export function lateAmount(
  goodsMinor: number,
  policy: Pick<Policy, 'lateRateBasisPoints' | 'lateMinimumMinor' | 'lateMaximumMinor'>,
): number {
  // A product of two safe integers need not be one.
  const exact = BigInt(goodsMinor) * BigInt(policy.lateRateBasisPoints);
  const rounded = Number((exact + BASIS_POINTS / 2n) / BASIS_POINTS);
  return Math.min(Math.max(rounded, policy.lateMinimumMinor), policy.lateMaximumMinor);
}

/** OR-10: a ship-by that had passed before the order was imported pays nothing. */
export const isHistory = ({ shipBy, importedAt }: Pick<Order, 'shipBy' | 'importedAt'>): boolean =>
  hasPassed(shipBy, importedAt);

/** CO-3: upheld if the ship-by in force has passed and there was no pick-up by then. */
export function complaintStatus(
  { pickedUpAt, shipBy }: Pick<Order, 'pickedUpAt' | 'shipBy'>,
  now: number,
): ComplaintStatus {
  const isKept = pickedUpAt !== null && isInTime(pickedUpAt, shipBy);
  return isKept || !hasPassed(shipBy, now) ? ComplaintStatus.REJECTED : ComplaintStatus.UPHELD;
}

/**
 * CO-1, CO-2, CO-4: what the order as it is judged now owes its buyer. An agreed ship-by ends automatic compensation; then only
 * a complaint pays.
 */
export function owedFor(order: Order, complaint: Complaint | undefined): CompensationKind | null {
  if (order.recordedSla !== Sla.BREACHED || isHistory(order)) return null;
  if (shipBySource(order) !== ShipBySource.AGREED) return CompensationKind.AUTOMATIC;
  return complaint?.status === ComplaintStatus.UPHELD ? CompensationKind.COMPLAINT : null;
}

/** What settles an order that was judged: nothing, a payment, or a counter-entry for what no longer holds (CO-4, OR-7). */
export type Settling = { pay: CompensationKind } | { reverse: Compensation } | null;

/** TK-12: what staff settled a ticket with has nothing to do with lateness. */
const isForLateness = ({ kind }: Compensation): boolean => kind !== CompensationKind.WORRY_FREE;

/** CO-4: who has been paid for a lateness keeps that; nobody is paid twice for one. */
export function settling(
  order: Order,
  compensations: readonly Compensation[],
  complaint: Complaint | undefined,
): Settling {
  const paid = compensations
    .filter(isForLateness)
    .find(({ status }) => status === CompensationStatus.PAID);
  const owed = owedFor(order, complaint);
  if (paid !== undefined) return owed === null ? { reverse: paid } : null;
  return owed === null ? null : { pay: owed };
}

/** CO-3: why this viewer cannot complain now; empty when it can. A complaint that exists is answered with, not refused. */
export function complaintRefusals(viewer: Viewer, order: Order, now: number): Refusal[] {
  if (viewer.role !== Role.BUYER) return [refusal(UserErrorCode.FORBIDDEN)];
  const { status, shipBy, recordedSla } = order;
  if (recordedSla === Sla.VOID)
    return [refusal(UserErrorCode.ORDER_NOT_AWAITING_SHIPMENT, 'orderId', { status })];
  if (!hasPassed(shipBy, now))
    return [refusal(UserErrorCode.SHIP_BY_NOT_PASSED, 'orderId', { shipBy })];
  return [];
}
