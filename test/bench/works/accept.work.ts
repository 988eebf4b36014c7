/** A buyer accepts a card: lock, rule, update, message, history, entries in two inboxes, commit, wake-up. */
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { signToken } from '../../../src/story';
import { SECRET } from '../../support/node';
import { ask, load, type Asked } from '../http.load';
import { buyerOf, buyersAmong, orderId, pendingId, shopOf } from '../market/market.names';
import { COUNTERS } from '../market/market.sql';
import { expectSame } from '../same-answer';
import { stopAll } from '../rivals/start-all';
import type { Stage } from '../stage';
import { type Opened, type Work } from '../work';
import { ACCEPT } from './accept.mutation';
import { marketSize, serversOn } from './page.work';

const CONNECTIONS = 16;

/** The acceptance of each order's pending card; neighbours belong to different shops and buyers. */
export async function acceptances(orders: number): Promise<(order: number) => Asked> {
  const tokens: string[] = [];
  for (let buyer = 0; buyer < buyersAmong(orders); buyer += 1)
    tokens.push(await signToken(SECRET, { role: 'BUYER', sub: `B${buyer}` }));
  return (order) => ({
    token: tokens[order % buyersAmong(orders)] ?? '',
    query: ACCEPT,
    variables: { input: { proposalId: pendingId(order) } },
  });
}

/** Every card that was accepted is pending again. What acceptances have told stays in the logs, as it would. */
export async function reopen(db: Connection): Promise<void> {
  await db.query(
    `UPDATE shipping_proposals SET status = 'PENDING', answered_at = NULL WHERE number = 3 AND status = 'ACCEPTED'`,
  );
  await db.query('UPDATE orders SET agreed_ship_by = NULL WHERE agreed_ship_by IS NOT NULL');
}

/** What an acceptance has written, but for ids and instants of its own. */
const WRITTEN: readonly (readonly [table: string, sql: string])[] = [
  ['order', 'SELECT status, sla, agreed_ship_by FROM orders WHERE id = ?'],
  [
    'proposals',
    'SELECT number, status, answered_at IS NULL AS is_open FROM shipping_proposals WHERE order_id = ? ORDER BY number',
  ],
  [
    'messages',
    `SELECT messages.number, kind, sender, seat, author, code, body, facts, last_number FROM messages
      JOIN conversations ON conversations.id = conversation_id WHERE order_id = ? ORDER BY messages.number`,
  ],
  [
    'history',
    `SELECT subject_id, actor, actor_id, rule, from_state, to_state, policy_version, confidential FROM history
      WHERE order_id = ? ORDER BY rule, subject_id`,
  ],
  [
    'entries',
    `SELECT inbox_id, number - head AS behind, kind, actor, actor_id, proposal_id, message_id IS NULL AS is_silent
      FROM inbox_entries JOIN inboxes ON inboxes.id = inbox_id WHERE order_id = ? ORDER BY inbox_id`,
  ],
];

async function writtenFor(db: Connection, order: number, orders: number): Promise<object> {
  const written: Record<string, unknown> = {};
  for (const [table, sql] of WRITTEN)
    written[table] = (await db.query<RowDataPacket[]>(sql, [orderId(order)]))[0];
  // Different orders are compared: what names them is the same but for the number.
  const buyer = buyerOf(order, orders);
  const own = [
    orderId(order),
    pendingId(order),
    `:${buyer}"`,
    `"${buyer}"`,
    `:${shopOf(order, orders)}"`,
  ];
  const text = own.reduce(
    (said, name, index) => said.replaceAll(name, name.replace(/\w+/, `own${index}`)),
    JSON.stringify(written),
  );
  return JSON.parse(text.replaceAll(/\d{13}|[-\d]{10}T[:.\d]+Z/g, '0')) as object;
}

async function open(stage: Stage): Promise<Opened> {
  const orders = marketSize(stage);
  const databaseUrl = await stage.market(orders);
  const servers = await serversOn(stage, databaseUrl);
  const db = await createConnection(databaseUrl);
  await db.query(COUNTERS);
  const asked = await acceptances(orders);
  return {
    rivals: Object.entries(servers).map(([name, { url, pid }]) => ({
      name,
      turn: async () => {
        await reopen(db);
        const amount = name === 'stock' ? stage.size(600, 64) : stage.size(4_000, 250);
        const expected = '"ACCEPTED"';
        return load({ url, pid, connections: CONNECTIONS, amount, asked, expected });
      },
    })),
    check: async () => {
      const written: Record<string, unknown> = {};
      for (const [index, [name, { url }]] of Object.entries(servers).entries()) {
        await ask(url, asked(index));
        written[name] = await writtenFor(db, index, orders);
      }
      expectSame(written);
    },
    close: async () => {
      await reopen(db);
      await db.end();
      await stopAll(Object.values(servers));
    },
  };
}

export const accept: Work = {
  name: 'accept',
  about:
    'a buyer accepts: lock, rule, updates, message, history, two inbox entries, commit, wake-up; 16 connections, MariaDB',
  goals: [
    { figure: '/s', isBetter: 'more', beside: 'mercurius', reach: 0.8 },
    { figure: '/s', isBetter: 'more', beside: 'stock', reach: 4 },
  ],
  turns: { full: 5, quick: 1 },
  open,
};
