/** `deadlineReportDecide` and `deadlineReportCancel`: how a report ends when somebody ends it (DR-2, DR-3, DR-4). */
import { checkText } from '../lib/check';
import { isId } from '../lib/ids';
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import { rfc3339 } from '../lib/time';
import { Role, type Viewer } from '../lib/viewer';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import { buyerInbox, shopInbox, STAFF_INBOX } from '../inbox/inbox.repository';
import type { Command } from '../inbox/perform';
import { postResult } from '../conversations/post-message';
import { judgeAnew } from '../orders/judge-order';
import { lockOrder } from '../orders/lock-order';
import type { Order } from '../orders/order.entity';
import { updateOrder } from '../orders/order.repository';
import type { Report } from './report.entity';
import { endReport, findReport, lockedReports } from './report.repository';
import { moveRefusals, MOVES, takesEffect, type Move } from './report.rules';

export interface Cancelled {
  readonly reportId: string;
}

export interface Decided extends Cancelled {
  readonly approve: boolean;
  readonly note?: string | null | undefined;
}

export const NOTE_LENGTH = 500;

const KIND = {
  APPROVE: ActKind.REPORT_APPROVED,
  REJECT: ActKind.REPORT_REJECTED,
  CANCEL: ActKind.REPORT_CANCELLED,
} as const;

export const cancelReport: Command<Cancelled, string> = (act, viewer, { reportId }) =>
  end(act, viewer, reportId, { move: 'CANCEL', note: null });

export const decideReport: Command<Decided, string> = (act, viewer, { reportId, approve, note }) =>
  end(act, viewer, reportId, { move: approve ? 'APPROVE' : 'REJECT', note: note ?? null });

interface End {
  readonly move: Move;
  readonly note: string | null;
}

async function end(
  act: Act,
  viewer: Viewer,
  reportId: string,
  { move, note }: End,
): Promise<string | Refused> {
  const found = await lockReport(act, viewer, reportId);
  if (found === undefined) return refuse(UserErrorCode.NOT_FOUND, 'reportId');
  const { order, report } = found;
  const form = note === null ? [] : checkText('note', note, NOTE_LENGTH, 0);
  const reasons = [...moveRefusals(viewer, report, move), ...form];
  if (reasons.length > 0) return new Refused(reasons);
  const { to, rule } = MOVES[move];
  const decision = { decidedAt: act.now, decidedBy: viewer.sub };
  const byPlatform = move === 'CANCEL' ? { decidedAt: null, decidedBy: null } : decision;
  endReport(act.tx, report.id, { status: to, note, ...byPlatform });
  const line = { orderId: order.id, subjectId: report.id, rule, from: report.status, to };
  act.trace({ ...line, confidential: true });
  const effect = move === 'APPROVE' && takesEffect(order) ? await grant(act, order, report) : {};
  const told = { orderId: order.id, reportId, ...effect };
  act.announce(KIND[move], [shopInbox(order.shopKey), STAFF_INBOX], told);
  return report.id;
}

/** The report and its order, locked; undefined when there is none or it is not the viewer's (AC-1, AC-5). */
async function lockReport(
  act: Act,
  viewer: Viewer,
  reportId: string,
): Promise<{ order: Order; report: Report } | undefined> {
  if (!isId('report', reportId) || viewer.role === Role.BUYER) return undefined;
  const orderId = (await findReport(act.tx, reportId))?.orderId;
  const order = orderId === undefined ? undefined : await lockOrder(act, viewer, orderId);
  if (order === undefined) return undefined;
  const report = (await lockedReports(act, order.id)).find(({ id }) => id === reportId);
  return report && { order, report };
}

/** DR-2: the new ship-by counts as of the submission; the order is judged by it anew. The buyer hears of it (AC-5). */
async function grant(act: Act, order: Order, { newShipBy }: Report) {
  const shipByBefore = order.shipBy;
  updateOrder(act.tx, order, { reported_ship_by: newShipBy });
  Object.assign(order, { reportedShipBy: newShipBy, shipBy: newShipBy });
  const change = { from: rfc3339(shipByBefore), to: rfc3339(newShipBy) };
  act.trace({ orderId: order.id, subjectId: order.id, rule: 'DR-2', ...change });
  const judged = await judgeAnew(act, order, 'DR-2');
  const facts = { shipByBefore, shipBy: newShipBy };
  const messageId = await postResult(act, order.id, 'SHIP_BY_MOVED', facts);
  const told = { orderId: order.id, messageId, ...judged };
  act.announce(ActKind.SHIP_BY_MOVED, [buyerInbox(order.buyerId)], told);
  return { messageId, ...judged };
}
