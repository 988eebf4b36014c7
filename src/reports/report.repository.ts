/** SQL of deadline reports. */
import type { Transaction } from '../lib/database';
import { allEach, oneEach } from '../lib/keyed';
import { insert, select } from '../lib/rows';
import { Role, type Viewer } from '../lib/viewer';
import type { Act } from '../inbox/act';
import type { Batch } from '../inbox/context';
import type { Condition } from '../inbox/list';
import { sightOf } from '../inbox/sight';
import { Report, ReportStatus } from './report.entity';

/** AC-5: reports are for the shop and the platform. */
export const reportsSeenBy = (viewer: Viewer): Condition =>
  viewer.role === Role.BUYER ? { where: '1 = 0', values: [] } : sightOf(viewer);

export const reportById: Batch<string, Report | null> = async (context, ids) => {
  const { where, values } = reportsSeenBy(context.signedIn());
  const found = await select(context.app.db, Report, `WHERE id IN (?) AND ${where}`, [
    ids,
    ...values,
  ]);
  return oneEach(ids, found, ({ id }) => id);
};

const oldestFirst = 'ORDER BY order_id, submitted_at, id';

export const reportsByOrder: Batch<string, Report[]> = async (context, orderIds) => {
  const { where, values } = reportsSeenBy(context.signedIn());
  const tail = `WHERE order_id IN (?) AND ${where} ${oldestFirst}`;
  const found = await select(context.app.db, Report, tail, [orderIds, ...values]);
  return allEach(orderIds, found, ({ orderId }) => orderId);
};

/** The reports of an order this act has locked. */
export const lockedReports = (act: Act, orderId: string): Promise<Report[]> =>
  select(act.tx, Report, `WHERE order_id = ? ${oldestFirst}`, [orderId]);

export async function findReport(tx: Transaction, id: string): Promise<Report | undefined> {
  return (await select(tx, Report, 'WHERE id = ?', [id]))[0];
}

export const insertReport = (tx: Transaction, report: Report): void => insert(tx, Report, [report]);

export type Decision = Pick<Report, 'status' | 'decidedAt' | 'decidedBy' | 'note'>;

/** Ends a report that is still submitted. */
export const endReport = (tx: Transaction, id: string, decision: Decision): void => {
  tx.post(
    'UPDATE deadline_reports SET status = ?, decided_at = ?, decided_by = ?, note = ? WHERE id = ? AND status = ?',
    [
      decision.status,
      decision.decidedAt,
      decision.decidedBy,
      decision.note,
      id,
      ReportStatus.SUBMITTED,
    ],
    1,
  );
};
