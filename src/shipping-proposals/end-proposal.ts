/** What every end of a card has in common: the row, its history, and a system message to both (SP-13). */
import type { Facts } from '../lib/refusal';
import type { Act } from '../inbox/act';
import { postResult } from '../conversations/post-message';
import { MOVES } from './shipping-proposal.rules';
import type { ShippingProposal } from './shipping-proposal.entity';
import { endProposal as updateProposal } from './shipping-proposal.repository';

export interface ProposalEnd {
  readonly move: keyof typeof MOVES;
  /** When it became true, if a deadline decided; else now. */
  readonly at?: number;
  readonly facts?: Facts;
}

/** Ends a pending card; the seller's card message stays as it was (SP-10). Returns the id of the system message. */
export async function endProposal(
  act: Act,
  proposal: ShippingProposal,
  { move, at, facts }: ProposalEnd,
): Promise<string> {
  const { to, rule } = MOVES[move];
  const { id, orderId, number, shipDate, shipBy, answerBy } = proposal;
  const answeredAt = move === 'ACCEPT' || move === 'DECLINE' ? act.now : null;
  updateProposal(act.tx, id, to, answeredAt);
  const from = proposal.recordedStatus;
  const { policyVersion } = proposal; // the card is judged by the policy it was sent under
  act.trace({
    ...{ orderId, subjectId: id, rule, from, to, policyVersion },
    ...(at !== undefined && { at }),
  });
  Object.assign(proposal, { recordedStatus: to, answeredAt });
  const told = { proposalId: id, number, shipDate, shipBy, answerBy, ...facts };
  return postResult(act, orderId, `PROPOSAL_${to}`, told);
}
