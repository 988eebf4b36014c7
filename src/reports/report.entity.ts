/** A deadline report: the seller asks the platform, not the buyer, for more time (domain.md §5). */
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../lib/node';
import { DateTime } from '../lib/scalars';

export enum ReportStatus {
  SUBMITTED = 'SUBMITTED',
  APPROVED = 'APPROVED',
  REJECTED = 'REJECTED',
  CANCELLED = 'CANCELLED',
}

registerEnumType(ReportStatus, {
  name: 'DeadlineReportStatus',
  description: 'All but SUBMITTED are final.',
  valuesConfig: {
    SUBMITTED: { description: 'Waits for the platform.' },
    APPROVED: { description: 'The new ship-by is the reported one (DR-2).' },
    REJECTED: { description: 'The ship-by stays.' },
    CANCELLED: { description: 'Taken back, or ended by a pick-up in time or by closing (DR-4).' },
  },
});

export enum ReportReason {
  WEATHER = 'WEATHER',
  LARGE_EVENT = 'LARGE_EVENT',
  SYSTEM_FAILURE = 'SYSTEM_FAILURE',
  WAREHOUSE_MOVE = 'WAREHOUSE_MOVE',
  PRICE_ERROR = 'PRICE_ERROR',
  OTHER = 'OTHER',
}

registerEnumType(ReportReason, {
  name: 'DeadlineReportReason',
  valuesConfig: {
    WEATHER: { description: 'Storm, flood, snow.' },
    LARGE_EVENT: { description: 'A large event closed roads or carriers.' },
    SYSTEM_FAILURE: { description: 'The seller’s or carrier’s systems failed.' },
    WAREHOUSE_MOVE: { description: 'The warehouse was moving.' },
    PRICE_ERROR: { description: 'The goods were offered at a wrong price.' },
    OTHER: { description: 'Something else; say it in the remark.' },
  },
});

@Entity('deadline_reports')
@ObjectType('DeadlineReport', {
  implements: Node,
  description:
    'The seller asks the platform for more time. Seen by the shop and the platform, never by the buyer (AC-5).',
})
export class Report {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  orderId!: string;

  @Column({ type: 'varchar' })
  shopKey!: string;

  @Field(() => ReportStatus)
  @Column({ type: 'varchar' })
  status!: ReportStatus;

  @Field(() => ReportReason)
  @Column({ type: 'varchar' })
  reason!: ReportReason;

  @Field(() => String, { nullable: true })
  @Column({ type: 'varchar', nullable: true })
  remark!: string | null;

  @Field(() => DateTime, { description: 'The ship-by asked for.' })
  @Column({ type: 'bigint' })
  newShipBy!: number;

  @Field(() => DateTime, { description: 'The ship-by in force when it was submitted.' })
  @Column({ type: 'bigint' })
  shipByBefore!: number;

  @Field(() => String, { description: 'The seat that submitted it.' })
  @Column({ type: 'varchar' })
  seatId!: string;

  @Field(() => DateTime)
  @Column({ type: 'bigint' })
  submittedAt!: number;

  @Field(() => DateTime, { nullable: true, description: 'When the platform decided.' })
  @Column({ type: 'bigint', nullable: true })
  decidedAt!: number | null;

  /** The `sub` of the staff who decided. */
  @Column({ type: 'varchar', nullable: true })
  decidedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'What the platform says to its decision.' })
  @Column({ type: 'varchar', nullable: true })
  note!: string | null;

  /** The policy it was submitted under. */
  @Column({ type: 'int' })
  policyVersion!: number;
}
