/** The rows of a market as SELECTs over `bench_numbers`, in words both databases know. */
import { buyersAmong, shopsAmong } from './market.names';

/** `from` and so many numbers after it. */
export const NUMBERS = (from: number, size: number): string[] => [
  'DELETE FROM bench_numbers',
  `INSERT INTO bench_numbers WITH RECURSIVE counted (n) AS (SELECT ${from} UNION ALL
     SELECT n + 1 FROM counted WHERE n < ${from + size - 1}) SELECT n FROM counted`,
];

const id = (prefix: string, number: string): string =>
  `'${prefix}_' || substr('00000000000000000000000000' || (${number}), -26)`;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Of each order, in the order of their numbers. */
const CARDS = `SELECT 1 AS number, 'DECLINED' AS status UNION ALL SELECT 2, 'EXPIRED' UNION ALL SELECT 3, 'PENDING'`;
const MESSAGES = [1, 2, 3, 4, 5]
  .map((number) => (number % 2 ? [number, "'SELLER'", "'owner'"] : [number, "'BUYER'", 'NULL']))
  .map(
    ([number, sender, seat]) => `SELECT ${number} AS number, ${sender} AS sender, ${seat} AS seat`,
  )
  .join(' UNION ALL ');

/** MariaDB: the counters of the inboxes, which exist since the orders were imported; whoever tells something only moves them. */
export const COUNTERS = `INSERT IGNORE INTO inboxes (id, head) SELECT CONCAT('buyer:', buyer_id), 0 FROM orders GROUP BY buyer_id
  UNION ALL SELECT CONCAT('shop:', shop_key), 0 FROM orders GROUP BY shop_key`;

/** Everything of the orders in `bench_numbers`. Nothing falls due within the day. */
export function fillSql(orders: number, now: number): string[] {
  const shop = `'S' || (n % ${shopsAmong(orders)})`;
  const buyer = `'B' || (n % ${buyersAmong(orders)})`;
  const paidAt = `${now - DAY} - n % 1000`;
  const shipBy = `${now + 5 * DAY} + (n % 100000) * 1000`;
  return [
    `INSERT INTO shops (id, shop_id, name, kind)
     SELECT ${id('shp', 'n')}, 'S' || n, 'Shop ' || n, 'TAOBAO' FROM bench_numbers WHERE n < ${shopsAmong(orders)}`,
    `INSERT INTO seats (id, shop_key, seat_id, permissions, disabled, registered, changed_at)
     SELECT ${id('seat', 'n')}, 'S' || n, 'owner', '["owner"]', 0, 1, ${now - DAY} FROM bench_numbers WHERE n < ${shopsAmong(orders)}`,
    `INSERT INTO orders (id, shop_key, order_no, buyer_id, kind, worry_free, status, sla, paid_at, original_ship_by,
       goods_minor, currency, line_items, imported_at, policy_version)
     SELECT ${id('ord', 'n')}, ${shop}, 'N' || n, ${buyer}, 'PHYSICAL', 0, 'AWAITING_SHIPMENT', 'RUNNING', ${paidAt}, ${shipBy},
       19900, 'CNY', '[{"title":"A teapot","quantity":1,"unitPrice":{"amountMinor":19900,"currency":"CNY"}}]', ${now - DAY}, 1
     FROM bench_numbers`,
    `INSERT INTO conversations (id, order_id, buyer_id, shop_key, last_number, last_message_at)
     SELECT ${id('cnv', 'n')}, ${id('ord', 'n')}, ${buyer}, ${shop}, 5, ${now - HOUR} FROM bench_numbers`,
    `INSERT INTO shipping_proposals (id, order_id, number, status, ship_date, ship_by, reason, remark, sent_at, answer_by,
       answered_at, ship_by_before, policy_version)
     SELECT ${id('prp', 'n * 3 + number - 1')}, ${id('ord', 'n')}, number, status, '2038-01-0' || number,
       ${Date.UTC(2038, 0, 0, 15, 59, 59)} + number * ${DAY}, 'STOCK_SHORTAGE', 'The kiln is cold', ${now - HOUR}, ${now + DAY - HOUR},
       CASE status WHEN 'DECLINED' THEN ${now - HOUR} END, ${shipBy}, 1
     FROM bench_numbers CROSS JOIN (${CARDS}) AS cards ORDER BY n, number`,
    `INSERT INTO messages (id, conversation_id, number, kind, sender, seat, author, code, body, facts, created_at)
     SELECT ${id('msg', 'n * 5 + number')}, ${id('cnv', 'n')}, number, 'TEXT', sender, seat, '' || (number % 2), NULL,
       'Dear customer, this is message ' || number || '.', '{}', ${now - HOUR}
     FROM bench_numbers CROSS JOIN (${MESSAGES}) AS said ORDER BY n, number`,
    `INSERT INTO history (id, order_id, subject_id, at, actor, actor_id, rule, from_state, to_state, policy_version, confidential)
     SELECT ${id('his', 'n')}, ${id('ord', 'n')}, ${id('ord', 'n')}, ${now - DAY}, 'SYSTEM', NULL, 'OR-1', NULL, 'RUNNING', 1, 0 FROM bench_numbers`,
  ];
}
