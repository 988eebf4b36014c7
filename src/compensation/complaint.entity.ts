/** A buyer's late-shipment complaint (CO-3): one per order, judged at once, and anew whenever the order is. */
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../lib/node';
import { DateTime } from '../lib/scalars';

export enum ComplaintStatus {
  UPHELD = 'UPHELD',
  REJECTED = 'REJECTED',
}

registerEnumType(ComplaintStatus, {
  name: 'LateShipmentComplaintStatus',
  valuesConfig: {
    UPHELD: { description: 'There was no pick-up by the ship-by in force.' },
    REJECTED: { description: 'The ship-by in force was kept, or has not passed any more.' },
  },
});

@Entity('complaints')
@ObjectType('LateShipmentComplaint', {
  implements: Node,
  description: 'Judged against the ship-by in force, and anew when that judgment changes (CO-3).',
})
export class Complaint {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  orderId!: string;

  @Field(() => ComplaintStatus)
  @Column({ type: 'varchar' })
  status!: ComplaintStatus;

  @Field(() => DateTime)
  @Column({ type: 'bigint' })
  filedAt!: number;

  @Field(() => DateTime, { description: 'When it got its present status.' })
  @Column({ type: 'bigint' })
  judgedAt!: number;
}
