/** What the end of awaiting shipment does to a submitted report (DR-4). */
import type { OnEnding } from '../inbox/app';
import { lockedOrder } from '../orders/order.repository';
import { ReportStatus } from './report.entity';
import { endReport, lockedReports } from './report.repository';
import { endsReports, MOVES } from './report.rules';

/** DR-4: pick-up in time and closing cancel it; the entry of that act carries it (IN-1). */
export const cancelSubmittedReport: OnEnding = async (act, orderId, ending) => {
  if (!endsReports(ending, await lockedOrder(act, orderId))) return {};
  const reports = await lockedReports(act, orderId);
  const open = reports.find(({ status }) => status === ReportStatus.SUBMITTED);
  if (open === undefined) return {};
  const { to, rule } = MOVES.CANCEL;
  endReport(act.tx, open.id, { status: to, decidedAt: null, decidedBy: null, note: null });
  act.trace({ orderId, subjectId: open.id, rule, from: open.status, to, confidential: true });
  return { reportId: open.id };
};
