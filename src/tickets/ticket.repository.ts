/** SQL of tickets. */
import type { Reader, Transaction } from '../lib/database';
import { allEach, oneEach } from '../lib/keyed';
import { insert, select } from '../lib/rows';
import type { Act } from '../inbox/act';
import type { Batch } from '../inbox/context';
import { sightOf } from '../inbox/sight';
import { Ticket, type TicketOutcome, type TicketStatus } from './ticket.entity';

export const ticketById: Batch<string, Ticket | null> = async (context, ids) => {
  const { where, values } = sightOf(context.signedIn());
  const tail = `WHERE id IN (?) AND ${where}`;
  const found = await select(context.app.db, Ticket, tail, [ids, ...values]);
  return oneEach(ids, found, ({ id }) => id);
};

/** The tickets of orders the viewer was seen to own, in the order they were opened. */
export const ticketsByOrder: Batch<string, Ticket[]> = async (context, orderIds) => {
  const found = await ticketsOf(context.app.db, orderIds);
  return allEach(orderIds, found, ({ orderId }) => orderId);
};

/** Ids grow with time, so they are the order in which tickets were opened. */
const ticketsOf = (source: Reader, orderIds: readonly string[]): Promise<Ticket[]> =>
  select(source, Ticket, 'WHERE order_id IN (?) ORDER BY order_id, opened_at, id', [orderIds]);

const memory = (orderId: string): string => `tickets:${orderId}`;

/** The tickets of an order this act has locked, as the act has changed them so far. */
export const lockedTickets = (act: Act, orderId: string): Promise<Ticket[]> =>
  act.once(memory(orderId), () => ticketsOf(act.tx, [orderId]));

/** The same for many orders with one question; what the act knows already stays as the act has changed it. */
export async function lockTickets(act: Act, orderIds: readonly string[]): Promise<Ticket[]> {
  if (orderIds.length > 1)
    await act.once(`tickets of ${orderIds.join()}`, () => loadTickets(act, orderIds));
  return (await Promise.all(orderIds.map((id) => lockedTickets(act, id)))).flat();
}

async function loadTickets(act: Act, orderIds: readonly string[]): Promise<void> {
  const byOrder = new Map<string, Ticket[]>(orderIds.map((id) => [id, []]));
  for (const ticket of await ticketsOf(act.tx, orderIds)) byOrder.get(ticket.orderId)?.push(ticket);
  for (const [id, tickets] of byOrder) await act.once(memory(id), () => Promise.resolve(tickets));
}

/** The order a ticket hangs from; its lock comes first. */
export async function orderIdOfTicket(
  tx: Transaction,
  ticketId: string,
): Promise<string | undefined> {
  const sql = 'SELECT order_id FROM tickets WHERE id = ?';
  const [row] = await tx.rows<{ order_id: string }>(sql, [ticketId]);
  return row?.order_id;
}

export const insertTicket = (tx: Transaction, ticket: Ticket): void => insert(tx, Ticket, [ticket]);

/** What acts change in a ticket; keys are columns. */
export interface TicketChanges {
  readonly status?: TicketStatus;
  readonly outcome?: TicketOutcome | null;
  readonly closed_at?: number | null;
  readonly urge_after?: number | null;
  readonly assignee_key?: string | null;
  readonly evidence_waived?: 1;
  readonly evidence_until?: number;
  readonly appeal_by?: number;
}

/** Changes a ticket that is still in the status and has the outcome it was read with. */
export function updateTicket(
  tx: Transaction,
  { id, recordedStatus, outcome }: Ticket,
  changes: TicketChanges,
): void {
  const sets = Object.keys(changes).map((column) => `${column} = ?`);
  const values = Object.values(changes) as (string | number | null)[];
  const sql = `UPDATE tickets SET ${sets.join(', ')} WHERE id = ? AND status = ? AND COALESCE(outcome, '') = ?`;
  tx.post(sql, [...values, id, recordedStatus, outcome ?? ''], 1);
}
