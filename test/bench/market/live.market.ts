/** A market for live screens: many shops with few orders each, as what is measured is who is shown what and not how much there is. */
import { createConnection } from 'mysql2/promise';
import type { MariaDb } from '../../services/mariadb';
import { openMarket } from './market';

export const LIVE_ORDERS = 20_000;
export const LIVE_SHOPS = 2_000;

export const liveShopOf = (order: number): number => order % LIVE_SHOPS;

/** The number of an order is in its id. */
const shopSql = (id: string): string =>
  `CONCAT('S', CAST(SUBSTR(${id}, 5) AS UNSIGNED) % ${LIVE_SHOPS})`;

/** The same rows as in every market, dealt out to more shops. */
const DEAL_OUT = [
  `UPDATE orders SET shop_key = ${shopSql('id')}`,
  `UPDATE conversations SET shop_key = ${shopSql('order_id')}`,
  `INSERT INTO seats (id, shop_key, seat_id, permissions, disabled, registered, changed_at)
   SELECT DISTINCT CONCAT('seat_9', LPAD(SUBSTR(shop_key, 2), 25, '0')), shop_key, 'owner', '["owner"]', 0, 1, 1 FROM orders
   WHERE NOT EXISTS (SELECT 1 FROM seats known WHERE known.shop_key = orders.shop_key)`,
];

export async function openLiveMarket(server: MariaDb): Promise<string> {
  const url = await openMarket(server, LIVE_ORDERS);
  const connection = await createConnection(url);
  for (const sql of DEAL_OUT) await connection.query(sql);
  await connection.end();
  return url;
}
