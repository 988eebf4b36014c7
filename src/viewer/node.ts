/** `node(id:)`: the type is in the prefix of the id; what the viewer does not see is not there (AC-1). */
import { ID_PREFIX, isId, type IdType } from '../lib/ids';
import type { Node } from '../lib/node';
import type { Batch, Finder, Context } from '../inbox/context';
import { compensationById, complaintById } from '../compensation/compensation.repository';
import { conversationById, messageById } from '../conversations/conversation.repository';
import { evidenceById } from '../evidence/evidence.repository';
import { orderById } from '../orders/order.repository';
import { reportById } from '../reports/report.repository';
import { proposalById } from '../shipping-proposals/shipping-proposal.repository';
import { seatById, shopById } from '../shops/shop.repository';
import { violationById } from '../violations/violation.repository';
import { appealById } from '../tickets/judgment.repository';
import { contactById } from '../tickets/reply.repository';
import { ticketById } from '../tickets/ticket.repository';

const LOADERS: Partial<Record<IdType, Batch<string, Node | null> | Finder<Node | null>>> = {
  shop: shopById,
  seat: seatById,
  order: orderById,
  proposal: proposalById,
  conversation: conversationById,
  message: messageById,
  report: reportById,
  compensation: compensationById,
  complaint: complaintById,
  evidence: evidenceById,
  violation: violationById,
  ticket: ticketById,
  contact: contactById,
  appeal: appealById,
};

export async function nodeById(context: Context, id: string): Promise<Node | null> {
  context.signedIn();
  const type = (Object.keys(ID_PREFIX) as IdType[]).find((candidate) => isId(candidate, id));
  const loader = type && LOADERS[type];
  return loader === undefined ? null : context.load(loader, id);
}
