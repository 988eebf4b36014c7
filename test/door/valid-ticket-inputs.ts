import { done, placeOrder } from '../support/market';
import type { TestNode } from '../support/node';
import { buyer, seller, staff } from '../support/people';
import { appeal, disagree, judge, opened, OTHERWISE, piece, reply } from '../support/tickets';
import type { Json } from './post';
import type { Valid } from './valid-inputs';

const AFTERWARDS = '2023-01-31T12:00:00+08:00';

const open = async (node: TestNode, row = {}): Promise<string> =>
  opened(node, await placeOrder(node, row));

/** A ticket whose reply waits to be confirmed. */
async function replied(node: TestNode): Promise<string> {
  const ticketId = await open(node);
  return done(reply(node, ticketId, OTHERWISE));
}

/** A ticket that the platform must decide. */
async function contested(node: TestNode, row = {}): Promise<string> {
  const ticketId = await open(node, row);
  return disagree(node, ticketId);
}

async function judged(node: TestNode): Promise<string> {
  const ticketId = await contested(node);
  return done(judge(node, ticketId));
}

async function appealed(node: TestNode): Promise<string> {
  const ticketId = await judged(node);
  return done(appeal(node, ticketId));
}

/** How to make a valid input for each mutation on tickets. */
export const VALID_TICKET_INPUTS: Readonly<Record<string, (node: TestNode) => Promise<Valid>>> = {
  ticketOpen: async (node) => {
    const input = { orderId: await placeOrder(node), category: 'REFUND', statement: 'Please.' };
    return { person: staff, input };
  },
  ticketUrge: async (node) => ({ person: staff, input: { ticketId: await open(node) } }),
  ticketRequestEvidence: async (node) => ({
    person: staff,
    input: { ticketId: await contested(node), until: AFTERWARDS },
  }),
  ticketAssign: async (node) => ({ person: seller(), input: { ticketId: await open(node) } }),
  ticketRecordContact: async (node) => {
    const call = { channel: 'PHONE', contactedAt: '2023-01-30T12:00:00+08:00', reached: true };
    return { person: seller(), input: { ticketId: await open(node), ...call } };
  },
  ticketAddEvidence: async (node) => {
    const orderId = await placeOrder(node);
    const evidenceIds = [await piece(node, orderId)];
    return { person: seller(), input: { ticketId: await opened(node, orderId), evidenceIds } };
  },
  ticketReply: async (node) => ({
    person: seller(),
    input: { ticketId: await open(node), ...OTHERWISE },
  }),
  ticketReview: async (node) => ({
    person: staff,
    input: { ticketId: await replied(node), confirmed: true },
  }),
  ticketAdjudicate: async (node) => ({
    person: staff,
    input: { ticketId: await contested(node), verdict: 'NO_FAULT', reason: 'Rain.' },
  }),
  ticketSettleWorryFree: async (node) => ({
    person: staff,
    input: {
      ticketId: await contested(node, { worryFree: true }),
      compensation: { amountMinor: 1, currency: 'CNY' },
    },
  }),
  ticketClose: async (node) => ({ person: staff, input: { ticketId: await open(node) } }),
  ticketConfirm: async (node) => ({
    person: buyer(),
    input: { ticketId: await replied(node), confirmed: true },
  }),
  ticketWithdraw: async (node) => ({ person: staff, input: { ticketId: await open(node) } }),
  ticketAppeal: async (node) => ({
    person: seller(),
    input: { ticketId: await judged(node), reason: 'It was sent.' },
  }),
  ticketAppealDecide: async (node) => ({
    person: staff,
    input: { ticketId: await appealed(node), upheld: true, verdict: 'NO_FAULT' },
  }),
};

const TICKET = `ticket { id statement urges { note } reply { remark noContactReason } judgment { reason } appeal { reason note }
  conversation { messages(last: 1) { nodes { text } } } }`;

export const TICKET_SELECTIONS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.keys(VALID_TICKET_INPUTS).map((name) => [name, TICKET])),
  ticketRecordContact: 'contact { id note }',
};

/** A note is the end of a message, which has no blanks behind it. */
const noted = ({ ticket }: Json, text: string): unknown => {
  const said: string = ticket.conversation.messages.nodes[0].text;
  return said.endsWith(text.trimEnd()) ? text : said;
};

export const TICKETS_READ_BACK: Readonly<Record<string, (payload: Json, text: string) => unknown>> =
  {
    'ticketOpen.statement': ({ ticket }) => ticket.statement,
    'ticketUrge.note': ({ ticket }) => ticket.urges.at(-1).note,
    'ticketRequestEvidence.note': noted,
    'ticketRecordContact.note': ({ contact }) => contact.note,
    'ticketReply.remark': ({ ticket }) => ticket.reply.remark,
    'ticketReply.noContactReason': ({ ticket }) => ticket.reply.noContactReason,
    'ticketReview.note': noted,
    'ticketAdjudicate.reason': ({ ticket }) => ticket.judgment.reason,
    'ticketSettleWorryFree.note': noted,
    'ticketClose.note': noted,
    // What the consumer writes is for the shop and the platform (AC-5).
    'ticketConfirm.note': ({ ticket }, text) => (ticket === null ? undefined : text),
    'ticketWithdraw.note': noted,
    'ticketAppeal.reason': ({ ticket }) => ticket.appeal.reason,
    'ticketAppealDecide.note': ({ ticket }) => ticket.appeal.note,
  };
