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
  readonly goodsMinor: number;
  /** A policy published before the payment, for an instant near it or near the import. */
  readonly published: { readonly promisedHours: number; readonly effectiveFrom: number } | null;
  /** The version of the default policy this history begins under. */
  readonly policyVersion: number;
}

export type Role = 'BUYER' | 'SELLER' | 'SYSTEM' | 'PLATFORM';

/** The refusal codes, sorted; none for a success. */
export interface Outcome {
  readonly codes: readonly string[];
  /** The state a refused card is in (SP-12). */
  readonly state?: string;
}

export const no = (...codes: string[]): Outcome => ({ codes: codes.sort() });
export const DONE: Outcome = no();

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

export interface NewReport {
  readonly newShipBy: number;
  readonly remark: string | null;
  readonly withEvidence: boolean;
}

export interface Report {
  status: string;
  readonly newShipBy: number;
  readonly shipByBefore: number;
}

export interface Compensation {
  readonly kind: string;
  status: string;
  readonly amount: number;
  readonly shipBy: number;
  readonly policyVersion: number;
}

export interface Answers {
  readonly status: string;
  readonly sla: string;
  readonly shipBy: number;
  readonly shipBySource: string;
  readonly originalShipBy: number;
  readonly reportedShipBy: number | null;
  readonly agreedShipBy: number | null;
  readonly pickedUpAt: number | null;
  readonly proposalsLeft: number;
  readonly canPropose: {
    readonly reasons: readonly string[];
    readonly earliest: string;
    readonly latest: string;
  };
  readonly cards: readonly (Card & { readonly secondsLeft: number | null })[];
  readonly canReport: { readonly reasons: readonly string[]; readonly latest: number };
  readonly reports: readonly Report[];
  readonly compensations: readonly Compensation[];
  readonly complaint: string | null;
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

/** What an entry refers to, each by its number within the order. */
export interface Told {
  readonly card: number | null;
  readonly message: number | null;
  readonly report: number | null;
  readonly compensation: number | null;
  readonly complaint: boolean;
}

export interface Entry extends Told {
  readonly kind: string;
  readonly actor: Role;
  readonly at: number;
}

export interface Change {
  /** `order`, `complaint`, or `card 1`, `report 2`, `compensation 1`. */
  readonly subject: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly actor: Role;
  readonly at: number;
  readonly policyVersion: number;
}

/** Everything that was ever told of an order. */
export interface Chronicle {
  readonly messages: readonly Message[];
  readonly buyerEntries: readonly Entry[];
  readonly shopEntries: readonly Entry[];
  readonly staffEntries: readonly Entry[];
  readonly changes: readonly Change[];
  /** Without the reports (AC-5). */
  readonly changesForBuyer: readonly Change[];
}
