import type { Call } from '../story';

/** What the acts below answer, as far as the story tells it. */
export interface ProposalAnswer {
  readonly proposal: Proposal | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
}

export interface Proposal {
  readonly id: string;
  readonly number: number;
  readonly status: string;
  readonly shipDate: string;
  readonly answerBy: string;
  readonly order: {
    readonly shipBy: string;
    readonly shipBySource: string;
    readonly proposalsLeft: number;
  };
}

const PROPOSAL = `{
  proposal { id number status shipDate answerBy order { shipBy shipBySource proposalsLeft } }
  userErrors { code message }
}`;

/** The seller sends a card (SP-1). `shipDate` is YYYY-MM-DD. */
export async function sendProposal(
  seller: Call,
  card: { orderId: string; shipDate: string; reason: string; remark: string },
): Promise<ProposalAnswer> {
  const document = `mutation ($card: ShippingProposalSendInput!) { answer: shippingProposalSend(input: $card) ${PROPOSAL} }`;
  return (await seller<{ answer: ProposalAnswer }>(document, { card })).answer;
}

/** The buyer answers a card (SP-8, SP-9). */
export async function answerProposal(
  buyer: Call,
  proposalId: string,
  answer: 'Accept' | 'Decline',
): Promise<ProposalAnswer> {
  const document = `mutation ($proposalId: ID!) { answer: shippingProposal${answer}(input: { proposalId: $proposalId }) ${PROPOSAL} }`;
  return (await buyer<{ answer: ProposalAnswer }>(document, { proposalId })).answer;
}

/** A card's message as it reads now, every fact of it, for comparing (SP-10). */
export async function readCard(seller: Call, messageId: string): Promise<object> {
  const card = '{ proposalId number shipDate answerBy reason remark }';
  const message = `{ number kind sender seat text card ${card} createdAt }`;
  const document = `query ($id: ID!) { node(id: $id) { ... on Message ${message} } }`;
  return (await seller<{ node: object }>(document, { id: messageId })).node;
}
