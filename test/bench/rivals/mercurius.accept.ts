/**
 * The acceptance by hand: the statements that ours writes, in their order, through mysql2 itself. The rule is the four comparisons it
 * comes down to.
 */
import type { EventEmitter } from 'node:events';
import type { PoolConnection, Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { newId } from '../../../src/lib/ids';

type Row = RowDataPacket & Record<string, unknown>;

const MESSAGE = `INSERT INTO messages (id, conversation_id, number, kind, sender, seat, author, code, body, facts, created_at)
  VALUES (?, ?, ?, 'SYSTEM', 'SYSTEM', NULL, NULL, 'PROPOSAL_ACCEPTED', NULL, ?, ?)`;
const HISTORY = `INSERT INTO history (id, order_id, subject_id, at, actor, actor_id, rule, from_state, to_state, policy_version,
  confidential) VALUES (?, ?, ?, ?, 'BUYER', ?, 'SP-8', 'PENDING', 'ACCEPTED', ?, 0), (?, ?, ?, ?, 'BUYER', ?, 'SP-8', ?, ?, 1, 0)`;
const ENTRIES = `INSERT INTO inbox_entries (inbox_id, number, kind, occurred_at, recorded_at, actor, actor_id, order_id, proposal_id,
  message_id) VALUES (?, ?, 'PROPOSAL_ACCEPTED', ?, ?, 'BUYER', ?, ?, ?, ?), (?, ?, 'PROPOSAL_ACCEPTED', ?, ?, 'BUYER', ?, ?, ?, ?)`;
const NOW = `SELECT COALESCE(stopped_at, CAST(ROUND(UNIX_TIMESTAMP(SYSDATE(3)) * 1000) AS SIGNED) + offset_ms) AS now,
  (SELECT MAX(version) FROM policies) AS newest FROM clock`;

const iso = (instant: unknown): string =>
  new Date(instant as number).toISOString().replace('.000Z', 'Z');

async function rows(db: PoolConnection, sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await db.query<Row[]>(sql, values))[0];
}

async function change(db: PoolConnection, sql: string, values: unknown[]): Promise<void> {
  const [{ affectedRows }] = await db.query<ResultSetHeader>(sql, values);
  if (affectedRows < 1) throw new Error('The row was not in the state it was read in.');
}

/** The order's row is the lock; then the clock, then the card. */
async function load(db: PoolConnection, proposalId: string) {
  const [of] = await rows(db, 'SELECT order_id FROM shipping_proposals WHERE id = ?', [proposalId]);
  const [order] = await rows(db, 'SELECT * FROM orders WHERE id IN (?) ORDER BY id FOR UPDATE', [
    of?.['order_id'],
  ]);
  const [clock] = await rows(db, NOW);
  const proposals = await rows(
    db,
    'SELECT * FROM shipping_proposals WHERE order_id IN (?) ORDER BY order_id, number',
    [of?.['order_id']],
  );
  // What else could fall due on the order: nothing here, but it has to be asked.
  await rows(db, 'SELECT * FROM tickets WHERE order_id IN (?)', [of?.['order_id']]);
  const proposal = proposals.find(({ id }) => id === proposalId);
  if (order === undefined || proposal === undefined) throw new Error('There is no such card.');
  return { order, proposal, now: clock?.['now'] as number };
}

function refusal(
  { order, proposal, now }: Awaited<ReturnType<typeof load>>,
  buyer: string,
): string | undefined {
  if (order['buyer_id'] !== buyer) return 'NOT_FOUND';
  if (proposal['status'] !== 'PENDING') return 'PROPOSAL_NOT_PENDING';
  if (order['status'] !== 'AWAITING_SHIPMENT') return 'ORDER_NOT_AWAITING_SHIPMENT';
  const isLate =
    now >= Math.min(proposal['answer_by'] as number, order['ship_by'] as number) + 1_000;
  return isLate ? 'PROPOSAL_NOT_PENDING' : undefined;
}

async function postMessage(
  db: PoolConnection,
  { order, proposal, now }: Awaited<ReturnType<typeof load>>,
) {
  const hold =
    'SELECT id, last_number AS lastNumber FROM conversations WHERE subject_id = ? FOR UPDATE';
  const [held] = await rows(db, hold, [order['id']]);
  const next = (held?.['lastNumber'] as number) + 1;
  const raise = 'UPDATE conversations SET last_number = ?, last_message_at = ? WHERE id = ?';
  await change(db, raise, [next, now, held?.['id']]);
  const {
    id: proposalId,
    number,
    ship_date: shipDate,
    ship_by: shipBy,
    answer_by: answerBy,
  } = proposal;
  const facts = JSON.stringify({ proposalId, number, shipDate, shipBy, answerBy });
  const id = newId('message');
  await db.query(MESSAGE, [id, held?.['id'], next, facts, now]);
  return id;
}

async function append(
  db: PoolConnection,
  ids: string[],
  told: unknown[],
): Promise<Map<unknown, unknown>> {
  const grow =
    'INSERT INTO inboxes (id, head) VALUES (?, 1), (?, 1) ON DUPLICATE KEY UPDATE head = head + VALUES(head)';
  await db.query(grow, ids);
  const heads = new Map(
    (await rows(db, 'SELECT id, head FROM inboxes WHERE id IN (?)', [ids])).map((row) => [
      row['id'],
      row['head'],
    ]),
  );
  await db.query(
    ENTRIES,
    ids.flatMap((id) => [id, heads.get(id), ...told]),
  );
  return heads;
}

async function write(db: PoolConnection, loaded: Awaited<ReturnType<typeof load>>, buyer: string) {
  const { order, proposal, now } = loaded;
  const [orderId, proposalId] = [order['id'], proposal['id']];
  const answer = `UPDATE shipping_proposals SET status = 'ACCEPTED', answered_at = ? WHERE id = ? AND status = 'PENDING'`;
  await change(db, answer, [now, proposalId]);
  const messageId = await postMessage(db, loaded);
  const agree = `UPDATE orders SET agreed_ship_by = ? WHERE id = ? AND status = 'AWAITING_SHIPMENT' AND sla = 'RUNNING'`;
  await change(db, agree, [proposal['ship_by'], orderId]);
  await db.query(HISTORY, [
    ...[newId('history'), orderId, proposalId, now, buyer, proposal['policy_version']],
    ...[
      newId('history'),
      orderId,
      orderId,
      now,
      buyer,
      iso(order['ship_by']),
      iso(proposal['ship_by']),
    ],
  ]);
  const inboxes = [`buyer:${buyer}`, `shop:${order['shop_key'] as string}`];
  return append(db, inboxes, [now, now, buyer, orderId, proposalId, messageId]);
}

export async function accept(pool: Pool, bell: EventEmitter, buyer: string, proposalId: string) {
  const db = await pool.getConnection();
  try {
    await db.query('START TRANSACTION');
    const loaded = await load(db, proposalId);
    const code = refusal(loaded, buyer);
    const heads = code === undefined ? await write(db, loaded, buyer) : new Map();
    await db.query(code === undefined ? 'COMMIT' : 'ROLLBACK');
    for (const [inbox, head] of heads) bell.emit('ring', inbox, head);
    if (code !== undefined) return { proposal: null, userErrors: [{ code }] };
    const shipBy = iso(loaded.proposal['ship_by']);
    return { proposal: { id: proposalId, status: 'ACCEPTED', shipBy }, userErrors: [] };
  } catch (error) {
    await db.query('ROLLBACK');
    throw error;
  } finally {
    db.release();
  }
}
