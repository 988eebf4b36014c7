/** SQL of conversations, messages and read marks. */
import type { Reader, Transaction } from '../lib/database';
import { groupBy, oneEach } from '../lib/keyed';
import { insert, select, type Owner } from '../lib/rows';
import type { Value } from '../lib/sql';
import { personOf, Role, type Viewer } from '../lib/viewer';
import type { Act } from '../inbox/act';
import type { Batch } from '../inbox/context';
import { ranges, type NumberedLog } from '../inbox/numbered-log';
import { seenById, sightOf, type Sight } from '../inbox/sight';
import { Conversation } from './conversation.entity';
import { Message } from './message.entity';

export const conversationById = seenById(Conversation, 'conversationId', 'WHERE id IN (?)');

/** The conversations about orders or tickets, where the viewer takes part in them. */
export const conversationAbout: Batch<string, Conversation | null> = async (context, ids) => {
  const { where, values } = sightOf(context.signedIn());
  const tail = `WHERE subject_id IN (?) AND ${where}`;
  const found = await select(context.app.db, Conversation, tail, [ids, ...values]);
  return oneEach(ids, found, ({ subjectId }) => subjectId);
};

/** Messages of conversations the viewer sees. */
export const messageById = seenById(
  Message,
  'messageId',
  'JOIN conversations ON conversations.id = conversation_id WHERE messages.id IN (?)',
);

/** Takes a conversation for this act. */
export async function lockConversation(act: Act, id: string): Promise<Conversation | undefined> {
  const [conversation] = await act.take([id], (lock) =>
    select(act.tx, Conversation, `WHERE id = ?${lock}`, [id]),
  );
  return conversation;
}

/** A conversation whose row this act holds: nobody else adds to it, so its newest number is known. */
export interface HeldConversation extends Owner {
  readonly id: string;
  lastNumber: number;
}

const memory = (subjectId: string): string => `conversation:${subjectId}`;

/** Takes the conversation about an order or a ticket, by its id, for this act. */
export const holdConversation = (act: Act, subjectId: string): Promise<HeldConversation> =>
  act.once(memory(subjectId), async () => {
    const columns = 'id, last_number AS lastNumber, buyer_id AS buyerId, shop_key AS shopKey';
    const sql = `SELECT ${columns} FROM conversations WHERE subject_id = ?`;
    const [held] = await act.take([memory(subjectId)], (lock) =>
      act.tx.rows<HeldConversation>(`${sql}${lock}`, [subjectId]),
    );
    if (held === undefined) throw new Error(`There is no conversation about ${subjectId}.`);
    return held;
  });

export const insertConversations = (tx: Transaction, made: readonly Conversation[]): void =>
  insert(tx, Conversation, made);

/** The next number in a conversation (MS-1). */
export function takeNumber(act: Act, held: HeldConversation): number {
  held.lastNumber += 1;
  act.tx.post('UPDATE conversations SET last_number = ?, last_message_at = ? WHERE id = ?', [
    ...[held.lastNumber, act.now],
    held.id,
  ]);
  return held.lastNumber;
}

/** The messages of one conversation as streams see them (MS-1). */
export const MESSAGE_LOG: NumberedLog<Message> = {
  name: 'conversation',
  heads: async (source, ids) => {
    const sql = 'SELECT id, last_number FROM conversations WHERE id IN (?)';
    const rows = await source.rows<{ id: string; last_number: number }>(sql, [ids]);
    return new Map(rows.map((row) => [row.id, row.last_number]));
  },
  after: (source, id, number, limit) =>
    select(source, Message, 'WHERE conversation_id = ? AND number > ? ORDER BY number LIMIT ?', [
      id,
      number,
      limit,
    ]),
  afterEach: (source, places, limit) =>
    select(source, Message, ...ranges('conversation_id', places, limit)),
  idOf: (message) => message.conversationId,
  numberOf: (message) => message.number,
};

/** Messages of one conversation by their numbers, both ends included. */
export interface Stretch {
  readonly conversationId: string;
  readonly from: number;
  readonly to: number;
}

const sameNumbers = ({ from, to }: Stretch): string => `${String(from)}-${String(to)}`;

/**
 * Stretches of conversations the viewer was seen to take part in, in the order of their numbers. Numbers have no gaps (MS-1), so a
 * stretch needs no LIMIT, and one statement reads those of a whole page.
 */
export const messagesWithin: Batch<Stretch, Message[]> = async (context, stretches) => {
  const alike = [...groupBy(stretches, sameNumbers).values()];
  const where = alike.map(() => 'conversation_id IN (?) AND number BETWEEN ? AND ?').join(' OR ');
  const values = alike.flatMap(([first, ...others]): Value[] => [
    [first, ...others].map(({ conversationId }) => conversationId),
    first.from,
    first.to,
  ]);
  const tail = `WHERE ${where} ORDER BY conversation_id, number`;
  const found = groupBy(
    await select(context.app.db, Message, tail, values),
    ({ conversationId }) => conversationId,
  );
  return stretches.map(({ conversationId, from, to }) =>
    (found.get(conversationId) ?? []).filter(({ number }) => from <= number && number <= to),
  );
};

/** MS-4: marks never move back. */
export function markRead(
  tx: Transaction,
  grow: string,
  mark: { conversationId: string; person: string; upTo: number },
): void {
  const { conversationId, person, upTo } = mark;
  tx.post(`INSERT INTO read_marks (conversation_id, person, up_to) VALUES (?, ?, 0)${grow}`, [
    conversationId,
    person,
  ]);
  tx.post(
    'UPDATE read_marks SET up_to = ? WHERE conversation_id = ? AND person = ? AND up_to < ?',
    [upTo, conversationId, person, upTo],
  );
}

/** MS-4: what is later than the person's mark and not the person's own. */
const UNREAD = `messages.conversation_id = conversations.id
  AND messages.number > COALESCE((SELECT up_to FROM read_marks
    WHERE read_marks.conversation_id = conversations.id AND read_marks.person = ?), 0)
  AND COALESCE(messages.author, '') <> ?`;

export const hasUnread = (viewer: Viewer): Sight => ({
  where: `${takesPart(viewer)} AND EXISTS (SELECT 1 FROM messages WHERE ${UNREAD})`,
  values: [personOf(viewer), personOf(viewer)],
});

/** MS-3: of what they see, buyers and seats take part in everything, staff in what is about tickets, back ends in nothing. */
function takesPart({ role }: Viewer): string {
  if (role === Role.BUYER || role === Role.SELLER) return '1 = 1';
  return role === Role.PLATFORM ? 'conversations.ticket_id IS NOT NULL' : '1 = 0';
}

/** Unread messages per conversation. */
export const unreadByConversation: Batch<string, number> = async (context, ids) => {
  const viewer = context.signedIn();
  const sql = `SELECT conversations.id AS id, COUNT(*) AS unread FROM conversations JOIN messages ON ${UNREAD}
    WHERE conversations.id IN (?) AND ${takesPart(viewer)} GROUP BY conversations.id`;
  const person = personOf(viewer);
  const rows = await context.app.db.rows<{ id: string; unread: number }>(sql, [
    person,
    person,
    ids,
  ]);
  const byId = new Map(rows.map((row) => [row.id, row.unread]));
  return ids.map((id) => byId.get(id) ?? 0);
};

/** Unread messages of the viewer in all conversations. */
export async function unreadInAll(source: Reader, viewer: Viewer): Promise<number> {
  const { where, values } = sightOf(viewer);
  const sql = `SELECT COUNT(*) AS unread FROM conversations JOIN messages ON ${UNREAD}
    WHERE ${where} AND ${takesPart(viewer)}`;
  const person = personOf(viewer);
  const [row] = await source.rows<{ unread: number }>(sql, [person, person, ...values]);
  return row?.unread ?? 0;
}
