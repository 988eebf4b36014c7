/** What a buyer gets for a missed ship-by, or a staff decision (domain.md §6). A row is paid once and reversed at most once. */
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../lib/node';
import { DateTime } from '../lib/scalars';

export enum CompensationKind {
  AUTOMATIC = 'AUTOMATIC',
  COMPLAINT = 'COMPLAINT',
  WORRY_FREE = 'WORRY_FREE',
}

export enum CompensationStatus {
  PAID = 'PAID',
  REVERSED = 'REVERSED',
}

registerEnumType(CompensationKind, {
  name: 'CompensationKind',
  valuesConfig: {
    AUTOMATIC: { description: 'Unasked, for a missed ship-by that was not agreed (CO-1).' },
    COMPLAINT: { description: 'For an agreed day that was missed, on complaint (CO-4).' },
    WORRY_FREE: {
      description: 'From the platform, for the ticket of a worry-free order (TK-12).',
    },
  },
});

registerEnumType(CompensationStatus, {
  name: 'CompensationStatus',
  valuesConfig: {
    PAID: { description: 'The buyer has it.' },
    REVERSED: { description: 'Taken back by a counter-entry, as its cause no longer holds.' },
  },
});

@Entity('compensations')
@ObjectType('Compensation', {
  implements: Node,
  description: 'Money the buyer gets from the shop. An order never pays twice for one lateness.',
})
export class Compensation {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  orderId!: string;

  @Column({ type: 'varchar' })
  buyerId!: string;

  @Column({ type: 'varchar' })
  shopKey!: string;

  @Field(() => CompensationKind)
  @Column({ type: 'varchar' })
  kind!: CompensationKind;

  @Field(() => CompensationStatus)
  @Column({ type: 'varchar' })
  status!: CompensationStatus;

  /** Minor units of `currency`. */
  @Column({ type: 'bigint' })
  amountMinor!: number;

  @Column({ type: 'varchar' })
  currency!: string;

  @Field(() => DateTime, { description: 'The ship-by that was missed.' })
  @Column({ type: 'bigint' })
  shipBy!: number;

  @Field(() => DateTime)
  @Column({ type: 'bigint' })
  createdAt!: number;

  @Field(() => DateTime, { nullable: true })
  @Column({ type: 'bigint', nullable: true })
  reversedAt!: number | null;

  /** The policy its amount was taken from: the one in force when the ship-by was missed. */
  @Column({ type: 'int' })
  policyVersion!: number;
}
