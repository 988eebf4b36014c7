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
    SHIP_BY_BREACHED: { description: 'The ship-by passed without a pick-up (OR-6).' },
    PROPOSAL_SENT: { description: 'The seller sent a card; `message` is the card.' },
    PROPOSAL_ACCEPTED: { description: 'The buyer agreed; `order` has its new ship-by (SP-8).' },
    PROPOSAL_DECLINED: { description: 'The buyer declined (SP-9).' },
    PROPOSAL_EXPIRED: { description: 'Nobody answered in time (SP-6).' },
    PROPOSAL_VOIDED: {
      description:
        'A card became void by an act of its own. Consigning, pick-up and closing tell of the card they void in their own entry.',
    },
    MESSAGE_SENT: { description: 'A person wrote a message.' },
  },
});
