/** What the reference and the system under test are compared in. Instants are milliseconds, cards and messages numbers. */

export interface Start {
  readonly kind: 'PHYSICAL' | 'MADE_TO_ORDER' | 'VIRTUAL' | 'SCHEDULED_DELIVERY';
  readonly paidAt: number;
  readonly promise: {
    readonly promisedHours?: number;
    readonly shipBy?: number;
    readonly shipByDate?: string;
  };
  readonly importedAt: number;
  readonly pickedUpAt: number | null;
}

/** The refusal codes, sorted; none for a success. */
export interface Outcome {
  readonly codes: readonly string[];
  /** The state a refused card is in (SP-12). */
  readonly state?: string;
}

export const REASONS = [
  'BUYER_REQUEST',
  'MADE_TO_ORDER',
  'STOCK_SHORTAGE',
  'RECEIVER_INFO',
  'OTHER',
] as const;

export interface NewCard {
  readonly shipDate: string;
  readonly reason: (typeof REASONS)[number];
  readonly remark: string | null;
}

export interface Card extends NewCard {
  readonly number: number;
  status: string;
  readonly shipBy: number;
  readonly sentAt: number;
  readonly answerBy: number;
  answeredAt: number | null;
}

export interface Answers {
  readonly status: string;
  readonly sla: string;
  readonly shipBy: number;
  readonly shipBySource: string;
  readonly originalShipBy: number;
  readonly agreedShipBy: number | null;
  readonly pickedUpAt: number | null;
  readonly proposalsLeft: number;
  readonly canPropose: {
    readonly reasons: readonly string[];
    readonly earliest: string;
    readonly latest: string;
  };
  readonly cards: readonly (Card & { readonly secondsLeft: number | null })[];
}

/** SP-10: what a card message says, for ever. */
export type CardFacts = Pick<Card, 'number' | 'shipDate' | 'answerBy' | 'reason' | 'remark'>;

export const cardFacts = (card: CardFacts): CardFacts => {
  const { number, shipDate, answerBy, reason, remark } = card;
  return { number, shipDate, answerBy, reason, remark };
};

export interface Message {
  readonly number: number;
  readonly kind: 'TEXT' | 'CARD' | 'SYSTEM';
  readonly sender: 'BUYER' | 'SELLER' | 'SYSTEM';
  readonly code: string | null;
  readonly card: CardFacts | null;
}

export interface Entry {
  readonly kind: string;
  readonly actor: 'BUYER' | 'SELLER' | 'SYSTEM';
  readonly card: number | null;
  readonly message: number | null;
  readonly at: number;
}

export interface Change {
  readonly subject: 'order' | number;
  readonly from: string | null;
  readonly to: string | null;
  readonly actor: Entry['actor'];
  readonly at: number;
}

/** Everything that was ever told of an order. */
export interface Chronicle {
  readonly messages: readonly Message[];
  readonly buyerEntries: readonly Entry[];
  readonly shopEntries: readonly Entry[];
  readonly changes: readonly Change[];
}
