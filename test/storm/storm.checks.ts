/** What must hold after a storm, asked of the database: each check counts what is wrong. */
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { cardsAmong, INSTANT } from './storm.market';

export interface Check {
  readonly what: string;
  /** How many rows say otherwise; 0 is right. */
  readonly wrong: number;
}

const SECOND_AFTER = INSTANT + 1_000;

/** SQL for how many rows there are too many or too few. */
const off = (expected: number, sql: string): string =>
  `SELECT ABS(${expected} - (${sql})) AS wrong`;
const count = (from: string): string => `SELECT COUNT(*) FROM ${from}`;
const distinct = (columns: string, from: string): string =>
  `SELECT COUNT(DISTINCT ${columns}) FROM ${from}`;
const some = (from: string): string => `SELECT COUNT(*) AS wrong FROM ${from}`;

const BREACHES = `history WHERE rule = 'OR-6' AND to_state = 'BREACHED'`;
const TOLD = `inbox_entries WHERE kind = 'SHIP_BY_BREACHED'`;
const EXPIRIES = `history WHERE rule = 'SP-6' AND to_state = 'EXPIRED'`;
const EXPIRED_TOLD = `inbox_entries WHERE kind = 'PROPOSAL_EXPIRED'`;
const DUE_KINDS = `('SHIP_BY_BREACHED', 'PROPOSAL_EXPIRED')`;
const DUE_RULES = `('OR-6', 'SP-6')`;

/** Everything that fell due, once each, for so many orders. */
function settled(orders: number): [string, string][] {
  const cards = cardsAmong(orders);
  return [
    ['OR-6 every order is BREACHED', some(`orders WHERE sla <> 'BREACHED'`)],
    ['OR-6 one line of history per breach', off(orders, count(BREACHES))],
    ['OR-6 and each of another order', off(orders, distinct('order_id', BREACHES))],
    ['IN-1 buyer and shop are told of each breach', off(2 * orders, count(TOLD))],
    ['IN-1 and each is told once', off(2 * orders, distinct('inbox_id, order_id', TOLD))],
    [
      'SP-6 every card is EXPIRED',
      off(cards, count(`shipping_proposals WHERE status = 'EXPIRED'`)),
    ],
    ['SP-6 one line of history per card', off(cards, count(EXPIRIES))],
    ['SP-6 and each of another card', off(cards, distinct('subject_id', EXPIRIES))],
    ['SP-13 one message per card', off(cards, count(`messages WHERE code = 'PROPOSAL_EXPIRED'`))],
    ['IN-1 buyer and shop are told of each card', off(2 * cards, count(EXPIRED_TOLD))],
    ['IN-1 and each is told once', off(2 * cards, distinct('inbox_id, order_id', EXPIRED_TOLD))],
  ];
}

/** CO-1 in SQL: a tenth, half up, no less than 5.00 and no more than 100.00. */
const OWED = 'LEAST(10000, GREATEST(500, FLOOR((orders.goods_minor + 5) / 10)))';

/** What it cost, once each. */
function paid(orders: number): [string, string][] {
  const rightly = `compensations JOIN orders ON orders.id = order_id
    WHERE compensations.kind = 'AUTOMATIC' AND compensations.status = 'PAID' AND amount_minor = ${OWED}`;
  return [
    ['CO-1 one automatic compensation per order, of the right amount', off(orders, count(rightly))],
    ['CO-4 and no other', off(orders, distinct('order_id', 'compensations'))],
    ['CO-5 one posting per compensation', off(orders, count('ledger_postings'))],
    ['CO-5 and each of another order', off(orders, distinct('order_id', 'ledger_postings'))],
    [
      'CO-5 the ledger sums to zero',
      'SELECT ABS(SUM(buyer_minor) + SUM(shop_minor) + SUM(clearing_minor)) AS wrong FROM ledger_postings',
    ],
    [
      'CO-1 one line of history per compensation',
      off(orders, distinct('order_id', `history WHERE rule = 'CO-1'`)),
    ],
    [
      'IN-1 whoever is told of a breach is told of its compensation',
      off(2 * orders, count(`${TOLD} AND compensation_id IS NOT NULL`)),
    ],
  ];
}

const TIMES: [string, string][] = [
  [
    'TM-5 all is dated by the first second after',
    some(`inbox_entries WHERE kind IN ${DUE_KINDS} AND occurred_at <> ${SECOND_AFTER}`),
  ],
  ['TM-5 in history too', some(`history WHERE rule IN ${DUE_RULES} AND at <> ${SECOND_AFTER}`)],
  [
    'TM-3 nothing is recorded before that second',
    some(`inbox_entries WHERE kind IN ${DUE_KINDS} AND recorded_at < ${SECOND_AFTER}`),
  ],
];

const ORDER: [string, string][] = [
  [
    'TM-5 in each inbox an order’s card expires before its breach',
    some(`inbox_entries AS card JOIN inbox_entries AS breach
      ON breach.inbox_id = card.inbox_id AND breach.order_id = card.order_id
      WHERE card.kind = 'PROPOSAL_EXPIRED' AND breach.kind = 'SHIP_BY_BREACHED'
      AND breach.number < card.number`),
  ],
  [
    'IN-2 every inbox is numbered without a gap',
    some(`(SELECT inboxes.id FROM inboxes JOIN inbox_entries ON inbox_id = inboxes.id
      GROUP BY inboxes.id, head HAVING MIN(number) <> 1 OR MAX(number) <> head OR COUNT(*) <> head) AS gaps`),
  ],
];

/** Runs every check. */
export async function checkStorm(database: Connection, orders: number): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [what, sql] of [...settled(orders), ...paid(orders), ...TIMES, ...ORDER])
    checks.push({ what, wrong: await wrongRows(database, sql) });
  return checks;
}

/** TM-3: in the last second of the deadline nothing has happened yet. */
export async function checkNotEarly(database: Connection): Promise<Check> {
  const early = `(SELECT id FROM orders WHERE sla <> 'RUNNING' UNION ALL
    SELECT id FROM shipping_proposals WHERE status <> 'PENDING' UNION ALL
    SELECT order_id FROM inbox_entries WHERE kind IN ${DUE_KINDS}) AS early`;
  const what = 'TM-3 in the instant’s own second nothing is recorded';
  return { what, wrong: await wrongRows(database, some(early)) };
}

async function wrongRows(database: Connection, sql: string): Promise<number> {
  const [rows] = await database.query<(RowDataPacket & { wrong: number | string })[]>(sql);
  return Number(rows[0]?.wrong);
}
