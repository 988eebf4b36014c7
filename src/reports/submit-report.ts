/** `deadlineReportSubmit`: the seller asks the platform for more time (DR-1, DR-4). */
import { checkText } from '../lib/check';
import { newId } from '../lib/ids';
import { refusal, Refused, refuse, UserErrorCode, type Refusal } from '../lib/refusal';
import { wholeSecond } from '../lib/time';
import type { Viewer } from '../lib/viewer';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import { shopInbox, STAFF_INBOX } from '../inbox/inbox.repository';
import type { Command } from '../inbox/perform';
import { checkEvidence, linkEvidence } from '../evidence/link-evidence';
import { lockOrder } from '../orders/lock-order';
import type { Order } from '../orders/order.entity';
import { Report, ReportStatus, type ReportReason } from './report.entity';
import { insertReport, lockedReports } from './report.repository';
import { newShipByRefusals, submitRefusals, type SubmitState } from './report.rules';

export interface Submission {
  readonly orderId: string;
  readonly newShipBy: number;
  readonly reason: ReportReason;
  readonly remark?: string | null | undefined;
  readonly evidenceIds: readonly string[];
}

export const REMARK_LENGTH = 500;

export const submitReport: Command<Submission, string> = async (act, viewer, input) => {
  const order = await lockOrder(act, viewer, input.orderId);
  if (order === undefined) return refuse(UserErrorCode.NOT_FOUND, 'orderId');
  const { now, policy } = act;
  const state = { order, reports: await lockedReports(act, order.id), now, policy };
  const blocked = submitRefusals(viewer, state);
  const reasons = blocked.length > 0 ? blocked : await formRefusals(act, state, input);
  if (reasons.length > 0) return new Refused(reasons);
  const report = reportOf(act, viewer, order, input);
  insertReport(act.tx, report);
  linkEvidence(act, report.id, input.evidenceIds);
  act.trace({
    ...{ orderId: order.id, subjectId: report.id, rule: 'DR-1' },
    ...{ from: null, to: report.status, confidential: true },
  });
  const told = { orderId: order.id, reportId: report.id };
  act.announce(ActKind.REPORT_SUBMITTED, [shopInbox(order.shopKey), STAFF_INBOX], told);
  return report.id;
};

/** Every reason at once, so that the seller need not try again to learn the next. */
async function formRefusals(act: Act, state: SubmitState, input: Submission): Promise<Refusal[]> {
  const { remark, newShipBy, evidenceIds } = input;
  return [
    ...newShipByRefusals(newShipBy, state),
    ...(typeof remark === 'string' ? checkText('remark', remark, REMARK_LENGTH, 0) : []),
    ...(evidenceIds.length === 0
      ? [refusal(UserErrorCode.EVIDENCE_REQUIRED, 'evidenceIds')]
      : await checkEvidence(act, state.order, evidenceIds)),
  ];
}

const reportOf = (act: Act, viewer: Viewer, order: Order, input: Submission): Report =>
  Object.assign(new Report(), {
    id: newId('report'),
    orderId: order.id,
    shopKey: order.shopKey,
    status: ReportStatus.SUBMITTED,
    reason: input.reason,
    remark: input.remark ?? null,
    newShipBy: wholeSecond(input.newShipBy),
    shipByBefore: order.shipBy,
    seatId: viewer.sub,
    submittedAt: act.now,
    decidedAt: null,
    decidedBy: null,
    note: null,
    policyVersion: act.policy.version,
  });
