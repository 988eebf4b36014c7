/** A collaborative ticket: a consumer asked the platform for help, and the seller must handle it in time (domain.md §8). */
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../lib/node';
import { asBoolean } from '../lib/rows';
import { DateTime } from '../lib/scalars';

export enum TicketStatus {
  AWAITING_SELLER = 'AWAITING_SELLER',
  AWAITING_PLATFORM = 'AWAITING_PLATFORM',
  INTERVENTION = 'INTERVENTION',
  WORRY_FREE_PROCESS = 'WORRY_FREE_PROCESS',
  CLOSED = 'CLOSED',
}

registerEnumType(TicketStatus, {
  name: 'TicketStatus',
  valuesConfig: {
    AWAITING_SELLER: { description: 'The seller can reply, until `dueAt`.' },
    AWAITING_PLATFORM: {
      description: 'The seller replied; staff or the consumer confirm or deny it (TK-13).',
    },
    INTERVENTION: { description: 'Staff step in, and will decide who is liable (TK-14).' },
    WORRY_FREE_PROCESS: {
      description:
        'Where tickets of worry-free orders go instead of INTERVENTION: staff settle it, nobody is judged (TK-12).',
    },
    CLOSED: { description: 'Over; `outcome` says how. Final.' },
  },
});

export enum TicketCategory {
  URGE_SHIPPING = 'URGE_SHIPPING',
  LOGISTICS = 'LOGISTICS',
  REFUND = 'REFUND',
  RETURN_EXCHANGE = 'RETURN_EXCHANGE',
  QUALITY = 'QUALITY',
  INVOICE = 'INVOICE',
  OTHER = 'OTHER',
}

registerEnumType(TicketCategory, {
  name: 'TicketCategory',
  valuesConfig: {
    URGE_SHIPPING: { description: 'The consumer waits for shipment.' },
    LOGISTICS: { description: 'The parcel is late, lost or stuck.' },
    REFUND: { description: 'A refund.' },
    RETURN_EXCHANGE: { description: 'A return or an exchange.' },
    QUALITY: { description: 'The goods are faulty or not as described.' },
    INVOICE: { description: 'An invoice is missing or wrong.' },
    OTHER: { description: 'Something else; the statement says what.' },
  },
});

export enum TicketOutcome {
  AGREED_CONFIRMED = 'AGREED_CONFIRMED',
  OTHER_ACCEPTED = 'OTHER_ACCEPTED',
  SELLER_LIABLE = 'SELLER_LIABLE',
  SELLER_NOT_LIABLE = 'SELLER_NOT_LIABLE',
  NO_FAULT = 'NO_FAULT',
  WORRY_FREE_SETTLED = 'WORRY_FREE_SETTLED',
  WITHDRAWN = 'WITHDRAWN',
  CLOSED_BY_PLATFORM = 'CLOSED_BY_PLATFORM',
}

registerEnumType(TicketOutcome, {
  name: 'TicketOutcome',
  valuesConfig: {
    AGREED_CONFIRMED: { description: 'Resolved with the consumer, and confirmed (TK-13).' },
    OTHER_ACCEPTED: { description: 'The seller’s other answer was accepted (TK-10).' },
    SELLER_LIABLE: { description: 'Judged: the seller is liable (TK-14). It can be appealed.' },
    SELLER_NOT_LIABLE: { description: 'Judged, or appealed: the seller is not liable.' },
    NO_FAULT: { description: 'Judged, or appealed: nobody is at fault.' },
    WORRY_FREE_SETTLED: { description: 'Settled on the worry-free path (TK-12).' },
    WITHDRAWN: { description: 'Withdrawn by the consumer, or by staff for them (TK-16).' },
    CLOSED_BY_PLATFORM: { description: 'Closed by staff (TK-16).' },
  },
});

@Entity('tickets')
@ObjectType('Ticket', {
  implements: Node,
  description:
    'A consumer’s request for help that the seller must handle in time. Fields that a buyer may not see are null for buyers (AC-5).',
})
export class Ticket {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  orderId!: string;

  @Column({ type: 'varchar' })
  shopKey!: string;

  @Column({ type: 'varchar' })
  buyerId!: string;

  /** TK-12: as the order has it, for filters. */
  @Field(() => Boolean, { description: 'Whether it takes the worry-free path (TK-12).' })
  @Column({ type: 'int', transformer: asBoolean })
  worryFree!: boolean;

  @Field(() => TicketCategory, { description: 'What it is about; one open ticket each (TK-2).' })
  @Column({ type: 'varchar' })
  category!: TicketCategory;

  @Field(() => String, { description: 'What the consumer asks for.' })
  @Column({ type: 'text' })
  statement!: string;

  /** As recorded; readers get it derived from `dueAt` (TM-5). */
  @Column({ type: 'varchar', name: 'status' })
  recordedStatus!: TicketStatus;

  @Field(() => DateTime, { description: 'When it was opened. Only contacts from then on count.' })
  @Column({ type: 'bigint' })
  openedAt!: number;

  @Field(() => DateTime, { description: 'The last second to reply in; never moves (TK-1).' })
  @Column({ type: 'bigint' })
  dueAt!: number;

  /** TK-3: the last second before the next automatic urge; null when none is left. */
  @Column({ type: 'bigint', nullable: true })
  urgeAfter!: number | null;

  /** TK-4: the seatId it is assigned to. */
  @Column({ type: 'varchar', nullable: true })
  assigneeKey!: string | null;

  @Field(() => TicketOutcome, { nullable: true, description: 'How it ended; null while open.' })
  @Column({ type: 'varchar', nullable: true })
  outcome!: TicketOutcome | null;

  /** As recorded; readers get it derived from `dueAt` (TK-11, TM-5). */
  @Column({ type: 'int', name: 'evidence_waived', transformer: asBoolean })
  recordedWaiver!: boolean;

  /** TK-11: the last second to offer what staff asked for although evidence is waived. */
  @Column({ type: 'bigint', nullable: true })
  evidenceUntil!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was closed.' })
  @Column({ type: 'bigint', nullable: true })
  closedAt!: number | null;

  /** TK-17: the last second to appeal the judgment. */
  @Column({ type: 'bigint', nullable: true })
  appealBy!: number | null;

  @Column({ type: 'varchar', nullable: true })
  previousId!: string | null;

  /** The policy it was opened under: due, urges, attempts (domain.md §9). */
  @Column({ type: 'int' })
  policyVersion!: number;
}
