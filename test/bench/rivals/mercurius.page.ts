/** The order page by hand: three prepared statements, whatever the page holds. */
import type { Pool, RowDataPacket } from 'mysql2/promise';

const iso = (instant: unknown): string | null =>
  instant === null ? null : new Date(instant as number).toISOString();

const ORDERS = `SELECT id, order_no AS orderNo, buyer_id AS buyerId, kind, status, sla, paid_at AS paidAt, ship_by AS shipBy,
    original_ship_by AS originalShipBy, agreed_ship_by AS agreedShipBy, reported_ship_by AS reportedShipBy,
    goods_minor AS amountMinor, currency
  FROM orders WHERE shop_key = ? ORDER BY ship_by, id LIMIT ?`;

const marks = (count: number): string => Array.from({ length: count }, () => '?').join();

const proposalsSql = (count: number): string =>
  `SELECT id, order_id AS orderId, number, status, ship_date AS shipDate, ship_by AS shipBy, reason, remark, sent_at AS sentAt,
    answer_by AS answerBy FROM shipping_proposals WHERE order_id IN (${marks(count)}) ORDER BY order_id, number`;

const messagesSql = (count: number): string =>
  `SELECT conversations.id AS conversationId, conversations.order_id AS orderId, messages.id, messages.number, messages.kind,
    messages.sender, messages.seat, messages.body AS text, messages.created_at AS createdAt
  FROM conversations JOIN messages ON messages.conversation_id = conversations.id AND messages.number <= 5
  WHERE conversations.subject_id IN (${marks(count)}) ORDER BY conversations.id, messages.number`;

type Row = RowDataPacket & Record<string, unknown>;

const rows = async (db: Pool, sql: string, values: (string | number)[]): Promise<Row[]> =>
  (await db.execute<Row[]>(sql, values))[0];

function grouped(all: Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of all) {
    const key = row['orderId'] as string;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** Statuses are what time makes of them, as in ours. */
const statusOf = ({ status, answerBy }: Row, now: number): unknown =>
  status === 'PENDING' && now >= (answerBy as number) + 1_000 ? 'EXPIRED' : status;

const slaOf = ({ sla, shipBy }: Row, now: number): unknown =>
  sla === 'RUNNING' && now >= (shipBy as number) + 1_000 ? 'BREACHED' : sla;

const sourceOf = (order: Row): string =>
  order['agreedShipBy'] !== null
    ? 'AGREED'
    : order['reportedShipBy'] !== null
      ? 'REPORTED'
      : 'ORIGINAL';

const proposalOf = (row: Row, now: number) => ({
  ...row,
  status: statusOf(row, now),
  ...{ shipBy: iso(row['shipBy']), sentAt: iso(row['sentAt']), answerBy: iso(row['answerBy']) },
});

const messageOf = (row: Row) => ({ ...row, createdAt: iso(row['createdAt']) });

export async function pageOf(db: Pool, shop: string, first: number) {
  const orders = await rows(db, ORDERS, [shop, first]);
  const ids = orders.map(({ id }) => id as string);
  const [cards, messages] = await Promise.all([
    rows(db, proposalsSql(ids.length), ids),
    rows(db, messagesSql(ids.length), ids),
  ]);
  const cardsOf = grouped(cards);
  const messagesOf = grouped(messages);
  const now = Date.now();
  return { nodes: orders.map((order) => orderOf(order, cardsOf, messagesOf, now)) };
}

function orderOf(
  order: Row,
  cardsOf: Map<string, Row[]>,
  messagesOf: Map<string, Row[]>,
  now: number,
) {
  const messages = messagesOf.get(order['id'] as string) ?? [];
  return {
    ...order,
    sla: slaOf(order, now),
    shipBySource: sourceOf(order),
    ...{ paidAt: iso(order['paidAt']), shipBy: iso(order['shipBy']) },
    ...{ originalShipBy: iso(order['originalShipBy']), agreedShipBy: iso(order['agreedShipBy']) },
    goodsAmount: { amountMinor: order['amountMinor'], currency: order['currency'] },
    proposals: (cardsOf.get(order['id'] as string) ?? []).map((card) => proposalOf(card, now)),
    conversation: {
      id: messages[0]?.['conversationId'],
      messages: { nodes: messages.map(messageOf) },
    },
  };
}
