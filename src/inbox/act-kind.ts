/** The acts the log tells of (IN-1): `kind` names the act, the entry carries all it changed. */
import { registerEnumType } from 'type-graphql';

export enum ActKind {
  ORDER_IMPORTED = 'ORDER_IMPORTED',
  ORDER_CONSIGNED = 'ORDER_CONSIGNED',
  ORDER_PICKED_UP = 'ORDER_PICKED_UP',
  ORDER_DELIVERED = 'ORDER_DELIVERED',
  ORDER_CLOSED = 'ORDER_CLOSED',
  SHIP_BY_MET = 'SHIP_BY_MET',
  SHIP_BY_BREACHED = 'SHIP_BY_BREACHED',
  PROPOSAL_SENT = 'PROPOSAL_SENT',
  PROPOSAL_ACCEPTED = 'PROPOSAL_ACCEPTED',
  PROPOSAL_DECLINED = 'PROPOSAL_DECLINED',
  PROPOSAL_EXPIRED = 'PROPOSAL_EXPIRED',
  PROPOSAL_VOIDED = 'PROPOSAL_VOIDED',
  MESSAGE_SENT = 'MESSAGE_SENT',
  SHIP_BY_MOVED = 'SHIP_BY_MOVED',
  REPORT_SUBMITTED = 'REPORT_SUBMITTED',
  REPORT_APPROVED = 'REPORT_APPROVED',
  REPORT_REJECTED = 'REPORT_REJECTED',
  REPORT_CANCELLED = 'REPORT_CANCELLED',
  COMPENSATION_PAID = 'COMPENSATION_PAID',
  COMPENSATION_REVERSED = 'COMPENSATION_REVERSED',
  COMPLAINT_FILED = 'COMPLAINT_FILED',
  TICKET_OPENED = 'TICKET_OPENED',
  TICKET_URGED = 'TICKET_URGED',
  TICKET_ASSIGNED = 'TICKET_ASSIGNED',
  TICKET_CONTACT_RECORDED = 'TICKET_CONTACT_RECORDED',
  TICKET_EVIDENCE_ADDED = 'TICKET_EVIDENCE_ADDED',
  TICKET_EVIDENCE_REQUESTED = 'TICKET_EVIDENCE_REQUESTED',
  TICKET_REPLIED = 'TICKET_REPLIED',
  TICKET_EXPIRED = 'TICKET_EXPIRED',
  TICKET_CONFIRMED = 'TICKET_CONFIRMED',
  TICKET_DENIED = 'TICKET_DENIED',
  TICKET_ADJUDICATED = 'TICKET_ADJUDICATED',
  TICKET_SETTLED = 'TICKET_SETTLED',
  TICKET_CLOSED = 'TICKET_CLOSED',
  TICKET_WITHDRAWN = 'TICKET_WITHDRAWN',
  TICKET_APPEALED = 'TICKET_APPEALED',
  TICKET_APPEAL_UPHELD = 'TICKET_APPEAL_UPHELD',
  TICKET_APPEAL_REJECTED = 'TICKET_APPEAL_REJECTED',
  VIOLATION_RECORDED = 'VIOLATION_RECORDED',
  VIOLATION_REVOKED = 'VIOLATION_REVOKED',
}

registerEnumType(ActKind, {
  name: 'InboxEntryKind',
  description: 'What happened. More kinds come with time: ignore what you do not know.',
  valuesConfig: {
    ORDER_IMPORTED: { description: 'A paid order arrived, perhaps with its pick-up.' },
    ORDER_CONSIGNED: { description: 'The seller clicked consign; an open card is void.' },
    ORDER_PICKED_UP: { description: 'The carrier’s first scan arrived; an open card is void.' },
    ORDER_DELIVERED: { description: 'The parcel was delivered.' },
    ORDER_CLOSED: { description: 'The order was cancelled or refunded; an open card is void.' },
    SHIP_BY_MET: {
      description:
        'A scan that arrived late proved that the pick-up was in time: BREACHED became MET (OR-7).',
    },
    SHIP_BY_BREACHED: {
      description:
        'The ship-by passed without a pick-up (OR-6); `compensation` is what the buyer gets for it (CO-1).',
    },
    PROPOSAL_SENT: { description: 'The seller sent a card; `message` is the card.' },
    PROPOSAL_ACCEPTED: { description: 'The buyer agreed; `order` has its new ship-by (SP-8).' },
    PROPOSAL_DECLINED: { description: 'The buyer declined (SP-9).' },
    PROPOSAL_EXPIRED: { description: 'Nobody answered in time (SP-6).' },
    PROPOSAL_VOIDED: {
      description:
        'A card became void by an act of its own. Consigning, pick-up and closing tell of the card they void in their own entry.',
    },
    SHIP_BY_MOVED: {
      description:
        'The platform granted more time; `order` has its new ship-by. How buyers learn of an approved report (AC-5, DR-2).',
    },
    REPORT_SUBMITTED: { description: 'The seller asks the platform for more time (DR-1).' },
    REPORT_APPROVED: {
      description:
        'Granted; the order was judged anew, `compensation` is what was reversed by it (DR-2).',
    },
    REPORT_REJECTED: { description: 'Not granted; the ship-by stays.' },
    REPORT_CANCELLED: {
      description:
        'The seller took the report back. Pick-up and closing tell of a report they cancel in their own entry (DR-4).',
    },
    COMPENSATION_PAID: {
      description:
        'A compensation was paid by an act of its own. A breach or a complaint tells of the one it pays in its own entry.',
    },
    COMPENSATION_REVERSED: {
      description:
        'A compensation was reversed by an act of its own. SHIP_BY_MET and REPORT_APPROVED tell of the one they reverse in their own entry.',
    },
    COMPLAINT_FILED: {
      description:
        'The buyer complained of a late shipment, and it was judged at once (CO-3); `compensation` is what it paid.',
    },
    MESSAGE_SENT: { description: 'A person wrote a message.' },
    TICKET_OPENED: { description: 'A ticket was opened (TK-1); `message` is its card.' },
    TICKET_URGED: { description: 'The shop was urged, by the clock or by staff (TK-3).' },
    TICKET_ASSIGNED: { description: 'The shop gave the ticket to a seat, or back to all (TK-4).' },
    TICKET_CONTACT_RECORDED: {
      description: 'The seller recorded a contact with the consumer (TK-5).',
    },
    TICKET_EVIDENCE_ADDED: { description: 'The seller added evidence (TK-18).' },
    TICKET_EVIDENCE_REQUESTED: { description: 'Staff asked for contacts and evidence (TK-11).' },
    TICKET_REPLIED: { description: 'The seller replied (TK-6).' },
    TICKET_EXPIRED: {
      description: 'Nobody replied in time: staff step in, evidence is waived (TK-11).',
    },
    TICKET_CONFIRMED: {
      description: 'Staff or the consumer confirmed the reply; the ticket is closed (TK-13).',
    },
    TICKET_DENIED: {
      description: 'Staff or the consumer denied the reply; staff step in (TK-13).',
    },
    TICKET_ADJUDICATED: {
      description: 'Staff decided who is liable; the ticket is closed (TK-14).',
    },
    TICKET_SETTLED: { description: 'Staff settled the ticket of a worry-free order (TK-12).' },
    TICKET_CLOSED: { description: 'Staff closed the ticket (TK-16).' },
    TICKET_WITHDRAWN: { description: 'The request was withdrawn (TK-16).' },
    TICKET_APPEALED: { description: 'The shop appealed against the judgment (TK-17).' },
    TICKET_APPEAL_UPHELD: {
      description: 'The appeal was right; `ticket` has its new outcome (TK-17).',
    },
    TICKET_APPEAL_REJECTED: { description: 'The judgment stands (TK-17).' },
    VIOLATION_RECORDED: {
      description:
        'Staff found forged evidence (PT-1); `violation.multiplesCrossed` are the multiples of 12 the shop’s points crossed by it (PT-2).',
    },
    VIOLATION_REVOKED: {
      description:
        'An upheld appeal took a violation back, and its points. Each has an entry of its own, before that of the appeal (TK-17).',
    },
  },
});
