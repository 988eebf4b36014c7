import { setImmediate as turn } from 'node:timers/promises';
import { sendMessage } from '../../src/conversations/send-message';
import type { Node } from '../../src/app';
import type { Answer } from '../support/call';
import { act, done, openShop, placeOrder } from '../support/market';
import { buyer, type Person } from '../support/people';

export interface Chat {
  readonly orderId: string;
  readonly conversationId: string;
}

type App = Pick<Node, 'app'>;

/** An order of a buyer with a shop, and the conversation that came with it. */
export async function openChat(
  node: App,
  { shopId = 'shop-1', buyerId = 'buyer-1' } = {},
): Promise<Chat> {
  await openShop(node, shopId);
  const orderId = await placeOrder(node, { shopId, buyerId });
  const sql = 'SELECT id FROM conversations WHERE order_id = ?';
  const [row] = await node.app.db.rows<{ id: string }>(sql, [orderId]);
  return { orderId, conversationId: row!.id };
}

/**
 * Writes messages one after the other, each an entry in both inboxes. SQLite answers at once: without a turn of the event
 * loop in between, no socket would be served until all are written.
 */
export async function chat(
  node: App,
  { conversationId }: Chat,
  texts: readonly string[],
  person: Person = buyer(),
): Promise<void> {
  for (const text of texts) {
    await done(act(node, person, sendMessage, { conversationId, text }));
    await turn();
  }
}

/** `text 1`, `text 2` …: so many of them. */
export const texts = (count: number, word = 'text'): string[] =>
  Array.from({ length: count }, (_, index) => `${word} ${String(index + 1)}`);

/** What an entry is recognised by, on the wire and in the table alike. */
export const markOf = ({ kind, message, order }: Answer['data']): string =>
  `${kind as string} ${(message?.id ?? order?.id) as string}`;

/** The log of an inbox as the table has it, in the order of its numbers, which have no gap. */
export async function logOf({ app }: App, inboxId: string): Promise<string[]> {
  const sql =
    'SELECT number, kind, message_id, order_id FROM inbox_entries WHERE inbox_id = ? ORDER BY number';
  const rows = await app.db.rows<LogRow>(sql, [inboxId]);
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
  return rows.map(({ kind, message_id, order_id }) => `${kind} ${String(message_id ?? order_id)}`);
}

interface LogRow {
  readonly number: number;
  readonly kind: string;
  readonly message_id: string | null;
  readonly order_id: string | null;
}

/** The messages of a conversation as the table has them. */
export async function messagesOf({ app }: App, conversationId: string): Promise<string[]> {
  const sql = 'SELECT id FROM messages WHERE conversation_id = ? ORDER BY number';
  const rows = await app.db.rows<{ id: string }>(sql, [conversationId]);
  return rows.map(({ id }) => id);
}
