/** `shippingProposalSend`: the seller puts a card into the chat (SP-1…SP-7, SP-15). */
import { checkText } from '../lib/check';
import { newId } from '../lib/ids';
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import { endOfDay } from '../lib/time';
import type { Viewer } from '../lib/viewer';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import { brief } from '../inbox/perform';
import { postCard } from '../conversations/post-message';
import { lockOrder } from '../orders/lock-order';
import { inboxesOf } from '../orders/order.due';
import { orderById } from '../orders/order.repository';
import { ProposalStatus, ShippingProposal, type ProposalReason } from './shipping-proposal.entity';
import { insertProposal, lockedProposals, proposalById } from './shipping-proposal.repository';
import {
  answerByOf,
  senderRefusals,
  sendRefusals,
  shipDateRefusals,
  type SendState,
} from './shipping-proposal.rules';

export interface Proposed {
  readonly orderId: string;
  readonly shipDate: string;
  readonly reason: ProposalReason;
  readonly remark?: string | null | undefined;
}

/** SP-15 */
export const REMARK_LENGTH = 500;

export const sendShippingProposal = brief<Proposed, string>(async (act, viewer, input) => {
  const order = await lockOrder(act, viewer, input.orderId);
  if (order === undefined) return refuse(UserErrorCode.NOT_FOUND, 'orderId');
  const forbidden = senderRefusals(viewer);
  if (forbidden.length > 0) return new Refused(forbidden);
  const proposals = await lockedProposals(act, order.id);
  const { now, policy } = act;
  const state = { order, proposals, now, policy, zone: act.app.settings.zone };
  const reasons = refusals(viewer, state, input);
  if (reasons.length > 0) return new Refused(reasons);
  const proposal = proposalOf(state, input);
  insertProposal(act.tx, proposal);
  const messageId = await post(act, viewer, proposal);
  const { id, orderId } = proposal;
  act.trace({ orderId, subjectId: id, rule: 'SP-1', from: null, to: ProposalStatus.PENDING });
  act.announce(ActKind.PROPOSAL_SENT, inboxesOf(order), { orderId, proposalId: id, messageId });
  act.leave(proposalById, proposal, order);
  act.leave(orderById, order, order);
  return id;
});

/** Every reason at once, so that the seller need not try again to learn the next. */
function refusals(viewer: Viewer, state: SendState, { shipDate, remark }: Proposed) {
  const form = typeof remark === 'string' ? checkText('remark', remark, REMARK_LENGTH, 0) : [];
  const blocked = sendRefusals(viewer, state);
  return [...form, ...(blocked.length > 0 ? blocked : shipDateRefusals(shipDate, state))];
}

function proposalOf(state: SendState, { shipDate, reason, remark }: Proposed): ShippingProposal {
  const { order, proposals, now, policy, zone } = state;
  return Object.assign(new ShippingProposal(), {
    id: newId('proposal'),
    orderId: order.id,
    number: proposals.length + 1,
    recordedStatus: ProposalStatus.PENDING,
    shipDate,
    shipBy: endOfDay(shipDate, zone),
    reason,
    remark: remark ?? null,
    sentAt: now,
    answerBy: answerByOf(now, order.shipBy, policy),
    answeredAt: null,
    shipByBefore: order.shipBy,
    policyVersion: policy.version,
  });
}

/** SP-10, SP-11: the card holds frozen facts. */
async function post(act: Act, viewer: Viewer, proposal: ShippingProposal): Promise<string> {
  const { id, number, shipDate, answerBy, reason, remark } = proposal;
  const facts = { proposalId: id, number, shipDate, answerBy, reason, remark };
  return postCard(act, proposal.orderId, viewer, 'PROPOSAL_CARD', facts);
}
