/** SQL of compensations, complaints and the ledger. */
import type { Reader, Transaction } from '../lib/database';
import { allEach, oneEach } from '../lib/keyed';
import { insert, select } from '../lib/rows';
import type { Act } from '../inbox/act';
import type { Batch } from '../inbox/context';
import { sightOf } from '../inbox/sight';
import { Compensation, CompensationStatus } from './compensation.entity';
import { Complaint, type ComplaintStatus } from './complaint.entity';
import { Posting } from './posting.entity';

export const compensationById: Batch<string, Compensation | null> = async (context, ids) => {
  const { where, values } = sightOf(context.signedIn());
  const tail = `WHERE id IN (?) AND ${where}`;
  const found = await select(context.app.db, Compensation, tail, [ids, ...values]);
  return oneEach(ids, found, ({ id }) => id);
};

/** The compensations of orders the viewer was seen to own, oldest first. */
export const compensationsByOrder: Batch<string, Compensation[]> = async (context, orderIds) => {
  const found = await compensationsOf(context.app.db, orderIds);
  return allEach(orderIds, found, ({ orderId }) => orderId);
};

/** Complaints of orders the viewer sees (AC-1). */
export const complaintById: Batch<string, Complaint | null> = async (context, ids) => {
  const { where, values } = sightOf(context.signedIn());
  const tail = `JOIN orders ON orders.id = order_id WHERE complaints.id IN (?) AND ${where}`;
  const found = await select(context.app.db, Complaint, tail, [ids, ...values]);
  return oneEach(ids, found, ({ id }) => id);
};

/** The complaints of orders the viewer was seen to own. */
export const complaintByOrder: Batch<string, Complaint | null> = async (context, orderIds) => {
  const byOrder = await complaintsOf(context.app.db, orderIds);
  return orderIds.map((id) => byOrder.get(id) ?? null);
};

const compensationsOf = (source: Reader, orderIds: readonly string[]): Promise<Compensation[]> =>
  select(source, Compensation, 'WHERE order_id IN (?) ORDER BY order_id, created_at, id', [
    orderIds,
  ]);

/** What locked orders have been paid for, by order. */
export async function lockedCompensations(
  act: Act,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, Compensation[]>> {
  const byOrder = new Map<string, Compensation[]>();
  for (const compensation of await compensationsOf(act.tx, orderIds)) {
    const known = byOrder.get(compensation.orderId);
    if (known === undefined) byOrder.set(compensation.orderId, [compensation]);
    else known.push(compensation);
  }
  return byOrder;
}

/** The complaints of orders, by order. */
export async function complaintsOf(
  source: Reader,
  orderIds: readonly string[],
): Promise<Map<string, Complaint>> {
  const found = await select(source, Complaint, 'WHERE order_id IN (?)', [orderIds]);
  return new Map(found.map((complaint) => [complaint.orderId, complaint]));
}

export const insertCompensations = (tx: Transaction, paid: readonly Compensation[]): void =>
  insert(tx, Compensation, paid);

/** CO-5: the unique key refuses a second posting for the same order, cause and ship-by. */
export const post = (tx: Transaction, postings: readonly Posting[]): void =>
  insert(tx, Posting, postings);

/** Reverses a compensation that is still paid. */
export const reverseCompensation = (tx: Transaction, id: string, now: number): void => {
  tx.post(
    'UPDATE compensations SET status = ?, reversed_at = ? WHERE id = ? AND status = ?',
    [CompensationStatus.REVERSED, now, id, CompensationStatus.PAID],
    1,
  );
};

export const insertComplaint = (tx: Transaction, complaint: Complaint): void =>
  insert(tx, Complaint, [complaint]);

/** Judges a complaint anew that is still judged as it was read. */
export const rejudgeComplaint = (
  tx: Transaction,
  { id, status }: Complaint,
  to: ComplaintStatus,
  now: number,
): void => {
  tx.post(
    'UPDATE complaints SET status = ?, judged_at = ? WHERE id = ? AND status = ?',
    [to, now, id, status],
    1,
  );
};
