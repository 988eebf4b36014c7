import {
  answerShippingProposal,
  type Answered,
} from '../../src/shipping-proposals/answer-shipping-proposal';
import {
  sendShippingProposal,
  type Proposed,
} from '../../src/shipping-proposals/send-shipping-proposal';
import { ProposalReason } from '../../src/shipping-proposals/shipping-proposal.entity';
import type { Answer } from '../../src/shipping-proposals/shipping-proposal.rules';
import { act, done } from './market';
import type { TestNode } from './node';
import { buyer, seller, type Person } from './people';

/** Sends a card for 2023-02-05; tests name only what matters to them. */
export const send = (
  node: TestNode,
  orderId: string,
  input: Partial<Proposed> = {},
  person: Person = seller(),
) =>
  act(node, person, sendShippingProposal, {
    orderId,
    shipDate: '2023-02-05',
    reason: ProposalReason.STOCK_SHORTAGE,
    ...input,
  });

/** A card that was sent; a refusal fails the test. */
export const sent = (node: TestNode, orderId: string, input: Partial<Proposed> = {}) =>
  done(send(node, orderId, input));

export const answer = (
  node: TestNode,
  how: Answer,
  proposalId: Answered['proposalId'],
  person: Person = buyer(),
) => act(node, person, answerShippingProposal(how), { proposalId });

const FACTS = `id number status shipDate shipBy reason remark sentAt answerBy answeredAt secondsLeft atDeadline
  acceptEffect { shipByBefore shipByAfter automaticCompensationEnds }
  availableActions { action allowed reasons until }
  history { at actor actorId rule from to policyVersion }`;

/** The card as the API shows it. */
export async function readCard(node: TestNode, id: string, person: Person = buyer()) {
  const query = `query ($id: ID!) { shippingProposal(id: $id) { ${FACTS} } }`;
  return (await node.ask(person, query, { id })).data.shippingProposal;
}

const MUTATION = { ACCEPT: 'shippingProposalAccept', DECLINE: 'shippingProposalDecline' };

/** The card as the buyer's answer itself shows it. */
export async function answeredCard(node: TestNode, how: Answer, proposalId: string) {
  const mutation = `mutation ($input: ${how === 'ACCEPT' ? 'ShippingProposalAcceptInput' : 'ShippingProposalDeclineInput'}!) {
    answer: ${MUTATION[how]}(input: $input) { proposal { ${FACTS} } userErrors { code } } }`;
  const { data } = await node.ask(buyer(), mutation, { input: { proposalId } });
  expect(data.answer.userErrors).toEqual([]);
  return data.answer.proposal;
}

const ORDER = `query ($id: ID!) { order(id: $id) {
  id status sla shipBy shipBySource originalShipBy agreedShipBy pickedUpAt proposalsLeft
  canPropose { allowed reasons earliestShipDate latestShipDate advice }
  proposals { id number status } history { rule from to }
  conversation { id lastNumber messages(first: 100) { nodes {
    id number kind sender seat code text createdAt card { proposalId number shipDate answerBy reason remark } } } } } }`;

/** The order as the API shows it, with its cards and messages. */
export async function readOrder(node: TestNode, id: string, person: Person = seller()) {
  return (await node.ask(person, ORDER, { id })).data.order;
}

/** The messages in an order's conversation, oldest first. */
export async function messagesOf(node: TestNode, orderId: string, person: Person = seller()) {
  return (await readOrder(node, orderId, person)).conversation.messages.nodes;
}
