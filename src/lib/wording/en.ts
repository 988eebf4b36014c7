/** English wording. `zh-CN.ts` has the same keys (held by a test). Times and days arrive formatted. */
export const en = {
  refusal: {
    NOT_FOUND: 'There is no such thing, or it is not yours.',
    FORBIDDEN: 'You may not do this.',
    IDEMPOTENCY_CONFLICT: 'This idempotencyKey was used before with another input.',
    ORDER_NOT_AWAITING_SHIPMENT: 'The order is not awaiting shipment any more: it is {{status}}.',
    ORDER_KIND_NOT_SUPPORTED: 'Orders of the kind {{kind}} take no shipping proposals.',
    ORDER_DIFFERS: 'This order was imported before with another {{differs}}.',
    SHIP_BY_PASSED: 'The ship-by, {{shipBy}}, has passed.',
    LEAD_TIME_TOO_SHORT: 'The ship-by, {{shipBy}}, is too near to send a card.',
    PROPOSAL_LIMIT_REACHED: 'All {{limit}} cards of this order have been sent.',
    PROPOSAL_ALREADY_ACCEPTED: 'The buyer has already agreed to {{shipDate}}.',
    PROPOSAL_ALREADY_PENDING: 'Card {{number}} still waits for the buyer, until {{answerBy}}.',
    PROPOSAL_NOT_PENDING: 'The card can no longer be answered: it is {{status}}.',
    SHIP_DATE_NOT_LATER: 'The day must end later than the ship-by: {{earliest}} at the earliest.',
    SHIP_DATE_TOO_FAR: 'The day is too far ahead: {{latest}} at the latest.',
    PICKUP_IN_FUTURE: 'The pick-up lies in the future: {{pickedUpAt}}.',
  },
  invalid: {
    empty: 'This must not be empty.',
    tooLong: 'This is too long: at most {{longest}} characters.',
    tooMany: 'These are too many: at most {{most}}.',
    outOfRange: 'This must lie between {{lowest}} and {{highest}}.',
    notStorable: 'This contains characters that are not text.',
    oneShipBy: 'Give one of promisedHours, shipBy and shipByDate, not several.',
    currency: 'Amounts must be in {{currency}}.',
    negative: 'Amounts must not be negative.',
    amountTooLarge: 'The amounts of this order add up to too much.',
    unknownShop: 'No such shop is registered.',
    deliveredInFuture: 'The delivery lies in the future.',
    duration: 'Give an ISO 8601 duration such as PT24H, not negative, without months or years.',
    twoDecimals: 'Give at most two decimals.',
    minimumAboveMaximum: 'The minimum must not exceed the maximum.',
    effectiveInPast: 'A policy cannot be effective in the past.',
    tooManyForSandbox: 'The sandbox clock cannot be moved that far.',
  },
  message: {
    PROPOSAL_CARD:
      'Proposal {{number}}: ship by the end of {{shipDate}} ({{reason}}). Please answer by {{answerBy}}.',
    PROPOSAL_ACCEPTED: 'The buyer agreed: the order ships by {{shipBy}}.',
    PROPOSAL_DECLINED: 'The buyer declined to ship on {{shipDate}}. The ship-by stays as it was.',
    PROPOSAL_EXPIRED:
      'Proposal {{number}} was not answered by {{answerBy}} and is void. The ship-by stays as it was.',
    PROPOSAL_VOIDED: 'Proposal {{number}} is void: {{cause}}. The ship-by stays as it was.',
  },
  reason: {
    BUYER_REQUEST: 'at the buyer’s request',
    MADE_TO_ORDER: 'made to order',
    STOCK_SHORTAGE: 'short of stock',
    RECEIVER_INFO: 'address or receiver to be settled',
    OTHER: 'another reason',
  },
  cause: {
    CONSIGNED: 'the seller consigned the order',
    PICKED_UP: 'the carrier picked the parcel up',
    CLOSED: 'the order was closed',
  },
  status: {
    AWAITING_SHIPMENT: 'awaiting shipment',
    CONSIGNED: 'consigned',
    PICKED_UP: 'picked up',
    DELIVERED: 'delivered',
    CLOSED: 'closed',
    PENDING: 'pending',
    ACCEPTED: 'accepted',
    DECLINED: 'declined',
    EXPIRED: 'expired',
    VOIDED: 'void',
  },
  proposal: {
    atDeadline:
      'Without an answer the card is void at {{answerBy}}, and the ship-by stays {{shipBy}}.',
    advice: 'Agree on the day with the buyer in the chat before you send the card.',
  },
};

export type Wording = typeof en;
