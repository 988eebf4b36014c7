import { newId } from '../../src/lib/ids';
import { Evidence } from '../../src/evidence/evidence.entity';
import { insertEvidence } from '../../src/evidence/evidence.repository';
import { adjudicateTicket, type Adjudication } from '../../src/tickets/adjudicate-ticket';
import { appealJudgment } from '../../src/tickets/appeal-judgment';
import { ContactChannel } from '../../src/tickets/contact.entity';
import { decideTicketAppeal, type Decision } from '../../src/tickets/decide-appeal';
import { TicketVerdict } from '../../src/tickets/judgment.entity';
import { openTicket, type Opening } from '../../src/tickets/open-ticket';
import { recordContact, type Contacted } from '../../src/tickets/record-contact';
import { ReplyOption } from '../../src/tickets/reply.entity';
import { replyToTicket, type Reply } from '../../src/tickets/reply-to-ticket';
import { TicketCategory } from '../../src/tickets/ticket.entity';
import type { Answer } from './call';
import { entriesOf } from './inbox';
import { act, done } from './market';
import type { TestNode } from './node';
import { seller, staff, type Person } from './people';

/** A ticket for a refund; tests name only what matters to them. */
export const open = (
  node: Pick<TestNode, 'app'>,
  orderId: string,
  input: Partial<Opening> = {},
  person: Person = staff,
) =>
  act(node, person, openTicket, {
    orderId,
    category: TicketCategory.REFUND,
    statement: 'I want my money back.',
    ...input,
  });

/** A ticket that was opened; a refusal fails the test. */
export const opened = (
  node: Pick<TestNode, 'app'>,
  orderId: string,
  input: Partial<Opening> = {},
) => done(open(node, orderId, input));

/** A call now that reached the consumer. */
export async function contact(
  node: Pick<TestNode, 'app'>,
  ticketId: string,
  input: Partial<Contacted> = {},
  person: Person = seller(),
) {
  const contactedAt = await node.app.clock.now(node.app.db);
  const call = { ticketId, channel: ContactChannel.PHONE, contactedAt, reached: true };
  return act(node, person, recordContact, { ...call, ...input });
}

export const reply = (
  node: Pick<TestNode, 'app'>,
  ticketId: string,
  input: Partial<Reply> = {},
  person: Person = seller(),
) => act(node, person, replyToTicket, { ticketId, option: ReplyOption.RESOLVED_AGREED, ...input });

/** A reply that always can be given, and leaves the ticket to the platform. */
export const OTHERWISE = {
  option: ReplyOption.OTHER,
  remark: 'It is on its way.',
  noContactReason: 'The consumer asked not to be called.',
} as const;

/** Contact and reply of a consumer who does not agree: the platform steps in. */
export async function disagree(node: Pick<TestNode, 'app'>, ticketId: string, person = seller()) {
  await done(contact(node, ticketId, {}, person));
  const option = ReplyOption.UNRESOLVED_NOT_AGREED;
  return done(reply(node, ticketId, { option }, person));
}

export const judge = (
  node: Pick<TestNode, 'app'>,
  ticketId: string,
  input: Partial<Adjudication> = {},
  person: Person = staff,
) =>
  act(node, person, adjudicateTicket, {
    ticketId,
    verdict: TicketVerdict.SELLER_LIABLE,
    reason: 'Nothing was sent.',
    ...input,
  });

export const appeal = (node: Pick<TestNode, 'app'>, ticketId: string, person: Person = seller()) =>
  act(node, person, appealJudgment, { ticketId, reason: 'It was sent.' });

export const decide = (
  node: Pick<TestNode, 'app'>,
  ticketId: string,
  input: Partial<Decision> = {},
  person: Person = staff,
) => act(node, person, decideTicketAppeal, { ticketId, upheld: false, ...input });

/** A piece of evidence for an order whose file has come. */
export async function piece(
  { app }: Pick<TestNode, 'app'>,
  orderId: string,
  facts: Partial<Evidence> = {},
): Promise<string> {
  const made = Object.assign(new Evidence(), {
    id: newId('evidence'),
    orderId,
    ticketId: null,
    shopKey: 'shop-1',
    fileName: 'chat.png',
    contentType: 'image/png',
    byteSize: 1,
    sha256: '0'.repeat(64),
    uploader: 'shop-1-seat',
    createdAt: 1,
    storedAt: 1,
    ...facts,
  });
  await app.db.transact((tx) => insertEvidence(tx, made));
  return made.id;
}

const TICKET = `id category statement status worryFree openedAt dueAt secondsLeft atDeadline assignee { seatId }
  contacts { id channel contactedAt reached note seat counts notCountingReason evidence { id } }
  evidence { id } additions { id seat addedAt evidence { id } } reply { option remark noContactReason seat repliedAt evidence { id } }
  outcome evidenceWaived evidenceUntil closedAt appealBy urges { urgedAt automatic note }
  judgment { verdict reason judgedAt evidence { id } } appeal { id status reason seat verdict note submittedAt decidedAt }
  availableActions { action allowed reasons until } replyOptions { option allowed reasons requires leadsTo }
  history { at actor actorId rule from to policyVersion } previous { id } order { id } shop { shopId }
  conversation { id buyerId unreadCount messages(first: 100) { nodes { id number kind sender seat code text createdAt
    card { ticketId category statement dueAt } } } }`;

/** The ticket as the API shows it; null where it does not. */
export async function readTicket(
  node: TestNode,
  id: string,
  person: Person = seller(),
): Promise<Answer['data']> {
  const query = `query ($id: ID!) { ticket(id: $id) { ${TICKET} } }`;
  return (await node.ask(person, query, { id })).data.ticket;
}

/** The messages in a ticket's conversation, oldest first. */
export const wordsAbout = async (node: TestNode, id: string, person: Person = seller()) =>
  (await readTicket(node, id, person)).conversation.messages.nodes;

/** What a shop's metric is: the sum of what its judgments count (TK-15). */
export async function metricOf({ app }: Pick<TestNode, 'app'>, orderId: string): Promise<number> {
  const sql = 'SELECT COALESCE(SUM(counts), 0) AS total FROM ticket_judgments WHERE order_id = ?';
  const [row] = await app.db.rows<{ total: number }>(sql, [orderId]);
  return Number(row?.total);
}

const ENTRY = `kind occurredAt actor actorId ticket { id status outcome reply { option } } message { code } order { id } compensation { kind amount { amountMinor } }`;

/** What an inbox was told about a ticket. */
export async function newsOf(
  node: TestNode,
  ticketId: string,
  person: Person,
): Promise<Answer['data'][]> {
  const entries = await entriesOf(node, person, { fields: ENTRY });
  return entries.filter(({ ticket }) => ticket?.id === ticketId);
}
