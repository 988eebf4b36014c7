import type { Call, Person } from '../story';
import type { PlannedCard } from './card.planner';
import type { UserError } from './step.document';

/** A person's way to the API. */
export type CallAs = (person: Person) => Promise<Call>;

interface Answered {
  readonly answer: {
    readonly proposal: { readonly id: string } | null;
    readonly userErrors: readonly UserError[];
  };
}

const ANSWER = '{ proposal { id } userErrors { code message field } }';
const SEND = `mutation Send($input: ShippingProposalSendInput!) { answer: shippingProposalSend(input: $input) ${ANSWER} }`;
const REPLY = {
  Accept: `mutation Accept($input: ShippingProposalAcceptInput!) { answer: shippingProposalAccept(input: $input) ${ANSWER} }`,
  Decline: `mutation Decline($input: ShippingProposalDeclineInput!) { answer: shippingProposalDecline(input: $input) ${ANSWER} }`,
};

/** What the plan, which looks at no pick-up and no deadline, runs into: part of the story, not a mistake in the file. */
const FORESEEN = ['ORDER_NOT_AWAITING_SHIPMENT', 'SHIP_BY_PASSED', 'PROPOSAL_NOT_PENDING'];

/** Sends and answers cards, as the seller and the buyer of the order. */
export class CardPlayer {
  private readonly sent = new Map<PlannedCard, string>();
  private refusals = 0;

  constructor(private readonly callAs: CallAs) {}

  /** Cards that could not be sent: the order was on its way, or too late. */
  get refused(): number {
    return this.refusals;
  }

  /** Sends a card for an order; resolves with the errors that are no part of the story. */
  async send(card: PlannedCard, orderId: string): Promise<readonly UserError[]> {
    const seller = await this.callAs({ role: 'SELLER', sub: 'replay', shop: card.row.sellerId });
    const input = { orderId, shipDate: card.shipDate, reason: 'OTHER' };
    const { answer } = await seller<Answered>(SEND, { input });
    if (answer.proposal) this.sent.set(card, answer.proposal.id);
    else this.refusals += 1;
    return unforeseen(answer.userErrors);
  }

  /** The buyer's answer to a card, if it was sent; resolves with the errors that are no part of the story. */
  async answer(card: PlannedCard): Promise<readonly UserError[]> {
    const proposalId = this.sent.get(card);
    if (proposalId === undefined || card.answer === undefined) return [];
    const buyer = await this.callAs({ role: 'BUYER', sub: card.row.buyerId });
    const { answer } = await buyer<Answered>(REPLY[card.answer], { input: { proposalId } });
    return unforeseen(answer.userErrors);
  }
}

const unforeseen = (errors: readonly UserError[]): UserError[] =>
  errors.filter(({ code }) => !FORESEEN.includes(code));
