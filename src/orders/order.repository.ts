/** SQL of orders. */
import { lockOnAllMembers } from '../lib/cluster';
import type { Dialect } from '../lib/dialect';
import type { Reader, Transaction } from '../lib/database';
import { allEach } from '../lib/keyed';
import { insert, select, selectBeside } from '../lib/rows';
import type { Act } from '../inbox/act';
import type { Batch } from '../inbox/context';
import type { ReadPage } from '../inbox/list';
import { Conversation } from '../conversations/conversation.entity';
import { conversationAbout } from '../conversations/conversation.repository';
import { HistoryEntry } from '../inbox/history.entity';
import { openHistory, seenById, sees } from '../inbox/sight';
import { Order, Sla, type OrderStatus } from './order.entity';

export const orderById = seenById(Order, 'orderId', 'WHERE id IN (?)');

/**
 * Orders with their conversations at hand for whoever asks for them: nearly every page of orders shows them, and what is in them could
 * only be asked for after them.
 */
export const ordersWithConversations: ReadPage<Order> = async (context, ...page) => {
  const viewer = context.signedIn();
  const rows = await selectBeside(context.app.db, Order, Conversation, 'subjectId', ...page);
  return rows.map(([order, found]) => {
    const about = found !== null && sees(viewer, found) ? found : null;
    context.know(conversationAbout, order.id, about);
    return order;
  });
};

/** What happened to orders the viewer was seen to own, oldest first; without what only the shop and staff see (AC-5). */
export const historyByOrder: Batch<string, HistoryEntry[]> = async (context, orderIds) => {
  const open = openHistory(context.signedIn());
  const tail = `WHERE order_id IN (?) AND ${open} ORDER BY order_id, at, id`;
  const rows = await select(context.app.db, HistoryEntry, tail, [orderIds]);
  return allEach(orderIds, rows, ({ orderId }) => orderId);
};

/** The same of one thing the viewer was seen to own, such as a card or a ticket. */
export const historyBySubject: Batch<string, HistoryEntry[]> = async (context, ids) => {
  const open = openHistory(context.signedIn());
  const tail = `WHERE subject_id IN (?) AND ${open} ORDER BY at, id`;
  const rows = await select(context.app.db, HistoryEntry, tail, [ids]);
  return allEach(ids, rows, ({ subjectId }) => subjectId);
};

const idsOf = (orders: readonly Order[]): string[] => orders.map(({ id }) => id);

const memory = (id: string): string => `order:${id}`;

/**
 * Locks orders for the act and puts them where `lockedOrder` finds them. In the order of their ids: no deadlocks. `passing` is what the
 * statement ends with where those that others hold are passed over.
 */
export async function lockOrders(
  act: Act,
  ids: readonly string[],
  passing?: string,
): Promise<Order[]> {
  const selectWith = (lock: string): Promise<Order[]> =>
    select(act.tx, Order, `WHERE id IN (?) ORDER BY id${lock}`, [ids]);
  const locking = passing === undefined ? act.take(ids, selectWith) : selectWith(passing);
  if (act.app.db.isCluster) lockOnAllMembers(act.app.db, act.tx, idsOf(await locking));
  const [orders] = await Promise.all([locking, act.tick()]);
  for (const order of orders) await act.once(memory(order.id), () => Promise.resolve(order));
  return orders;
}

/** An order this act has locked, as the act has changed it so far. */
export const lockedOrder = (act: Act, id: string): Promise<Order> =>
  act.once(memory(id), () => Promise.reject(new Error(`Order ${id} is not locked.`)));

/**
 * Orders by number, of whatever shop: the caller picks the shop's. While a marketplace moves in, the statistics of the table are those
 * of an empty one, and the database would read all of it for each request.
 */
export const findByNumber = (
  source: Reader,
  dialect: Dialect,
  numbers: readonly string[],
): Promise<Order[]> =>
  select(source, Order, `${dialect.byIndex('order_no')}WHERE order_no IN (?)`, [numbers]);

export const insertOrders = (tx: Transaction, orders: readonly Order[]): void =>
  insert(tx, Order, orders);

/** OR-6, TM-5: records breaches that are true already. */
export function recordBreaches(tx: Transaction, orders: readonly Order[]): void {
  const sql = 'UPDATE orders SET sla = ? WHERE id IN (?) AND sla = ?';
  tx.post(sql, [Sla.BREACHED, idsOf(orders), Sla.RUNNING], orders.length);
}

/** What acts change in an order; keys are columns. */
export interface OrderChanges {
  readonly status?: OrderStatus;
  readonly sla?: Sla;
  readonly agreed_ship_by?: number;
  readonly reported_ship_by?: number;
  readonly consigned_at?: number;
  readonly picked_up_at?: number;
  readonly delivered_at?: number;
  readonly closed_at?: number;
  readonly close_reason?: string;
  readonly carrier?: string | null;
  readonly tracking_no?: string | null;
}

/** Changes an order that is still in the status and sla it was read in. */
export function updateOrder(tx: Transaction, order: Order, changes: OrderChanges): void {
  const columns = Object.keys(changes);
  const sets = columns.map((column) => `${column} = ?`).join(', ');
  const values = Object.values(changes) as (string | number | null)[];
  const sql = `UPDATE orders SET ${sets} WHERE id = ? AND status = ? AND sla = ?`;
  tx.post(sql, [...values, order.id, order.status, order.recordedSla], 1);
}
