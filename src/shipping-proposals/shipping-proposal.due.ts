/** What happens to a card without anybody answering it: it expires (SP-6), or the order ends first (SP-13). */
import { firstSecondAfter } from '../lib/time';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { Deadline, OnEnding } from '../inbox/app';
import { lockedOrder } from '../orders/order.repository';
import { inboxesOf } from '../orders/order.due';
import { endProposal } from './end-proposal';
import { ProposalStatus, type ShippingProposal } from './shipping-proposal.entity';
import { lockedProposals, lockProposals } from './shipping-proposal.repository';
import { isExpiryDue } from './shipping-proposal.rules';

/** SP-6: unanswered in time. Before the ship-by of the same instant. */
export const answerByDeadline: Deadline<ShippingProposal> = {
  name: 'proposal.answerBy',
  rank: 1,
  dueSql: `SELECT order_id, answer_by AS due_at FROM shipping_proposals WHERE status = 'PENDING' AND answer_by <= ?`,
  load: lockProposals,
  async due(act, orderIds) {
    const proposals = await lockProposals(act, orderIds);
    return proposals
      .filter((proposal) => isExpiryDue(proposal, act.now))
      .map((proposal) => ({ dueAt: proposal.answerBy, subject: proposal }));
  },
  async record(act, proposals) {
    for (const proposal of proposals) await expire(act, proposal);
  },
};

async function expire(act: Act, proposal: ShippingProposal): Promise<void> {
  const { id: proposalId, orderId, answerBy } = proposal;
  const at = firstSecondAfter(answerBy);
  const messageId = await endProposal(act, proposal, { move: 'EXPIRE', at });
  const inboxes = inboxesOf(await lockedOrder(act, orderId));
  act.announce(ActKind.PROPOSAL_EXPIRED, inboxes, { orderId, proposalId, messageId }, at);
}

/** SP-13: consigning, pick-up or closing voids a pending card; the entry of that act carries it (IN-1). */
export const voidPendingCard: OnEnding = async (act, orderId, ending) => {
  const proposals = await lockedProposals(act, orderId);
  const open = proposals.find(({ recordedStatus }) => recordedStatus === ProposalStatus.PENDING);
  if (open === undefined) return {};
  const messageId = await endProposal(act, open, { move: 'VOID', facts: { cause: ending } });
  return { proposalId: open.id, messageId };
};
