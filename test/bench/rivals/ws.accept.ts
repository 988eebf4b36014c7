/** A buyer's acceptance by hand: the statements of ours that change something, through mysql2, and the rings after the commit. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Ring } from './live.bell';
import type { Claims } from './tokens';

interface Card extends RowDataPacket {
  orderId: string;
  shopKey: string;
  shipBy: number;
  conversationId: string;
}

const CARD = `SELECT o.id AS orderId, o.shop_key AS shopKey, p.ship_by AS shipBy, c.id AS conversationId
  FROM shipping_proposals p JOIN orders o ON o.id = p.order_id JOIN conversations c ON c.subject_id = o.id
  WHERE p.id = ? AND o.buyer_id = ? AND p.status = 'PENDING' AND p.answer_by >= ?
    AND o.status = 'AWAITING_SHIPMENT' FOR UPDATE`;

const idOf = (prefix: string): string =>
  `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 26)}`;

const ENTRY = `INSERT INTO inbox_entries (inbox_id, number, kind, occurred_at, recorded_at, actor, actor_id, order_id, proposal_id,
  message_id) VALUES (?, ?, 'PROPOSAL_ACCEPTED', ?, ?, 'BUYER', ?, ?, ?, ?)`;

export class Acceptances {
  constructor(
    private readonly db: Pool,
    private readonly claimsOf: (authorization: string | undefined) => Promise<Claims>,
    private readonly ring: (rings: readonly Ring[]) => void,
  ) {}

  /** POST with a body that names the card in `variables.id`, as the mutation of ours does. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { sub } = await this.claimsOf(request.headers.authorization);
    const { variables } = JSON.parse(await text(request)) as { variables: { id: string } };
    const rings = await this.accept(variables.id, sub);
    const status = rings === undefined ? null : 'ACCEPTED';
    const proposal = { id: variables.id, status };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ data: { shippingProposalAccept: { proposal } } }));
  }

  private async accept(id: string, buyer: string): Promise<readonly Ring[] | undefined> {
    const connection = await this.db.getConnection();
    try {
      await connection.query('START TRANSACTION');
      const rings = await acceptIn(connection, id, buyer);
      await connection.query(rings === undefined ? 'ROLLBACK' : 'COMMIT');
      if (rings !== undefined) this.ring(rings);
      return rings;
    } finally {
      connection.release();
    }
  }
}

async function acceptIn(tx: PoolConnection, id: string, buyer: string) {
  const now = Date.now();
  const [[card]] = await tx.execute<Card[]>(CARD, [id, buyer, now]);
  if (card === undefined) return undefined;
  const { orderId, shopKey, shipBy, conversationId } = card;
  await tx.execute(
    "UPDATE shipping_proposals SET status = 'ACCEPTED', answered_at = ? WHERE id = ? AND status = 'PENDING'",
    [now, id],
  );
  await tx.execute('UPDATE orders SET agreed_ship_by = ? WHERE id = ?', [shipBy, orderId]);
  const messageId = await say(tx, conversationId, now);
  await tx.execute(
    `INSERT INTO history (id, order_id, subject_id, at, actor, actor_id, rule, from_state, to_state, policy_version, confidential)
     VALUES (?, ?, ?, ?, 'BUYER', ?, 'SP-8', 'PENDING', 'ACCEPTED', 1, 0)`,
    [idOf('his'), orderId, id, now, buyer],
  );
  return enter(
    tx,
    [`buyer:${buyer}`, `shop:${shopKey}`],
    [now, now, buyer, orderId, id, messageId],
  );
}

async function say(tx: PoolConnection, conversationId: string, now: number): Promise<string> {
  await tx.execute(
    'UPDATE conversations SET last_number = last_number + 1, last_message_at = ? WHERE id = ?',
    [now, conversationId],
  );
  const messageId = idOf('msg');
  await tx.execute(
    `INSERT INTO messages (id, conversation_id, number, kind, sender, code, facts, created_at)
     SELECT ?, id, last_number, 'SYSTEM', 'SYSTEM', 'PROPOSAL_ACCEPTED', '{}', ? FROM conversations WHERE id = ?`,
    [messageId, now, conversationId],
  );
  return messageId;
}

async function enter(
  tx: PoolConnection,
  inboxes: string[],
  entry: (string | number)[],
): Promise<Ring[]> {
  const marks = inboxes.map(() => '(?, 1)').join();
  await tx.query(
    `INSERT INTO inboxes (id, head) VALUES ${marks} ON DUPLICATE KEY UPDATE head = head + 1`,
    inboxes,
  );
  const [heads] = await tx.query<RowDataPacket[]>('SELECT id, head FROM inboxes WHERE id IN (?)', [
    inboxes,
  ]);
  for (const { id, head } of heads as unknown as { id: string; head: number }[])
    await tx.execute(ENTRY, [id, head, ...entry]);
  return heads.map(({ id, head }) => ({ log: 'inbox', id: id as string, number: head as number }));
}
