/** A shipping proposal: a card in the chat that asks the buyer for a later ship date (domain.md §4). */
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../lib/node';
import { DateTime, LocalDate } from '../lib/scalars';

export enum ProposalStatus {
  PENDING = 'PENDING',
  ACCEPTED = 'ACCEPTED',
  DECLINED = 'DECLINED',
  EXPIRED = 'EXPIRED',
  VOIDED = 'VOIDED',
}

registerEnumType(ProposalStatus, {
  name: 'ShippingProposalStatus',
  description: 'All but PENDING are final.',
  valuesConfig: {
    PENDING: { description: 'The buyer can answer, until `answerBy`.' },
    ACCEPTED: { description: 'The buyer agreed; the day’s end is the ship-by (SP-8).' },
    DECLINED: { description: 'The buyer declined; the ship-by stays (SP-9).' },
    EXPIRED: { description: 'Nobody answered in time (SP-6).' },
    VOIDED: { description: 'The order was consigned, picked up or closed first (SP-13).' },
  },
});

export enum ProposalReason {
  BUYER_REQUEST = 'BUYER_REQUEST',
  MADE_TO_ORDER = 'MADE_TO_ORDER',
  STOCK_SHORTAGE = 'STOCK_SHORTAGE',
  RECEIVER_INFO = 'RECEIVER_INFO',
  OTHER = 'OTHER',
}

registerEnumType(ProposalReason, {
  name: 'ShippingProposalReason',
  valuesConfig: {
    BUYER_REQUEST: { description: 'The buyer asked for it.' },
    MADE_TO_ORDER: { description: 'The goods are still being made.' },
    STOCK_SHORTAGE: { description: 'The stock does not suffice.' },
    RECEIVER_INFO: { description: 'The receiver or address must be settled first.' },
    OTHER: { description: 'Something else; say it in the remark.' },
  },
});

@Entity('shipping_proposals')
@ObjectType('ShippingProposal', {
  implements: Node,
  description: 'A card that asks the buyer for a later ship date. At most three per order (SP-3).',
})
export class ShippingProposal {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  orderId!: string;

  @Field(() => Int, { description: 'Which of the order’s cards it is: 1, 2, 3 (SP-3).' })
  @Column({ type: 'int' })
  number!: number;

  /** As recorded; readers get it derived from `answerBy` (TM-5). */
  @Column({ type: 'varchar', name: 'status' })
  recordedStatus!: ProposalStatus;

  @Field(() => LocalDate, { description: 'The proposed day, in the platform zone.' })
  @Column({ type: 'varchar' })
  shipDate!: string;

  @Field(() => DateTime, {
    description: 'That day’s 23:59:59: the ship-by if the buyer accepts (SP-8).',
  })
  @Column({ type: 'bigint' })
  shipBy!: number;

  @Field(() => ProposalReason)
  @Column({ type: 'varchar' })
  reason!: ProposalReason;

  @Field(() => String, { nullable: true })
  @Column({ type: 'varchar', nullable: true })
  remark!: string | null;

  @Field(() => DateTime)
  @Column({ type: 'bigint' })
  sentAt!: number;

  @Field(() => DateTime, {
    description: 'The last second to answer in: fixed when the card is sent (SP-6).',
  })
  @Column({ type: 'bigint' })
  answerBy!: number;

  @Field(() => DateTime, { nullable: true, description: 'When the buyer answered.' })
  @Column({ type: 'bigint', nullable: true })
  answeredAt!: number | null;

  /** The ship-by in force when it was sent. */
  @Column({ type: 'bigint' })
  shipByBefore!: number;

  /** The policy it was sent under. */
  @Column({ type: 'int' })
  policyVersion!: number;
}
