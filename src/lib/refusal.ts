/** Refusals are data: a rule that says no answers with these; every other exception is a bug. */
import { registerEnumType } from 'type-graphql';

export enum UserErrorCode {
  NOT_FOUND = 'NOT_FOUND',
  FORBIDDEN = 'FORBIDDEN',
  INVALID_INPUT = 'INVALID_INPUT',
  IDEMPOTENCY_CONFLICT = 'IDEMPOTENCY_CONFLICT',
  ORDER_NOT_AWAITING_SHIPMENT = 'ORDER_NOT_AWAITING_SHIPMENT',
  ORDER_KIND_NOT_SUPPORTED = 'ORDER_KIND_NOT_SUPPORTED',
  ORDER_DIFFERS = 'ORDER_DIFFERS',
  SHIP_BY_PASSED = 'SHIP_BY_PASSED',
  SHIP_BY_NOT_PASSED = 'SHIP_BY_NOT_PASSED',
  LEAD_TIME_TOO_SHORT = 'LEAD_TIME_TOO_SHORT',
  PROPOSAL_LIMIT_REACHED = 'PROPOSAL_LIMIT_REACHED',
  PROPOSAL_ALREADY_ACCEPTED = 'PROPOSAL_ALREADY_ACCEPTED',
  PROPOSAL_ALREADY_PENDING = 'PROPOSAL_ALREADY_PENDING',
  PROPOSAL_NOT_PENDING = 'PROPOSAL_NOT_PENDING',
  SHIP_DATE_NOT_LATER = 'SHIP_DATE_NOT_LATER',
  SHIP_DATE_TOO_FAR = 'SHIP_DATE_TOO_FAR',
  PICKUP_IN_FUTURE = 'PICKUP_IN_FUTURE',
  REPORT_ALREADY_SUBMITTED = 'REPORT_ALREADY_SUBMITTED',
  REPORT_NOT_SUBMITTED = 'REPORT_NOT_SUBMITTED',
  EVIDENCE_REQUIRED = 'EVIDENCE_REQUIRED',
  EVIDENCE_LIMIT = 'EVIDENCE_LIMIT',
  EVIDENCE_TYPE = 'EVIDENCE_TYPE',
  EVIDENCE_MISMATCH = 'EVIDENCE_MISMATCH',
  TICKET_ALREADY_OPEN = 'TICKET_ALREADY_OPEN',
  TICKET_DUE_PASSED = 'TICKET_DUE_PASSED',
  TICKET_ALREADY_REPLIED = 'TICKET_ALREADY_REPLIED',
  TICKET_NOT_IN_STATE = 'TICKET_NOT_IN_STATE',
  TICKET_ASSIGNED_TO_OTHER = 'TICKET_ASSIGNED_TO_OTHER',
  WORRY_FREE_NOT_ADJUDICATED = 'WORRY_FREE_NOT_ADJUDICATED',
  CONTACT_IN_FUTURE = 'CONTACT_IN_FUTURE',
  CONTACT_REQUIRED = 'CONTACT_REQUIRED',
  CONTACT_REACHED = 'CONTACT_REACHED',
  EVIDENCE_WAIVED = 'EVIDENCE_WAIVED',
  REMARK_REQUIRED = 'REMARK_REQUIRED',
  APPEAL_CLOSED = 'APPEAL_CLOSED',
  VIOLATION_ALREADY_RECORDED = 'VIOLATION_ALREADY_RECORDED',
}

registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'Why something was refused. Stable: safe to branch on.',
  valuesConfig: {
    NOT_FOUND: { description: 'No such thing, or not yours: the two look alike (AC-1).' },
    FORBIDDEN: {
      description: 'You see it, but your role or permissions do not allow this (AC-1).',
    },
    INVALID_INPUT: { description: 'A value has the wrong form; `field` says which.' },
    IDEMPOTENCY_CONFLICT: { description: 'This idempotencyKey was used with another input.' },
    ORDER_NOT_AWAITING_SHIPMENT: {
      description: 'The order is picked up, closed, or for a card consigned already.',
    },
    ORDER_KIND_NOT_SUPPORTED: { description: 'Orders of this kind take no proposals (SP-2).' },
    ORDER_DIFFERS: {
      description: 'Imported before with other facts; the message names them (OR-9).',
    },
    SHIP_BY_PASSED: { description: 'The ship-by in force has passed (SP-1, SP-8, DR-1).' },
    SHIP_BY_NOT_PASSED: { description: 'The ship-by in force has not passed yet (CO-3).' },
    LEAD_TIME_TOO_SHORT: { description: 'The ship-by is too near to send a card (SP-1).' },
    PROPOSAL_LIMIT_REACHED: { description: 'All cards of this order are used up (SP-3).' },
    PROPOSAL_ALREADY_ACCEPTED: { description: 'A card of this order was accepted (SP-4).' },
    PROPOSAL_ALREADY_PENDING: { description: 'A card of this order waits for its answer (SP-5).' },
    PROPOSAL_NOT_PENDING: {
      description: 'The card is answered or over; the message says how (SP-12).',
    },
    SHIP_DATE_NOT_LATER: {
      description: 'That day, or instant, is not later than the ship-by in force (SP-7, DR-1).',
    },
    SHIP_DATE_TOO_FAR: { description: 'That day, or instant, lies too far ahead (SP-7, DR-1).' },
    PICKUP_IN_FUTURE: { description: 'A pick-up that has not happened yet (OR-5).' },
    REPORT_ALREADY_SUBMITTED: { description: 'A report of this order waits for staff (DR-4).' },
    REPORT_NOT_SUBMITTED: {
      description: 'The report is decided or cancelled; the message says which (DR-4).',
    },
    EVIDENCE_REQUIRED: { description: 'This needs at least one piece of evidence.' },
    EVIDENCE_LIMIT: { description: 'Too many files, or one that is empty or too large (EV-1).' },
    EVIDENCE_TYPE: {
      description: 'Not a GIF, JPEG, PNG, WebP or PDF, or not what it claims (EV-1).',
    },
    EVIDENCE_MISMATCH: { description: 'The file is not the one that was announced (EV-1).' },
    TICKET_ALREADY_OPEN: { description: 'The order has an open ticket of this category (TK-2).' },
    TICKET_DUE_PASSED: {
      description: 'The ticket was due before; it cannot be replied to any more (TK-11).',
    },
    TICKET_ALREADY_REPLIED: { description: 'A ticket takes one reply (TK-6).' },
    TICKET_NOT_IN_STATE: {
      description: 'Not in the state the ticket is in; the message says which.',
    },
    TICKET_ASSIGNED_TO_OTHER: {
      description: 'Assigned to another seat: that seat and the owner act (TK-4).',
    },
    WORRY_FREE_NOT_ADJUDICATED: {
      description: 'Tickets of worry-free orders are settled, never judged (TK-12).',
    },
    CONTACT_IN_FUTURE: { description: 'A contact that has not happened yet (TK-5).' },
    CONTACT_REQUIRED: {
      description:
        'The reply needs contacts since the ticket was opened; the message says how many (TK-7, TK-8, TK-9).',
    },
    CONTACT_REACHED: {
      description:
        'The consumer was reached since the ticket was opened, so is not unreachable (TK-9).',
    },
    EVIDENCE_WAIVED: {
      description:
        'Nobody replied in time, so contacts and evidence are waived, unless staff ask for them (TK-11).',
    },
    REMARK_REQUIRED: {
      description: 'These words are required for this reply (TK-10); `field` says which.',
    },
    APPEAL_CLOSED: {
      description: 'The judgment cannot be appealed, or its appeal decided, any more (TK-17).',
    },
    VIOLATION_ALREADY_RECORDED: {
      description: 'This piece of evidence was recorded as a violation before (PT-1).',
    },
  },
});

/** What wording needs to say it to a person: instants as milliseconds, days and names as text. */
export type Facts = Readonly<Record<string, string | number | null>>;

export interface Refusal {
  readonly code: UserErrorCode;
  /** The path of the input value at fault, such as ["input", "shipDate"]. */
  readonly field?: readonly string[];
  readonly facts?: Facts;
}

/** The answer no, with every reason. Returned by commands, never thrown. */
export class Refused {
  constructor(readonly reasons: readonly Refusal[]) {}
}

export const refusal = (code: UserErrorCode, field?: string, facts?: Facts): Refusal => ({
  code,
  ...(field !== undefined && { field: ['input', ...field.split('.')] }),
  ...(facts !== undefined && { facts }),
});

export const refuse = (code: UserErrorCode, field?: string, facts?: Facts): Refused =>
  new Refused([refusal(code, field, facts)]);
