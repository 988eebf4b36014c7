/** Settling as set-based SQL: one transaction, one statement a table, whatever the number of orders. */
import type { Connection } from 'mysql2/promise';
import { INSTANT } from '../market/due.market';
import type { Content } from '../rows.digest';

const NOW = INSTANT + 1_000;

/** CO-1: a tenth, half up, no less than 5.00 and no more than 100.00. */
const OWED = 'LEAST(10000, GREATEST(500, FLOOR((goods_minor + 5) / 10)))';

const WHO = {
  buyer: `CONCAT('buyer:', buyer_id)`,
  shop: `CONCAT('shop:', shop_key)`,
};

/** Another id of the same length, told apart by its first digit. */
const idFrom = (id: string, prefix: string, digit = 0): string =>
  `CONCAT('${prefix}_${digit}', SUBSTR(${id}, 6))`;

const PAID = `CONCAT('PAID ', currency, ' ', FLOOR(amount_minor / 100), '.', LPAD(amount_minor % 100, 2, '0'))`;

const entriesSql = (inbox: string): string => `INSERT INTO inbox_entries
  (inbox_id, number, kind, occurred_at, recorded_at, actor, order_id, compensation_id)
  SELECT inboxes.id, head - COUNT(*) OVER (PARTITION BY inboxes.id) + ROW_NUMBER() OVER (PARTITION BY inboxes.id ORDER BY order_id),
    'SHIP_BY_BREACHED', ${NOW}, ${NOW}, 'SYSTEM', order_id, compensations.id
  FROM compensations JOIN inboxes ON inboxes.id = ${inbox}`;

const STATEMENTS = [
  `UPDATE orders SET sla = 'BREACHED' WHERE sla = 'RUNNING' AND ship_by <= ${INSTANT}`,
  `INSERT INTO compensations (id, order_id, buyer_id, shop_key, kind, status, amount_minor, currency, ship_by, created_at, policy_version)
   SELECT ${idFrom('id', 'cmp')}, id, buyer_id, shop_key, 'AUTOMATIC', 'PAID', ${OWED}, currency, ship_by, ${NOW}, 1
   FROM orders WHERE sla = 'BREACHED' AND ship_by = ${INSTANT}`,
  `INSERT INTO ledger_postings
   (id, order_id, cause, ship_by, compensation_id, buyer_minor, shop_minor, clearing_minor, currency, posted_at)
   SELECT ${idFrom('id', 'pst')}, order_id, kind, ship_by, id, amount_minor, -amount_minor, 0, currency, ${NOW} FROM compensations`,
  `INSERT INTO history (id, order_id, subject_id, at, actor, rule, from_state, to_state, policy_version, confidential)
   SELECT ${idFrom('id', 'his')}, order_id, order_id, ${NOW}, 'SYSTEM', 'OR-6', 'RUNNING', 'BREACHED', 1, 0 FROM compensations
   UNION ALL
   SELECT ${idFrom('id', 'his', 1)}, order_id, id, ${NOW}, 'SYSTEM', 'CO-1', NULL, ${PAID}, 1, 0 FROM compensations`,
  `UPDATE inboxes JOIN (SELECT ${WHO.buyer} AS id, COUNT(*) AS more FROM compensations GROUP BY 1
     UNION ALL SELECT ${WHO.shop}, COUNT(*) FROM compensations GROUP BY 1) AS grown USING (id) SET head = head + more`,
  entriesSql(WHO.buyer),
  entriesSql(WHO.shop),
];

export async function settleBySql(db: Connection): Promise<void> {
  await db.beginTransaction();
  for (const sql of STATEMENTS) await db.query(sql);
  await db.commit();
}

/** Everything settling writes, but for the ids it makes. */
export const SETTLED: readonly Content[] = [
  { table: 'orders', from: 'orders', columns: ['id', 'sla'] },
  {
    table: 'history',
    from: 'history LEFT JOIN compensations ON compensations.id = subject_id',
    columns: [
      'history.order_id',
      'IF(compensations.id IS NULL, subject_id, compensations.order_id)',
      ...['at', 'actor', 'actor_id', 'rule', 'from_state', 'to_state'],
      ...['history.policy_version', 'confidential'],
    ],
  },
  {
    table: 'compensations',
    from: 'compensations',
    columns: [
      ...['order_id', 'buyer_id', 'shop_key', 'kind', 'status', 'amount_minor', 'currency'],
      ...['ship_by', 'created_at', 'reversed_at', 'policy_version'],
    ],
  },
  {
    table: 'ledger_postings',
    from: 'ledger_postings JOIN compensations ON compensations.id = compensation_id',
    columns: [
      ...['ledger_postings.order_id', 'cause', 'ledger_postings.ship_by', 'compensations.order_id'],
      ...['buyer_minor', 'shop_minor', 'clearing_minor', 'ledger_postings.currency', 'posted_at'],
    ],
  },
  { table: 'inboxes', from: 'inboxes', columns: ['id', 'head'] },
  {
    table: 'inbox_entries',
    from: 'inbox_entries LEFT JOIN compensations ON compensations.id = compensation_id',
    columns: [
      ...['inbox_id', 'inbox_entries.kind', 'occurred_at', 'recorded_at', 'actor', 'actor_id'],
      ...['inbox_entries.order_id', 'compensations.order_id', 'proposal_id', 'message_id'],
      ...['ticket_id', 'report_id', 'complaint_id', 'violation_id'],
    ],
  },
];
