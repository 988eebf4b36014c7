/** What buyers, sellers, staff and the back end do next: mutations made up by chance, on orders of the last rounds. */
import { daysLater, dayOf } from '../../src/lib/time';
import type { Random } from '../services/scale';
import { buyer, seller, staff, system } from '../support/people';
import type { Payload, Plan } from './caller';
import type { EffectKind } from './effects';

/** Few, so that acts meet: shops and buyers share inboxes, and every shop has a seat on more than one node. */
export const SHOPS = ['S1', 'S2', 'S3'] as const;
export const BUYERS = ['B1', 'B2', 'B3', 'B4', 'B5'] as const;
/** Orders that are acted on: older ones have mostly come to their end. */
const LIVELY = 24;
const ZONE = 'Asia/Shanghai';

/** An order as its parties know it. */
export interface KnownOrder {
  readonly id: string;
  readonly orderNo: string;
  readonly shop: string;
  readonly buyerId: string;
  readonly conversationId: string;
  readonly paidAt: number;
  cardId?: string;
  ticket?: { readonly id: string; readonly openedAt: string };
}

/** A plan, what of it must be found in the database afterwards, and what its maker learns of its success. */
export interface MarketPlan extends Plan {
  readonly effect: EffectKind;
  /** Finds the effect: the act's own key where the database keeps it, else the id of what it changed. */
  readonly mark: string;
  readonly learn?: (payload: Payload) => void;
}

type Draft = Omit<MarketPlan, 'key'>;

export class Market {
  readonly orders: KnownOrder[] = [];
  /** Acts of this chapter so far: part of every key. */
  private acts = 0;

  constructor(
    private readonly chapter: string,
    /** The platform's time, as of the last answer that told it. */
    public now: number,
  ) {}

  /** What comes next. Without an order there is only one thing to do. */
  next(random: Random): MarketPlan {
    const key = `${this.chapter}-${(this.acts += 1)}`;
    const order = this.orders.length === 0 ? undefined : random.pick(this.orders.slice(-LIVELY));
    const draft =
      order === undefined ? this.importing(random, key) : this.about(order, random, key);
    return { ...draft, key };
  }

  private about(order: KnownOrder, random: Random, key: string): Draft {
    const dice = random.int(1, 100);
    if (dice <= 12) return this.importing(random, key);
    if (dice <= 30) return messaging(order, random, key);
    if (dice <= 62)
      return order.cardId === undefined ? this.sending(order, key) : answering(order, random);
    if (dice <= 66) return consigning(order);
    if (dice <= 72) return pickingUp(order);
    if (dice <= 79) return complaining(order);
    return order.ticket === undefined ? opening(order, random, key) : handling(order, random, key);
  }

  private importing(random: Random, key: string): Draft {
    const [shop, buyerId] = [random.pick(SHOPS), random.pick(BUYERS)];
    const paidAt = this.now;
    const row = {
      shopId: shop,
      orderNo: key,
      buyerId,
      kind: 'PHYSICAL',
      paidAt: new Date(paidAt).toISOString(),
      promisedHours: random.int(2, 60),
      lines: [
        {
          title: 'A teapot',
          quantity: 1,
          unitPrice: { amountMinor: random.int(100, 200_000), currency: 'CNY' },
        },
      ],
    };
    const learn = ({ results: [made] }: Payload): void => {
      const { id, conversation } = made.order;
      const known = { id, orderNo: key, shop, buyerId, conversationId: conversation.id, paidAt };
      this.orders.push(known);
    };
    return {
      by: system,
      mutation: 'orderImport',
      selects: 'results { order { id conversation { id } } userErrors { code } }',
      input: { orders: [row] },
      effect: 'import',
      mark: key,
      learn,
    };
  }

  private sending(order: KnownOrder, key: string): Draft {
    const shipDate = daysLater(dayOf(this.now, ZONE), 4);
    return {
      by: seller(order.shop),
      mutation: 'shippingProposalSend',
      selects: 'proposal { id }',
      input: { orderId: order.id, shipDate, reason: 'OTHER', remark: key },
      effect: 'card',
      mark: key,
      learn: ({ proposal }) => (order.cardId = proposal.id),
    };
  }
}

function answering(order: KnownOrder, random: Random): Draft {
  const accepts = random.chance(0.4);
  const proposalId = order.cardId!;
  // Whatever comes of it: the next card has another id. Some buyers say nothing, and the card expires.
  delete order.cardId;
  return {
    by: buyer(order.buyerId),
    mutation: accepts ? 'shippingProposalAccept' : 'shippingProposalDecline',
    selects: 'proposal { id }',
    input: { proposalId },
    effect: accepts ? 'acceptance' : 'refusal',
    mark: proposalId,
  };
}

const messaging = (order: KnownOrder, random: Random, key: string): Draft => ({
  by: random.chance(0.5) ? buyer(order.buyerId) : seller(order.shop),
  mutation: 'messageSend',
  selects: 'message { id }',
  input: { conversationId: order.conversationId, text: key },
  effect: 'message',
  mark: key,
});

const consigning = (order: KnownOrder): Draft => ({
  by: seller(order.shop),
  mutation: 'orderConsign',
  selects: 'order { id }',
  input: { orderId: order.id, carrier: 'SF', trackingNo: 'SF1' },
  effect: 'consignment',
  mark: order.id,
});

/** The scan was in time but may arrive late: then a breach is taken back (OR-7). */
const pickingUp = (order: KnownOrder): Draft => ({
  by: system,
  mutation: 'pickupImport',
  selects: 'results { order { id } userErrors { code } }',
  input: {
    pickups: [
      {
        shopId: order.shop,
        orderNo: order.orderNo,
        pickedUpAt: new Date(order.paidAt).toISOString(),
        carrier: 'SF',
        trackingNo: 'SF1',
      },
    ],
  },
  effect: 'pickup',
  mark: order.id,
});

const complaining = (order: KnownOrder): Draft => ({
  by: buyer(order.buyerId),
  mutation: 'lateShipmentComplaintFile',
  selects: 'complaint { id }',
  input: { orderId: order.id },
  effect: 'complaint',
  mark: order.id,
});

const opening = (order: KnownOrder, random: Random, key: string): Draft => ({
  by: random.chance(0.5) ? staff : system,
  mutation: 'ticketOpen',
  selects: 'ticket { id openedAt }',
  input: {
    orderId: order.id,
    category: random.pick(['REFUND', 'QUALITY', 'LOGISTICS']),
    statement: key,
  },
  effect: 'ticket',
  mark: key,
  learn: ({ ticket }) => (order.ticket = ticket),
});

/** Contacts, then a reply, then a review; out of turn some are refused, which is as good a test. */
function handling(order: KnownOrder, random: Random, key: string): Draft {
  const { id: ticketId, openedAt } = order.ticket!;
  const by = seller(order.shop);
  const dice = random.int(1, 10);
  if (dice <= 4) {
    const input = { ticketId, channel: 'PHONE', contactedAt: openedAt, reached: true, note: key };
    const selects = 'contact { id }';
    return { by, mutation: 'ticketRecordContact', selects, input, effect: 'contact', mark: key };
  }
  if (dice <= 7) {
    const option = random.pick(['RESOLVED_AGREED', 'OTHER', 'UNRESOLVED_NOT_AGREED']);
    const input = { ticketId, option, remark: key, noContactReason: 'No number was given.' };
    return {
      by,
      mutation: 'ticketReply',
      selects: 'ticket { id }',
      input,
      effect: 'reply',
      mark: key,
    };
  }
  if (dice === 8) delete order.ticket;
  const input = { ticketId, confirmed: random.chance(0.6) };
  const selects = 'ticket { id }';
  return { by: staff, mutation: 'ticketReview', selects, input, effect: 'review', mark: ticketId };
}
