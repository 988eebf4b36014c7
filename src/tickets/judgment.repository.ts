/** SQL of what the platform does about tickets: urges, judgments, appeals. */
import type { Reader, Transaction } from '../lib/database';
import { allEach, oneEach } from '../lib/keyed';
import { insert, select } from '../lib/rows';
import { Role } from '../lib/viewer';
import type { Batch } from '../inbox/context';
import { AppealStatus, TicketAppeal } from './appeal.entity';
import { TicketJudgment } from './judgment.entity';
import { ticketById } from './ticket.repository';
import { TicketUrge } from './urge.entity';

/** The urges of tickets the viewer was seen to own, oldest first. */
export const urgesByTicket: Batch<string, TicketUrge[]> = async (context, ticketIds) => {
  const tail = 'WHERE ticket_id IN (?) ORDER BY urged_at, id';
  const found = await select(context.app.db, TicketUrge, tail, [ticketIds]);
  return allEach(ticketIds, found, ({ ticketId }) => ticketId);
};

export const insertUrge = (tx: Transaction, urge: TicketUrge): void =>
  insert(tx, TicketUrge, [urge]);

/** The judgment staff gave on a ticket; an upheld appeal is told by the appeal. */
export const judgmentByTicket: Batch<string, TicketJudgment | null> = async (
  context,
  ticketIds,
) => {
  const tail = "WHERE ticket_id IN (?) AND kind = 'GIVEN'";
  const found = await select(context.app.db, TicketJudgment, tail, [ticketIds]);
  return oneEach(ticketIds, found, ({ ticketId }) => ticketId);
};

/** Every entry of an order's judgments, oldest first. */
export const judgmentsOf = (source: Reader, orderId: string): Promise<TicketJudgment[]> =>
  select(source, TicketJudgment, 'WHERE order_id = ? ORDER BY judged_at, id', [orderId]);

export const insertJudgments = (tx: Transaction, entries: readonly TicketJudgment[]): void =>
  insert(tx, TicketJudgment, entries);

/** AC-5: appeals on tickets the viewer sees; none for buyers. */
export const appealById: Batch<string, TicketAppeal | null> = async (context, ids) => {
  if (context.signedIn().role === Role.BUYER) return ids.map(() => null);
  const found = await select(context.app.db, TicketAppeal, 'WHERE id IN (?)', [ids]);
  const seen = await Promise.all(found.map(({ ticketId }) => context.load(ticketById, ticketId)));
  return oneEach(
    ids,
    found.filter((_, index) => seen[index]),
    ({ id }) => id,
  );
};

export const appealByTicket: Batch<string, TicketAppeal | null> = async (context, ticketIds) => {
  const found = await select(context.app.db, TicketAppeal, 'WHERE ticket_id IN (?)', [ticketIds]);
  return oneEach(ticketIds, found, ({ ticketId }) => ticketId);
};

export async function appealOf(source: Reader, ticketId: string): Promise<TicketAppeal | null> {
  return (await select(source, TicketAppeal, 'WHERE ticket_id = ?', [ticketId]))[0] ?? null;
}

/** The unique key refuses a second appeal (TK-17). */
export const insertAppeal = (tx: Transaction, appeal: TicketAppeal): void =>
  insert(tx, TicketAppeal, [appeal]);

/** Decides an appeal that nobody has decided yet. */
export const decideAppeal = (
  tx: Transaction,
  id: string,
  {
    status,
    verdict,
    note,
    decidedAt,
  }: Pick<TicketAppeal, 'status' | 'verdict' | 'note' | 'decidedAt'>,
): void => {
  tx.post(
    'UPDATE ticket_appeals SET status = ?, verdict = ?, note = ?, decided_at = ? WHERE id = ? AND status = ?',
    [status, verdict, note, decidedAt, id, AppealStatus.SUBMITTED],
    1,
  );
};
