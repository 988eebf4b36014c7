/** `ticketOpen`: staff, or the back end for a consumer, ask the seller to handle a request for help (TK-1, TK-2). */
import { checkText } from '../lib/check';
import { newId } from '../lib/ids';
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import type { Viewer } from '../lib/viewer';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { Conversation } from '../conversations/conversation.entity';
import { insertConversations } from '../conversations/conversation.repository';
import { postCard } from '../conversations/post-message';
import { lockOrder } from '../orders/lock-order';
import type { Order } from '../orders/order.entity';
import { announceTicket } from './move-ticket';
import { Ticket, type TicketCategory } from './ticket.entity';
import { moveOf } from './ticket.moves';
import { insertTicket, lockedTickets } from './ticket.repository';
import { dueAtOf, openTicketOf, roleRefusals, urgeAfterOf } from './ticket.rules';

export interface Opening {
  readonly orderId: string;
  readonly category: TicketCategory;
  readonly statement: string;
}

/** Code points; of every text that is written on a ticket. */
export const WORDS_LENGTH = 1_000;

const OPEN = moveOf('OPEN');

export const openTicket: Command<Opening, string> = async (act, viewer, input) => {
  const order = await lockOrder(act, viewer, input.orderId);
  if (order === undefined) return refuse(UserErrorCode.NOT_FOUND, 'orderId');
  const forbidden = roleRefusals(viewer, 'OPEN');
  if (forbidden.length > 0) return new Refused(forbidden);
  const problems = checkText('statement', input.statement, WORDS_LENGTH);
  if (problems.length > 0) return new Refused(problems);
  const tickets = await lockedTickets(act, order.id);
  if (openTicketOf(tickets, input.category) !== undefined)
    return refuse(UserErrorCode.TICKET_ALREADY_OPEN, 'category');
  const previous = tickets.findLast(({ category }) => category === input.category);
  const ticket = ticketOf(act, order, { ...input, previousId: previous?.id ?? null });
  insertTicket(act.tx, ticket);
  tickets.push(ticket);
  const { id: subjectId, orderId } = ticket;
  act.trace({ orderId, subjectId, rule: OPEN.rule, from: null, to: ticket.recordedStatus });
  const messageId = await sendCard(act, viewer, ticket);
  announceTicket(act, ticket, ActKind.TICKET_OPENED, { messageId, toBuyer: true });
  return ticket.id;
};

function ticketOf(
  { now, policy }: Act,
  order: Order,
  { category, statement, previousId }: Omit<Opening, 'orderId'> & Pick<Ticket, 'previousId'>,
): Ticket {
  const dueAt = dueAtOf(now, policy);
  return Object.assign(new Ticket(), {
    id: newId('ticket'),
    orderId: order.id,
    shopKey: order.shopKey,
    buyerId: order.buyerId,
    worryFree: order.worryFree,
    category,
    statement,
    recordedStatus: OPEN.to,
    openedAt: now,
    dueAt,
    urgeAfter: urgeAfterOf(dueAt, policy, now),
    assigneeKey: null,
    outcome: null,
    recordedWaiver: false,
    evidenceUntil: null,
    closedAt: null,
    appealBy: null,
    previousId,
    policyVersion: policy.version,
  });
}

/** MS-1: the ticket's own conversation, between platform and shop; its first message is the card, with frozen facts (MS-2). */
async function sendCard(act: Act, viewer: Viewer, ticket: Ticket): Promise<string> {
  const { id: ticketId, orderId, shopKey, category, statement, dueAt } = ticket;
  const conversation = Object.assign(new Conversation(), {
    id: newId('conversation'),
    orderId,
    ticketId,
    buyerId: null,
    shopKey,
    lastNumber: 0,
    lastMessageAt: act.now,
  });
  insertConversations(act.tx, [conversation]);
  const facts = { ticketId, category, statement, dueAt };
  return postCard(act, ticketId, viewer, 'TICKET_CARD', facts);
}
