import { sendShippingProposal } from '../../src/shipping-proposals/send-shipping-proposal';
import { ProposalReason } from '../../src/shipping-proposals/shipping-proposal.entity';
import { act, done, placeOrder } from '../support/market';
import type { TestNode } from '../support/node';
import { buyer, seller, staff, system, type Person } from '../support/people';
import { storedEvidence, submitted } from '../support/reports';
import { given } from '../support/violations';
import type { Json } from './post';
import { TICKET_SELECTIONS, TICKETS_READ_BACK, VALID_TICKET_INPUTS } from './valid-ticket-inputs';

/** When the market of these tests lives: the clock stands here. */
export const NOON = Date.parse('2023-01-30T12:00:00+08:00');
const HOUR = 3_600_000;

/** A mutation that would succeed. */
export interface Valid {
  readonly person: Person;
  readonly input: object;
}

let numbers = 0;
const fresh = (name: string): string => `${name}-${String((numbers += 1))}`;

const conversationOf = async (node: TestNode, orderId: string): Promise<string> => {
  const query = 'query($id: ID!) { order(id: $id) { conversation { id } } }';
  return (await node.ask(staff, query, { id: orderId })).data.order.conversation.id as string;
};

const send = async (node: TestNode): Promise<string> => {
  const input = {
    orderId: await placeOrder(node),
    shipDate: '2023-02-05',
    reason: ProposalReason.OTHER,
  };
  return done(act(node, seller(), sendShippingProposal, input));
};

const line = { title: 'A teapot', quantity: 1, unitPrice: { amountMinor: 1, currency: 'CNY' } };

/** How to make a valid input for each mutation; a mutation that is missing here fails the tests. */
export const VALID: Readonly<Record<string, (node: TestNode) => Promise<Valid>>> = {
  shopRegister: async () => ({
    person: system,
    input: { shopId: fresh('shop'), name: 'A shop', kind: 'TMALL' },
  }),
  seatSet: async () => ({
    person: system,
    input: { shopId: 'shop-1', seatId: fresh('seat'), permissions: ['chat'] },
  }),
  orderImport: async () => {
    const keys = { shopId: 'shop-1', orderNo: fresh('imported'), buyerId: 'buyer-1' };
    const row = { ...keys, kind: 'PHYSICAL', paidAt: '2023-01-30T10:00:00+08:00', lines: [line] };
    return { person: system, input: { orders: [row] } };
  },
  pickupImport: async (node) => {
    const orderNo = fresh('picked');
    await placeOrder(node, { orderNo });
    const row = { shopId: 'shop-1', orderNo, pickedUpAt: '2023-01-30T11:00:00+08:00' };
    return { person: system, input: { pickups: [row] } };
  },
  deliveryImport: async (node) => {
    const orderNo = fresh('delivered');
    await placeOrder(node, { orderNo });
    const row = { shopId: 'shop-1', orderNo, deliveredAt: '2023-01-30T11:00:00+08:00' };
    return { person: system, input: { deliveries: [row] } };
  },
  orderConsign: async (node) => ({ person: seller(), input: { orderId: await placeOrder(node) } }),
  orderClose: async (node) => ({
    person: system,
    input: { orderId: await placeOrder(node), reason: 'Refunded' },
  }),
  shippingProposalSend: async (node) => ({
    person: seller(),
    input: { orderId: await placeOrder(node), shipDate: '2023-02-05', reason: 'OTHER' },
  }),
  shippingProposalAccept: async (node) => ({
    person: buyer(),
    input: { proposalId: await send(node) },
  }),
  shippingProposalDecline: async (node) => ({
    person: buyer(),
    input: { proposalId: await send(node) },
  }),
  messageSend: async (node) => ({
    person: buyer(),
    input: { conversationId: await conversationOf(node, await placeOrder(node)), text: 'Hello' },
  }),
  conversationMarkRead: async (node) => ({
    person: buyer(),
    input: { conversationId: await conversationOf(node, await placeOrder(node)), upTo: 0 },
  }),
  evidenceUploadCreate: async (node) => {
    const file = { fileName: 'proof.png', contentType: 'image/png', byteSize: 1 };
    const orderId = await placeOrder(node);
    return { person: seller(), input: { orderId, ...file, sha256: '0'.repeat(64) } };
  },
  deadlineReportSubmit: async (node) => {
    const orderId = await placeOrder(node);
    const evidenceIds = [await storedEvidence(node, orderId)];
    const newShipBy = '2023-02-03T10:00:00+08:00';
    return { person: seller(), input: { orderId, newShipBy, reason: 'OTHER', evidenceIds } };
  },
  deadlineReportCancel: async (node) => ({
    person: seller(),
    input: { reportId: await submitted(node, await placeOrder(node)) },
  }),
  deadlineReportDecide: async (node) => ({
    person: staff,
    input: { reportId: await submitted(node, await placeOrder(node)), approve: true },
  }),
  lateShipmentComplaintFile: async (node) => ({
    person: buyer(),
    input: { orderId: await placeOrder(node, { paidAt: NOON - 100 * HOUR }) },
  }),
  policyPublish: async () => ({ person: staff, input: {} }),
  ...VALID_TICKET_INPUTS,
  violationRecord: async (node) => ({
    person: staff,
    input: { evidenceId: await given(node), severity: 'GENERAL', note: 'Forged.' },
  }),
  sandboxClockAdvance: async () => ({ person: staff, input: { by: 'PT0S' } }),
};

/** What a mutation answers with, enough to read back all that was written. */
const ORDER = 'id orderNo buyerId closeReason carrier trackingNo lines { title } shop { shopId }';
export const SELECTIONS: Readonly<Record<string, string>> = {
  shopRegister: 'shop { shopId name }',
  seatSet: 'seat { seatId }',
  orderImport: `results { order { ${ORDER} } userErrors { code message field } }`,
  pickupImport: `results { order { ${ORDER} } userErrors { code message field } }`,
  deliveryImport: `results { order { ${ORDER} } userErrors { code message field } }`,
  orderConsign: `order { ${ORDER} }`,
  orderClose: `order { ${ORDER} }`,
  shippingProposalSend: 'proposal { id remark }',
  shippingProposalAccept: 'proposal { id }',
  shippingProposalDecline: 'proposal { id }',
  messageSend: 'message { id text }',
  conversationMarkRead: 'conversation { id }',
  evidenceUploadCreate: 'evidence { id fileName contentType sha256 }',
  deadlineReportSubmit: 'report { id remark evidence { id } }',
  deadlineReportCancel: 'report { id }',
  deadlineReportDecide: 'report { id note }',
  lateShipmentComplaintFile: 'complaint { id }',
  policyPublish: 'policy { version }',
  ...TICKET_SELECTIONS,
  violationRecord: 'violation { id note }',
  sandboxClockAdvance: 'serverTime',
};

/** Where text that was taken is read back from; text for any other place must be refused. */
export const READ_BACK: Readonly<Record<string, (payload: Json, text: string) => unknown>> = {
  'shopRegister.shopId': ({ shop }) => shop.shopId,
  'shopRegister.name': ({ shop }) => shop.name,
  'seatSet.seatId': ({ seat }) => seat.seatId,
  // Taken only where a test before has registered a shop of that key; a seat does not name its shop.
  'seatSet.shopId': ({ seat }, text) => (seat === null ? undefined : text),
  'orderImport.orders.0.shopId': ({ results: [row] }) => row.order.shop.shopId,
  'orderImport.orders.0.orderNo': ({ results: [row] }) => row.order.orderNo,
  'orderImport.orders.0.buyerId': ({ results: [row] }) => row.order.buyerId,
  'orderImport.orders.0.lines.0.title': ({ results: [row] }) => row.order.lines[0].title,
  'pickupImport.pickups.0.orderNo': ({ results: [row] }) => row.order.orderNo,
  'deliveryImport.deliveries.0.orderNo': ({ results: [row] }) => row.order.orderNo,
  'pickupImport.pickups.0.carrier': ({ results: [row] }) => row.order.carrier,
  'pickupImport.pickups.0.trackingNo': ({ results: [row] }) => row.order.trackingNo,
  'orderConsign.carrier': ({ order }) => order.carrier,
  'orderConsign.trackingNo': ({ order }) => order.trackingNo,
  'orderClose.reason': ({ order }) => order.closeReason,
  'shippingProposalSend.remark': ({ proposal }) => proposal.remark,
  'deadlineReportSubmit.remark': ({ report }) => report.remark,
  'deadlineReportDecide.note': ({ report }) => report.note,
  'messageSend.text': ({ message }) => message.text,
  'evidenceUploadCreate.fileName': ({ evidence }) => evidence.fileName,
  ...TICKETS_READ_BACK,
  'violationRecord.note': ({ violation }) => violation.note,
};
