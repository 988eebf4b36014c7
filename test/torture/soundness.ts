/** What must hold of the whole database at any time, in SQL that both databases speak: each SELECT finds what must not be. */
import { checkLedger } from '../../src/compensation/ledger.check';
import type { Reader } from '../../src/lib/database';
import type { Wrong } from './wrong';

interface Law {
  readonly check: string;
  readonly rule: string;
  readonly broken: string;
}

/** How often each row of a table is told of by entries of one kind. */
const told = (table: string, column: string, kind: string, where: string, times: number): string =>
  `SELECT t.id FROM ${table} t LEFT JOIN inbox_entries e ON e.${column} = t.id AND e.kind = '${kind}'
    WHERE ${where} GROUP BY t.id HAVING COUNT(e.number) <> ${times}`;

/** Deadlines carry whole seconds and are inclusive: the first instant at which one has passed (TM-3). */
const passedAt = (deadline: string): string => `(${deadline} - ${deadline} % 1000 + 1000)`;

const LOGS: readonly Law[] = [
  {
    check: 'gap-free',
    rule: 'IN-2 inboxes are numbered 1, 2, 3 …',
    broken: `SELECT i.id FROM inboxes i LEFT JOIN inbox_entries e ON e.inbox_id = i.id GROUP BY i.id, i.head
      HAVING COALESCE(MIN(e.number), 0) <> 1 OR COALESCE(MAX(e.number), 0) <> i.head OR COUNT(e.number) <> i.head`,
  },
  {
    check: 'gap-free',
    rule: 'MS-1 messages are numbered 1, 2, 3 …',
    broken: `SELECT c.id FROM conversations c JOIN messages m ON m.conversation_id = c.id GROUP BY c.id, c.last_number
      HAVING MIN(m.number) <> 1 OR MAX(m.number) <> c.last_number OR COUNT(*) <> c.last_number`,
  },
];

/** OR-10: an order whose ship-by passed before it was imported is breached from the start, tells nobody and pays nothing. */
const livedThrough = (order: string): string =>
  `${order}.imported_at < ${passedAt(`${order}.original_ship_by`)}`;

/** An act is wholly there: what it changed, and what it told of it, to all concerned. */
const WHOLE: readonly Law[] = [
  {
    check: 'whole',
    rule: 'IN-1 buyer and shop are told of each order',
    broken: told('orders', 'order_id', 'ORDER_IMPORTED', '1 = 1', 2),
  },
  {
    check: 'whole',
    rule: 'IN-1 buyer and shop are told of each card',
    broken: told('shipping_proposals', 'proposal_id', 'PROPOSAL_SENT', '1 = 1', 2),
  },
  {
    check: 'whole',
    rule: 'IN-1 buyer and shop are told of each message a person wrote',
    broken: told('messages', 'message_id', 'MESSAGE_SENT', `t.kind = 'TEXT'`, 2),
  },
  ...['ACCEPTED', 'DECLINED', 'EXPIRED'].map((status) => ({
    check: 'whole',
    rule: `SP-13 buyer and shop are told once that a card is ${status}`,
    broken: told(
      'shipping_proposals',
      'proposal_id',
      `PROPOSAL_${status}`,
      `t.status = '${status}'`,
      2,
    ),
  })),
  {
    check: 'whole',
    rule: 'SP-13 a card that ended has one line of history that says so',
    broken: `SELECT p.id FROM shipping_proposals p LEFT JOIN history h ON h.subject_id = p.id AND h.to_state = p.status
      WHERE p.status <> 'PENDING' GROUP BY p.id HAVING COUNT(h.id) <> 1`,
  },
  {
    check: 'whole',
    rule: 'OR-6 buyer and shop are told once of a breach',
    broken: told(
      'orders',
      'order_id',
      'SHIP_BY_BREACHED',
      `t.sla = 'BREACHED' AND ${livedThrough('t')}`,
      2,
    ),
  },
  {
    check: 'whole',
    rule: 'OR-6 a breach is recorded once per ship-by',
    broken: `SELECT order_id FROM history WHERE rule = 'OR-6' AND to_state = 'BREACHED'
      GROUP BY order_id, at HAVING COUNT(*) > 1`,
  },
  {
    check: 'whole',
    rule: 'TK-11 an overdue ticket has one line of history that says so',
    broken: `SELECT subject_id FROM history WHERE rule = 'TK-11' GROUP BY subject_id, to_state HAVING COUNT(*) > 1`,
  },
];

const CARDS: readonly Law[] = [
  {
    check: 'three cards',
    rule: 'SP-3 at most three cards per order',
    broken: 'SELECT order_id FROM shipping_proposals GROUP BY order_id HAVING COUNT(*) > 3',
  },
  {
    check: 'one acceptance',
    rule: 'SP-4 at most one acceptance per order',
    broken: `SELECT order_id FROM shipping_proposals WHERE status = 'ACCEPTED' GROUP BY order_id HAVING COUNT(*) > 1`,
  },
  {
    check: 'one acceptance',
    rule: 'SP-8 an order has an agreed ship-by if and only if a card was accepted',
    broken: `SELECT o.id FROM orders o LEFT JOIN shipping_proposals p ON p.order_id = o.id AND p.status = 'ACCEPTED'
      WHERE COALESCE(o.agreed_ship_by, 0) <> COALESCE(p.ship_by, 0)`,
  },
  {
    check: 'one pending',
    rule: 'SP-5 at most one pending card per order',
    broken: `SELECT order_id FROM shipping_proposals WHERE status = 'PENDING' GROUP BY order_id HAVING COUNT(*) > 1`,
  },
  {
    check: 'one ticket',
    rule: 'TK-2 one open ticket per order and category',
    broken: `SELECT order_id FROM tickets WHERE status <> 'CLOSED' GROUP BY order_id, category HAVING COUNT(*) > 1`,
  },
];

/** The record itself tells when it was made: never before the deadline had passed (TM-3). */
const TIMES: readonly Law[] = [
  {
    check: 'early',
    rule: 'SP-6 no card expired early',
    broken: `SELECT p.id FROM shipping_proposals p JOIN inbox_entries e ON e.proposal_id = p.id AND e.kind = 'PROPOSAL_EXPIRED'
      WHERE e.recorded_at < ${passedAt('p.answer_by')} OR e.occurred_at <> ${passedAt('p.answer_by')}`,
  },
  {
    check: 'early',
    rule: 'SP-6 no card was answered late',
    broken: `SELECT id FROM shipping_proposals WHERE status IN ('ACCEPTED', 'DECLINED') AND answered_at >= ${passedAt('answer_by')}`,
  },
  {
    check: 'early',
    rule: 'OR-6 no order was breached early',
    broken: `SELECT o.id FROM orders o JOIN inbox_entries e ON e.order_id = o.id AND e.kind = 'SHIP_BY_BREACHED'
      WHERE e.recorded_at < e.occurred_at OR e.occurred_at < ${passedAt('o.original_ship_by')}`,
  },
  {
    check: 'early',
    rule: 'TK-11 no ticket was taken over early',
    broken: `SELECT t.id FROM tickets t JOIN inbox_entries e ON e.ticket_id = t.id AND e.kind = 'TICKET_EXPIRED'
      WHERE e.recorded_at < ${passedAt('t.due_at')}`,
  },
];

/** As `test/model/invariants.ts` asks after every step of a history, here of all orders at once. */
const MONEY: readonly Law[] = [
  {
    check: 'money',
    rule: 'CO-4 what a buyer got is the one compensation that stands',
    broken: `SELECT o.id FROM orders o
      LEFT JOIN (SELECT order_id, SUM(amount_minor) AS paid, COUNT(*) AS times FROM compensations
        WHERE status = 'PAID' GROUP BY order_id) c ON c.order_id = o.id
      LEFT JOIN (SELECT order_id, SUM(buyer_minor) AS moved FROM ledger_postings GROUP BY order_id) l ON l.order_id = o.id
      WHERE COALESCE(c.times, 0) > 1 OR COALESCE(c.paid, 0) <> COALESCE(l.moved, 0)`,
  },
  {
    check: 'money',
    rule: 'CO-2 nothing is paid unasked for a missed agreed day',
    broken: `SELECT c.id FROM compensations c JOIN orders o ON o.id = c.order_id
      WHERE c.status = 'PAID' AND c.kind = 'AUTOMATIC' AND c.ship_by = o.agreed_ship_by`,
  },
  {
    check: 'money',
    rule: 'CO-1 every breach of an order without agreement is paid',
    broken: `SELECT o.id FROM orders o LEFT JOIN compensations c ON c.order_id = o.id AND c.status = 'PAID'
      WHERE o.sla = 'BREACHED' AND o.agreed_ship_by IS NULL AND ${livedThrough('o')} AND c.id IS NULL`,
  },
];

export const LAWS: readonly Law[] = [...LOGS, ...WHOLE, ...CARDS, ...TIMES, ...MONEY];

/** Asks all of it; what is right says nothing. */
export async function checkSoundness(source: Reader): Promise<Wrong[]> {
  const wrong: Wrong[] = [];
  for (const { check, rule, broken } of LAWS) {
    const rows = await source.rows(`SELECT * FROM (${broken}) AS broken LIMIT 5`);
    if (rows.length > 0) wrong.push({ check, what: `${rule}: not so for ${JSON.stringify(rows)}` });
  }
  for (const { claim, contradictions } of await checkLedger(source))
    if (contradictions > 0)
      wrong.push({ check: 'ledger', what: `CO-5 ${claim}: ${contradictions} contradict it` });
  return wrong;
}
