/** SQL of what sellers do for tickets: contacts, replies, additions. */
import type { Reader, Transaction } from '../lib/database';
import { allEach, oneEach } from '../lib/keyed';
import { insert, select } from '../lib/rows';
import { Role } from '../lib/viewer';
import type { Batch } from '../inbox/context';
import { TicketAddition } from './addition.entity';
import { TicketContact } from './contact.entity';
import { TicketReply } from './reply.entity';
import { ticketById } from './ticket.repository';

/** AC-5: contacts of tickets the viewer sees; none for buyers. */
export const contactById: Batch<string, TicketContact | null> = async (context, ids) => {
  if (context.signedIn().role === Role.BUYER) return ids.map(() => null);
  const found = await select(context.app.db, TicketContact, 'WHERE id IN (?)', [ids]);
  const seen = await Promise.all(found.map(({ ticketId }) => context.load(ticketById, ticketId)));
  return oneEach(
    ids,
    found.filter((_, index) => seen[index]),
    ({ id }) => id,
  );
};

/** The contacts of tickets the viewer was seen to own, as they were recorded. */
export const contactsByTicket: Batch<string, TicketContact[]> = async (context, ticketIds) => {
  const found = await contactsOf(context.app.db, ticketIds);
  return allEach(ticketIds, found, ({ ticketId }) => ticketId);
};

export const contactsOf = (
  source: Reader,
  ticketIds: readonly string[],
): Promise<TicketContact[]> =>
  select(source, TicketContact, 'WHERE ticket_id IN (?) ORDER BY recorded_at, id', [ticketIds]);

export const replyByTicket: Batch<string, TicketReply | null> = async (context, ticketIds) => {
  const found = await select(context.app.db, TicketReply, 'WHERE ticket_id IN (?)', [ticketIds]);
  return oneEach(ticketIds, found, ({ ticketId }) => ticketId);
};

export async function replyOf(source: Reader, ticketId: string): Promise<TicketReply | null> {
  return (await select(source, TicketReply, 'WHERE ticket_id = ?', [ticketId]))[0] ?? null;
}

/** The additions of tickets the viewer was seen to own, as they were made. */
export const additionsByTicket: Batch<string, TicketAddition[]> = async (context, ticketIds) => {
  const tail = 'WHERE ticket_id IN (?) ORDER BY added_at, id';
  const found = await select(context.app.db, TicketAddition, tail, [ticketIds]);
  return allEach(ticketIds, found, ({ ticketId }) => ticketId);
};

/** The tickets of which these are replies, contacts or additions, in the order they were opened. */
export async function ticketsWith(
  tx: Transaction,
  subjectIds: readonly string[],
): Promise<string[]> {
  const parts = ['ticket_replies', 'ticket_contacts', 'ticket_additions'].map(
    (table) => `SELECT ticket_id FROM ${table} WHERE id IN (?)`,
  );
  const sql = `${parts.join(' UNION ')} ORDER BY ticket_id`;
  const rows = await tx.rows<{ ticket_id: string }>(sql, [subjectIds, subjectIds, subjectIds]);
  return rows.map((row) => row.ticket_id);
}

export const insertContact = (tx: Transaction, contact: TicketContact): void =>
  insert(tx, TicketContact, [contact]);

/** The unique key refuses a second reply (TK-6). */
export const insertReply = (tx: Transaction, reply: TicketReply): void =>
  insert(tx, TicketReply, [reply]);

export const insertAddition = (tx: Transaction, addition: TicketAddition): void =>
  insert(tx, TicketAddition, [addition]);
