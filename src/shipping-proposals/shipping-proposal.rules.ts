/**
 * The rules of shipping proposals (SP-1…SP-15), pure: state, viewer and time in, decision out.
 *
 * PENDING → ACCEPTED | DECLINED | EXPIRED | VOIDED; all but PENDING are final. MOVES below is the whole of it: the commands
 * are guarded by it and `availableActions` is read off it.
 */
import { refusal, UserErrorCode, type Refusal } from '../lib/refusal';
import { may, Permission, Role, type Viewer } from '../lib/viewer';
import { dayOf, daysLater, endOfDay, hasPassed, isInTime, wholeSecond } from '../lib/time';
import type { Policy } from '../lib/policy';
import { OrderKind, type Order } from '../orders/order.entity';
import { isAwaiting } from '../orders/order.rules';
import { ProposalStatus, type ShippingProposal } from './shipping-proposal.entity';

export type Answer = 'ACCEPT' | 'DECLINE';

/** What ends a pending card: the buyer, the clock, or the order itself. */
export const MOVES = {
  ACCEPT: { to: ProposalStatus.ACCEPTED, by: Role.BUYER, rule: 'SP-8' },
  DECLINE: { to: ProposalStatus.DECLINED, by: Role.BUYER, rule: 'SP-9' },
  EXPIRE: { to: ProposalStatus.EXPIRED, by: Role.SYSTEM, rule: 'SP-6' },
  VOID: { to: ProposalStatus.VOIDED, by: Role.SYSTEM, rule: 'SP-13' },
} as const;

export interface SendState {
  readonly order: Order;
  readonly proposals: readonly ShippingProposal[];
  readonly now: number;
  readonly policy: Policy;
  readonly zone: string;
}

/** SP-6, TM-5: what is true now, whether or not it has been recorded. */
export const statusAt = (
  proposal: Pick<ShippingProposal, 'recordedStatus' | 'answerBy'>,
  now: number,
): ProposalStatus =>
  isExpiryDue(proposal, now) ? ProposalStatus.EXPIRED : proposal.recordedStatus;

export const isExpiryDue = (
  proposal: Pick<ShippingProposal, 'recordedStatus' | 'answerBy'>,
  now: number,
): boolean =>
  proposal.recordedStatus === ProposalStatus.PENDING && hasPassed(proposal.answerBy, now);

/** SP-6: min(sent + 24 h, the ship-by in force when sent). */
export const answerByOf = (sentAt: number, shipBy: number, policy: Policy): number =>
  Math.min(wholeSecond(sentAt + policy.answerWithinMs), shipBy);

/** SP-7: the first day whose end is later than the ship-by in force. */
export function earliestShipDate({ order, zone }: Pick<SendState, 'order' | 'zone'>): string {
  const day = dayOf(order.shipBy, zone);
  return endOfDay(day, zone) > order.shipBy ? day : daysLater(day, 1);
}

/** SP-7: at most so many days after the day of sending. */
export const latestShipDate = ({
  now,
  policy,
  zone,
}: Pick<SendState, 'now' | 'policy' | 'zone'>): string =>
  daysLater(dayOf(now, zone), policy.shipDateWithinDays);

/** SP-3, SP-4: cards that can still be sent; none after an acceptance. */
export const proposalsLeft = (proposals: readonly ShippingProposal[], policy: Policy): number =>
  accepted(proposals) ? 0 : Math.max(0, policy.proposalLimit - proposals.length);

const accepted = (proposals: readonly ShippingProposal[]): ShippingProposal | undefined =>
  proposals.find(({ recordedStatus }) => recordedStatus === ProposalStatus.ACCEPTED);

const pending = (
  proposals: readonly ShippingProposal[],
  now: number,
): ShippingProposal | undefined =>
  proposals.find((proposal) => statusAt(proposal, now) === ProposalStatus.PENDING);

/** SP-1, SP-2: what the order itself says against a card. */
function orderRefusals({ order, now, policy }: SendState): Refusal[] {
  const { shipBy, kind, status } = order;
  const reasons: Refusal[] = [];
  if (!isAwaiting(order))
    reasons.push(refusal(UserErrorCode.ORDER_NOT_AWAITING_SHIPMENT, 'orderId', { status }));
  if (kind !== OrderKind.PHYSICAL && kind !== OrderKind.MADE_TO_ORDER)
    reasons.push(refusal(UserErrorCode.ORDER_KIND_NOT_SUPPORTED, 'orderId', { kind }));
  if (hasPassed(shipBy, now))
    reasons.push(refusal(UserErrorCode.SHIP_BY_PASSED, 'orderId', { shipBy }));
  else if (!isInTime(now + policy.minimumLeadMs, shipBy))
    reasons.push(refusal(UserErrorCode.LEAD_TIME_TOO_SHORT, 'orderId', { shipBy }));
  return reasons;
}

/** SP-3, SP-4, SP-5: what the cards sent before say against another. */
function cardRefusals({ proposals, now, policy }: SendState): Refusal[] {
  const reasons: Refusal[] = [];
  const limit = policy.proposalLimit;
  if (proposals.length >= limit)
    reasons.push(refusal(UserErrorCode.PROPOSAL_LIMIT_REACHED, 'orderId', { limit }));
  const agreed = accepted(proposals);
  if (agreed)
    reasons.push(
      refusal(UserErrorCode.PROPOSAL_ALREADY_ACCEPTED, 'orderId', { shipDate: agreed.shipDate }),
    );
  const open = pending(proposals, now);
  if (open) {
    const { number, answerBy } = open;
    reasons.push(refusal(UserErrorCode.PROPOSAL_ALREADY_PENDING, 'orderId', { number, answerBy }));
  }
  return reasons;
}

/** SP-1…SP-5: every reason why no card can be sent now, whatever its day. */
export const stateRefusals = (state: SendState): Refusal[] => [
  ...orderRefusals(state),
  ...cardRefusals(state),
];

/** SP-1: a seat of the order's shop with `proposals` sends cards. */
export const senderRefusals = (viewer: Viewer): Refusal[] =>
  may(viewer, Permission.proposals) ? [] : [refusal(UserErrorCode.FORBIDDEN)];

/** SP-7: a day too early or too late. */
export function shipDateRefusals(shipDate: string, state: SendState): Refusal[] {
  const earliest = earliestShipDate(state);
  const latest = latestShipDate(state);
  if (shipDate < earliest)
    return [refusal(UserErrorCode.SHIP_DATE_NOT_LATER, 'shipDate', { earliest })];
  if (shipDate > latest) return [refusal(UserErrorCode.SHIP_DATE_TOO_FAR, 'shipDate', { latest })];
  return [];
}

/** SP-14: every reason why this viewer cannot send a card now; empty when it can. */
export function sendRefusals(viewer: Viewer, state: SendState): Refusal[] {
  const reasons = [...senderRefusals(viewer), ...stateRefusals(state)];
  if (earliestShipDate(state) > latestShipDate(state))
    reasons.push(
      refusal(UserErrorCode.SHIP_DATE_TOO_FAR, 'orderId', { latest: latestShipDate(state) }),
    );
  return reasons;
}

/** SP-8, SP-11, SP-12: why this viewer cannot answer; empty when it can. */
export function answerRefusals(viewer: Viewer, proposal: ShippingProposal, now: number): Refusal[] {
  if (viewer.role !== MOVES.ACCEPT.by) return [refusal(UserErrorCode.FORBIDDEN)];
  const status = statusAt(proposal, now);
  if (status === ProposalStatus.PENDING) return [];
  return [refusal(UserErrorCode.PROPOSAL_NOT_PENDING, 'proposalId', { status })];
}

/** SP-12: the same answer again changes nothing and is no error. */
export const isSameAnswer = (viewer: Viewer, proposal: ShippingProposal, answer: Answer): boolean =>
  viewer.role === MOVES[answer].by && proposal.recordedStatus === MOVES[answer].to;
