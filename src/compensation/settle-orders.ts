/** What a judged order owes is paid, what it no longer owes is taken back (CO-1…CO-5, OR-7): once, whoever judged it. */
import { newId } from '../lib/ids';
import { amountText } from '../lib/money';
import { firstSecondAfter } from '../lib/time';
import type { Act } from '../inbox/act';
import type { Judged, OnJudged } from '../inbox/app';
import { lockedOrder } from '../orders/order.repository';
import type { Order } from '../orders/order.entity';
import { Compensation, CompensationStatus, type CompensationKind } from './compensation.entity';
import type { Complaint } from './complaint.entity';
import {
  complaintsOf,
  insertCompensations,
  lockedCompensations,
  post,
  rejudgeComplaint,
  reverseCompensation,
} from './compensation.repository';
import { complaintStatus, lateAmount, settling } from './compensation.rules';
import { counterPosting, payingPosting } from './posting.entity';

/** Settles judged orders together: their payments are two statements, however many they are (CO-6). */
export const settleOrders: OnJudged = async (act, orderIds) => {
  const complaints = await complaintsOf(act.tx, orderIds);
  const compensations = await lockedCompensations(act, orderIds);
  const told = new Map<string, Judged>();
  const owed: Compensation[] = [];
  for (const id of orderIds) {
    const order = await lockedOrder(act, id);
    const complaint = complaints.get(id);
    const rejudged = complaint && judgeComplaint(act, order, complaint);
    const step = settling(order, compensations.get(id) ?? [], complaint);
    if (step !== null && 'pay' in step) owed.push(owing(act, order, step.pay));
    else if (step !== null) reverse(act, step.reverse);
    const compensationId = step && ('pay' in step ? owed.at(-1)?.id : step.reverse.id);
    told.set(id, {
      ...(compensationId && { compensationId }),
      ...(rejudged && { complaintId: complaint.id }),
    });
  }
  pay(act, owed);
  return told;
};

/** CO-3: judged anew with the order. True when its status changed. */
function judgeComplaint(act: Act, order: Order, complaint: Complaint): boolean {
  const from = complaint.status;
  const to = complaintStatus(order, act.now);
  if (to === from) return false;
  rejudgeComplaint(act.tx, complaint, to, act.now);
  act.trace({ orderId: order.id, subjectId: complaint.id, rule: 'CO-3', from, to });
  Object.assign(complaint, { status: to, judgedAt: act.now });
  return true;
}

/** CO-1: by the policy in force when the ship-by was missed. */
function owing(act: Act, order: Order, kind: CompensationKind): Compensation {
  const policy = act.policyAt(firstSecondAfter(order.shipBy));
  return Object.assign(new Compensation(), {
    id: newId('compensation'),
    orderId: order.id,
    buyerId: order.buyerId,
    shopKey: order.shopKey,
    kind,
    status: CompensationStatus.PAID,
    amountMinor: lateAmount(order.goodsMinor, policy),
    currency: order.currency,
    shipBy: order.shipBy,
    createdAt: act.now,
    reversedAt: null,
    policyVersion: policy.version,
  });
}

const RULE = { AUTOMATIC: 'CO-1', COMPLAINT: 'CO-4', WORRY_FREE: 'TK-12' } as const;

const worded = ({ amountMinor, currency }: Compensation): string =>
  amountText(amountMinor, currency);

function pay(act: Act, owed: readonly Compensation[]): void {
  insertCompensations(act.tx, owed);
  post(
    act.tx,
    owed.map((compensation) => payingPosting(compensation, act.now)),
  );
  for (const compensation of owed) {
    const { id: subjectId, orderId, kind, policyVersion } = compensation;
    const change = { from: null, to: `PAID ${worded(compensation)}` };
    act.trace({ orderId, subjectId, rule: RULE[kind], ...change, policyVersion });
  }
}

/** Nothing is deleted: a counter-entry takes it back (OR-7, CO-5). */
function reverse(act: Act, compensation: Compensation): void {
  const { id: subjectId, orderId, policyVersion } = compensation;
  reverseCompensation(act.tx, subjectId, act.now);
  post(act.tx, [counterPosting(compensation, act.now)]);
  const from = `PAID ${worded(compensation)}`;
  act.trace({ orderId, subjectId, rule: 'CO-5', from, to: 'REVERSED', policyVersion });
}
