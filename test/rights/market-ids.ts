/** What is whose in the market: the ids of each type on one side, read from the tables. */
import type { TestNode } from '../support/node';
import type { Typed } from './field-probes';

/** How a type's rows are found by their shop. */
const OF_SHOP: Readonly<Record<string, string>> = {
  Shop: 'SELECT id FROM shops WHERE shop_id = ?',
  Seat: 'SELECT id FROM seats WHERE shop_key = ?',
  Order: 'SELECT id FROM orders WHERE shop_key = ?',
  ShippingProposal:
    'SELECT shipping_proposals.id FROM shipping_proposals JOIN orders ON orders.id = order_id WHERE shop_key = ?',
  DeadlineReport: 'SELECT id FROM deadline_reports WHERE shop_key = ?',
  Compensation: 'SELECT id FROM compensations WHERE shop_key = ?',
  LateShipmentComplaint:
    'SELECT complaints.id FROM complaints JOIN orders ON orders.id = order_id WHERE shop_key = ?',
  Conversation: 'SELECT id FROM conversations WHERE shop_key = ?',
  Message:
    'SELECT messages.id FROM messages JOIN conversations ON conversations.id = conversation_id WHERE shop_key = ?',
  Evidence: 'SELECT id FROM evidence WHERE shop_key = ?',
  Violation: 'SELECT id FROM violations WHERE shop_key = ?',
  Ticket: 'SELECT id FROM tickets WHERE shop_key = ?',
  TicketContact:
    'SELECT ticket_contacts.id FROM ticket_contacts JOIN tickets ON tickets.id = ticket_id WHERE shop_key = ?',
  TicketAppeal: 'SELECT id FROM ticket_appeals WHERE shop_key = ?',
};

/** Every type with an id of its own that `node(id:)` knows. */
export const NODE_TYPES = Object.keys(OF_SHOP);

/** A thing of one side. */
export interface Owned extends Typed {
  /** AC-5: in the platform's conversation about a ticket. */
  readonly isInside: boolean;
}

const INSIDE = `SELECT conversations.id FROM conversations WHERE ticket_id IS NOT NULL
  UNION SELECT messages.id FROM messages JOIN conversations ON conversations.id = conversation_id WHERE ticket_id IS NOT NULL`;

/** Everything of a shop that has an id. */
export async function idsOf(node: Pick<TestNode, 'app'>, shopId: string): Promise<Owned[]> {
  const found: Owned[] = [];
  const inside = new Set((await node.app.db.rows<{ id: string }>(INSIDE)).map(({ id }) => id));
  for (const [type, sql] of Object.entries(OF_SHOP)) {
    const rows = await node.app.db.rows<{ id: string }>(`${sql} ORDER BY 1`, [shopId]);
    found.push(...rows.map(({ id }) => ({ type, id, isInside: inside.has(id) })));
  }
  return found;
}
