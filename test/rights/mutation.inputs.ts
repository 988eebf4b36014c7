/** For each row of the law of mutations something new to do it with; and what is there of another shop, to do it with wrongly. */
import { VALID } from '../door/valid-inputs';
import { openTicket } from '../../src/tickets/open-ticket';
import { TicketCategory } from '../../src/tickets/ticket.entity';
import { ProposalReason } from '../../src/shipping-proposals/shipping-proposal.entity';
import { sendShippingProposal } from '../../src/shipping-proposals/send-shipping-proposal';
import { act, done, placeOrder } from '../support/market';
import type { TestNode } from '../support/node';
import { seller, staff } from '../support/people';
import { submit } from '../support/reports';
import { opened, piece } from '../support/tickets';
import { given, record } from '../support/violations';

export type Input = Readonly<Record<string, unknown>>;

/** Ids of another shop and its buyer, by the field that takes them. */
export type Others = Readonly<Record<string, string>>;

type Make = (node: TestNode) => Promise<Input>;

const conversationAbout = async ({ app }: TestNode, subjectId: string): Promise<string> => {
  const sql = 'SELECT id FROM conversations WHERE subject_id = ?';
  const [row] = await app.db.rows<{ id: string }>(sql, [subjectId]);
  return row!.id;
};

const aboutTicket = async (node: TestNode): Promise<string> =>
  conversationAbout(node, await opened(node, await placeOrder(node)));

const valid =
  (name: string): Make =>
  async (node) =>
    (await VALID[name]!(node)).input as Input;

/** With an id beside the first, where the valid input does without. */
const withMore =
  (name: string, more: (node: TestNode, input: Input) => Promise<Input>): Make =>
  async (node) => {
    const input = await valid(name)(node);
    return { ...input, ...(await more(node, input)) };
  };

const orderOf = async ({ app }: TestNode, ticketId: unknown): Promise<string> => {
  const sql = 'SELECT order_id FROM tickets WHERE id = ?';
  const [row] = await app.db.rows<{ order_id: string }>(sql, [ticketId as string]);
  return row!.order_id;
};

const withEvidence = (name: string): Make =>
  withMore(name, async (node, { ticketId }) => ({
    evidenceIds: [await piece(node, await orderOf(node, ticketId))],
  }));

const file = { fileName: 'a.png', contentType: 'image/png', byteSize: 1, sha256: '0'.repeat(64) };

const CASES: Readonly<Record<string, Make>> = {
  'messageSend about a ticket': async (node) => ({
    conversationId: await aboutTicket(node),
    text: 'Hello',
  }),
  'conversationMarkRead about a ticket': async (node) => ({
    conversationId: await aboutTicket(node),
    upTo: 0,
  }),
  'evidenceUploadCreate for a ticket': async (node) => ({
    ticketId: await opened(node, await placeOrder(node)),
    ...file,
  }),
  // A buyer sees the shop it ordered from, and may not do this.
  seatSet: async (node) => {
    await placeOrder(node);
    return valid('seatSet')(node);
  },
  ticketAssign: withMore('ticketAssign', async () => ({ seatId: 'seat-tickets' })),
  ticketRecordContact: withEvidence('ticketRecordContact'),
  ticketReply: withEvidence('ticketReply'),
  ticketAdjudicate: withEvidence('ticketAdjudicate'),
  ticketAppealDecide: withMore('ticketAppealDecide', async (node) => ({
    revokeViolationIds: [await done(record(node, await given(node)))],
  })),
  violationRecord: async (node) => {
    const orderId = await placeOrder(node);
    const ticketId = await opened(node, orderId);
    const evidenceId = await piece(node, orderId);
    const contact = await VALID['ticketRecordContact']!(node);
    const input = { ...contact.input, ticketId, evidenceIds: [evidenceId] };
    await node.ask(
      seller(),
      'mutation ($input: TicketRecordContactInput!) { ticketRecordContact(input: $input) { userErrors { code } } }',
      { input },
    );
    return { evidenceId, ticketId, severity: 'GENERAL', note: 'Forged.' };
  },
};

export const INPUTS: Readonly<Record<string, Make>> = {
  ...Object.fromEntries(Object.keys(VALID).map((name) => [name, valid(name)])),
  ...CASES,
};

/** Everything that a mutation takes, of shop-2 and buyer-2. */
export async function othersIn(node: TestNode): Promise<Others> {
  const place = () => placeOrder(node, { shopId: 'shop-2', buyerId: 'buyer-2' });
  const [orderId, cardId, shop] = [await place(), await place(), 'shop-2'];
  const owner = seller(shop, ['owner'], 'seat-2');
  const card = { orderId: cardId, shipDate: '2023-02-05', reason: ProposalReason.OTHER };
  const evidenceId = await piece(node, orderId, { shopKey: shop });
  const asking = { orderId, category: TicketCategory.REFUND, statement: 'Please.' };
  const ticketId = await done(act(node, staff, openTicket, asking));
  const reportId = await done(submit(node, orderId, { evidenceIds: [evidenceId] }, owner));
  return {
    orderId,
    evidenceId,
    evidenceIds: evidenceId,
    ticketId,
    reportId,
    shopId: shop,
    seatId: 'seat-2',
    proposalId: await done(act(node, owner, sendShippingProposal, card)),
    conversationId: await conversationAbout(node, orderId),
    revokeViolationIds: await done(record(node, await given(node, shop, orderId))),
  };
}
