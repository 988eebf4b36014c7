/**
 * The rules of deadline reports (DR-1…DR-4), pure: state, viewer and time in, decision out.
 *
 * SUBMITTED → APPROVED | REJECTED | CANCELLED. MOVES below is the whole of it: the commands are guarded by it and
 * `availableActions` is read off it.
 */
import type { Policy } from '../lib/policy';
import { refusal, UserErrorCode, type Refusal } from '../lib/refusal';
import { DAY_MS, hasPassed, isInTime, wholeSecond } from '../lib/time';
import { may, Permission, Role, type Viewer } from '../lib/viewer';
import type { Ending } from '../inbox/app';
import { OrderStatus, Sla, type Order } from '../orders/order.entity';
import { ReportStatus, type Report } from './report.entity';

const ofShop = (viewer: Viewer): boolean => may(viewer, Permission.reports);
const ofPlatform = (viewer: Viewer): boolean => viewer.role === Role.PLATFORM;

/** What ends a submitted report, and who may do it; pick-up in time and closing CANCEL it too. */
export const MOVES = {
  APPROVE: { to: ReportStatus.APPROVED, isAllowed: ofPlatform, rule: 'DR-2' },
  REJECT: { to: ReportStatus.REJECTED, isAllowed: ofPlatform, rule: 'DR-2' },
  CANCEL: { to: ReportStatus.CANCELLED, isAllowed: ofShop, rule: 'DR-4' },
} as const;

export type Move = keyof typeof MOVES;

export interface SubmitState {
  readonly order: Order;
  readonly reports: readonly Report[];
  readonly now: number;
  readonly policy: Policy;
}

/** DR-1: before pick-up, also when consigned; before the ship-by in force passes; DR-4: one at a time. */
export function submitRefusals(
  viewer: Viewer,
  { order, reports, now }: Pick<SubmitState, 'order' | 'reports' | 'now'>,
): Refusal[] {
  if (!ofShop(viewer)) return [refusal(UserErrorCode.FORBIDDEN)];
  const { status, shipBy } = order;
  const reasons: Refusal[] = [];
  if (status !== OrderStatus.AWAITING_SHIPMENT && status !== OrderStatus.CONSIGNED)
    reasons.push(refusal(UserErrorCode.ORDER_NOT_AWAITING_SHIPMENT, 'orderId', { status }));
  if (hasPassed(shipBy, now))
    reasons.push(refusal(UserErrorCode.SHIP_BY_PASSED, 'orderId', { shipBy }));
  if (reports.some((report) => report.status === ReportStatus.SUBMITTED))
    reasons.push(refusal(UserErrorCode.REPORT_ALREADY_SUBMITTED, 'orderId'));
  return reasons;
}

/** DR-1, TM-4: the last instant that may be asked for now; a day ahead is 86,400 seconds. */
export const latestShipBy = ({ now, policy }: Pick<SubmitState, 'now' | 'policy'>): number =>
  wholeSecond(now) + policy.shipDateWithinDays * DAY_MS;

/** DR-1: later than the ship-by in force, by the second, and not too far ahead. */
export function newShipByRefusals(newShipBy: number, state: SubmitState): Refusal[] {
  const { shipBy } = state.order;
  const latestBy = latestShipBy(state);
  if (isInTime(newShipBy, shipBy)) {
    const facts = { problem: 'shipByNotLater', shipBy };
    return [refusal(UserErrorCode.SHIP_DATE_NOT_LATER, 'newShipBy', facts)];
  }
  if (isInTime(newShipBy, latestBy)) return [];
  const facts = { problem: 'shipByTooFar', latestBy };
  return [refusal(UserErrorCode.SHIP_DATE_TOO_FAR, 'newShipBy', facts)];
}

/** DR-2, DR-4: why this viewer cannot end the report so; empty when it can. */
export function moveRefusals(viewer: Viewer, { status }: Report, move: Move): Refusal[] {
  if (!MOVES[move].isAllowed(viewer)) return [refusal(UserErrorCode.FORBIDDEN)];
  if (status === ReportStatus.SUBMITTED) return [];
  return [refusal(UserErrorCode.REPORT_NOT_SUBMITTED, 'reportId', { status })];
}

/** DR-3: with an agreed ship-by an approved report is recorded and has no effect. */
export const takesEffect = (order: Order): boolean => order.agreedShipBy === null;

/** DR-4: pick-up in time and closing cancel a submitted report; consigning and a late pick-up do not. */
export const endsReports = (ending: Ending, { recordedSla }: Pick<Order, 'recordedSla'>): boolean =>
  ending === 'CLOSED' || (ending === 'PICKED_UP' && recordedSla === Sla.MET);
