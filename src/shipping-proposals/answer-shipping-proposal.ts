/** `shippingProposalAccept` and `shippingProposalDecline`: the buyer answers a card (SP-8, SP-9, SP-10, SP-12). */
import { isId } from '../lib/ids';
import { Refused, refuse, UserErrorCode, type Facts } from '../lib/refusal';
import { rfc3339 } from '../lib/time';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import { brief } from '../inbox/perform';
import { holdConversation } from '../conversations/conversation.repository';
import { lockOrder } from '../orders/lock-order';
import type { Order } from '../orders/order.entity';
import { inboxesOf } from '../orders/order.due';
import { orderById, updateOrder } from '../orders/order.repository';
import { endProposal } from './end-proposal';
import type { ShippingProposal } from './shipping-proposal.entity';
import { lockedProposals, orderIdOf, proposalById } from './shipping-proposal.repository';
import { answerRefusals, isSameAnswer, MOVES, type Answer } from './shipping-proposal.rules';

export interface Answered {
  readonly proposalId: string;
}

const KIND = { ACCEPT: ActKind.PROPOSAL_ACCEPTED, DECLINE: ActKind.PROPOSAL_DECLINED } as const;

/** The command for one of the two answers. */
export const answerShippingProposal = (answer: Answer) =>
  brief<Answered, string>(async (act, viewer, { proposalId }) => {
    const orderId = isId('proposal', proposalId) ? await orderIdOf(act.tx, proposalId) : undefined;
    const order = orderId && (await lockOrder(act, viewer, orderId, holdConversation));
    if (!order) return refuse(UserErrorCode.NOT_FOUND, 'proposalId');
    const proposal = (await lockedProposals(act, order.id)).find(({ id }) => id === proposalId);
    if (proposal === undefined) throw new Error('The proposal is gone from its order.');
    if (isSameAnswer(viewer, proposal, answer)) return proposalId;
    const reasons = answerRefusals(viewer, proposal, act.now);
    if (reasons.length > 0) return new Refused(reasons);
    const facts = answer === 'ACCEPT' ? precedence(order, proposal) : {};
    const messageId = await endProposal(act, proposal, { move: answer, facts });
    if (answer === 'ACCEPT') agree(act, order, proposal);
    act.announce(KIND[answer], inboxesOf(order), { orderId: order.id, proposalId, messageId });
    act.leave(proposalById, proposal, order);
    act.leave(orderById, order, order);
    return proposalId;
  });

/** SP-8: an agreed day prevails over a later ship-by that a report brought meanwhile, and buyer and seller are told. */
const precedence = (order: Order, { shipBy }: ShippingProposal): Facts =>
  shipBy < order.shipBy ? { context: 'EARLIER', formerShipBy: order.shipBy } : {};

/** SP-8: the agreed day's end is the ship-by from now on. */
function agree(act: Act, order: Order, { shipBy }: ShippingProposal): void {
  updateOrder(act.tx, order, { agreed_ship_by: shipBy });
  const change = { from: rfc3339(order.shipBy), to: rfc3339(shipBy) };
  act.trace({ orderId: order.id, subjectId: order.id, rule: MOVES.ACCEPT.rule, ...change });
  Object.assign(order, { agreedShipBy: shipBy, shipBy });
}
