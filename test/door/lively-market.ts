import { answerShippingProposal } from '../../src/shipping-proposals/answer-shipping-proposal';
import { sendShippingProposal } from '../../src/shipping-proposals/send-shipping-proposal';
import { ProposalReason } from '../../src/shipping-proposals/shipping-proposal.entity';
import { consignOrder } from '../../src/orders/consign-order';
import { sendMessage } from '../../src/conversations/send-message';
import { publishPolicy } from '../../src/policies/publish-policy';
import { act, done, openShop, placeOrder } from '../support/market';
import type { TestNode } from '../support/node';
import { buyer, seller, staff } from '../support/people';
import { decide, submitted } from '../support/reports';
import { complain } from '../support/settlement';
import { appeal, disagree, judge, opened, OTHERWISE, reply } from '../support/tickets';
import { recorded } from '../support/violations';
import type { Known } from './operation-generator';

export const PAID = Date.parse('2023-01-30T10:00:00+08:00');
const HOUR = 3_600_000;

/** What everybody may ask for, and much that nobody has. */
const IDS = `{
  orders(first: 50) { edges { cursor } nodes { id orderNo shop { id } conversation { id messages { edges { cursor } nodes { id } } } proposals { id } reports { id evidence { id } } compensations { id } complaint { id } tickets { id contacts { id } appeal { id } conversation { id } } } }
  deadlineReports { edges { cursor } }
  compensations { edges { cursor } }
  tickets { edges { cursor } }
  appeals { edges { cursor } }
  violations { edges { cursor } nodes { id } }
  conversations(first: 50) { edges { cursor } }
  shops { edges { cursor } nodes { seats { id } } }
}`;

/** Two shops, two buyers, orders in every state, cards with every end, words in between; the clock stands. */
export async function fillMarket(node: TestNode): Promise<void> {
  await node.stopClockAt(PAID + HOUR);
  await openShop(node);
  await openShop(node, 'shop-2');
  for (const [index, answer] of (['ACCEPT', 'DECLINE', undefined, undefined] as const).entries()) {
    const orderId = await placeOrder(node, { orderNo: `n-${index}`, worryFree: index === 1 });
    await talk(node, orderId, `Wann kommt es? 什么时候发货? ${index}`);
    const proposalId = await send(node, orderId);
    if (answer !== undefined)
      await done(act(node, buyer(), answerShippingProposal(answer), { proposalId }));
    if (index === 3) await done(act(node, seller(), consignOrder, { orderId, carrier: 'SF' }));
  }
  await placeOrder(node, { orderNo: 'late', paidAt: PAID - 100 * HOUR });
  await placeOrder(node, { orderNo: 'scanned', pickedUpAt: PAID });
  await placeOrder(node, { orderNo: 'elsewhere', shopId: 'shop-2', buyerId: 'buyer-2' });
  await report(node);
  await help(node);
  await recorded(node);
  await done(complain(node, await placeOrder(node, { paidAt: PAID - 100 * HOUR })));
  await done(act(node, staff, publishPolicy, { proposalLimit: 4 }));
  await node.ask(seller(), '{ viewer { id } }');
}

/** An order whose deadline was moved by a report, with a second report still to be decided. */
async function report(node: TestNode): Promise<void> {
  const orderId = await placeOrder(node);
  await done(decide(node, await submitted(node, orderId, { remark: 'Schnee ❄' })));
  await submitted(node, orderId, { newShipBy: Date.parse('2023-02-04T10:00:00+08:00') });
}

/** Tickets of every kind: waiting, replied, judged and appealed, on the worry-free path. */
async function help(node: TestNode): Promise<void> {
  await opened(node, await placeOrder(node));
  const replied = await opened(node, await placeOrder(node), { statement: 'Кто там? 🫖' });
  await done(reply(node, replied, OTHERWISE));
  const judged = await opened(node, await placeOrder(node));
  await disagree(node, judged);
  await done(judge(node, judged));
  await done(appeal(node, judged));
  await disagree(node, await opened(node, await placeOrder(node, { worryFree: true })));
}

async function send(node: TestNode, orderId: string): Promise<string> {
  const shipDate = '2023-02-05';
  const input = {
    orderId,
    shipDate,
    reason: ProposalReason.OTHER,
    remark: 'Der "Ofen" ist kalt 🫖',
  };
  return done(act(node, seller(), sendShippingProposal, input));
}

async function talk(node: TestNode, orderId: string, text: string): Promise<void> {
  const { data } = await node.ask(buyer(), `{ order(id: "${orderId}") { conversation { id } } }`);
  const conversationId: string = data.order.conversation.id;
  await done(act(node, buyer(), sendMessage, { conversationId, text }));
  await done(act(node, seller(), sendMessage, { conversationId, text: 'Morgen.' }));
}

/** Values for the generator: ids, cursors, keys and instants that are in this market, and some that are not. */
export async function knownIn(node: TestNode): Promise<Known> {
  const { data } = await node.ask(staff, IDS);
  const text = JSON.stringify(data);
  const ids =
    text.match(/\b(ord|cnv|msg|prp|shp|seat|rpt|evd|cmp|cpl|tkt|tct|apl|vio)_[0-9a-z]{26}/g) ?? [];
  const cursors = [...text.matchAll(/"cursor":"([^"]+)"/g)].map(([, cursor]) => cursor);
  const days = ['2023-01-30T02:00:00Z', '2023-02-01T10:00:00+08:00', '2023-02-05T15:59:59Z'];
  return {
    id: [...new Set(ids), 'ord_00000000000000000000000000', 'nothing'],
    conversationId: ids.filter((id) => id.startsWith('cnv_')),
    'first: Int': [0, 1, 2, 3],
    'last: Int': [1, 2, 5],
    'after: Int': [0, 1, 2],
    'days: Int': [1, 2, 30],
    after: cursors,
    before: cursors,
    name: ['Order'],
    orderNo: ['n-1', 'late', 'none'],
    shopId: ['shop-1', 'shop-2', 'none'],
    shipByFrom: days,
    shipByTo: days,
    unread: [true, false],
  };
}
