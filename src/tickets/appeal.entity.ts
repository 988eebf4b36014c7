/** An appeal against a SELLER_LIABLE judgment: one per ticket (TK-17). */
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../lib/node';
import { DateTime } from '../lib/scalars';
import { TicketVerdict } from './judgment.entity';

export enum AppealStatus {
  SUBMITTED = 'SUBMITTED',
  UPHELD = 'UPHELD',
  REJECTED = 'REJECTED',
}

registerEnumType(AppealStatus, {
  name: 'TicketAppealStatus',
  valuesConfig: {
    SUBMITTED: { description: 'Staff have not decided yet.' },
    UPHELD: { description: 'The shop was right: the verdict has changed.' },
    REJECTED: { description: 'The judgment stands.' },
  },
});

@Entity('ticket_appeals')
@ObjectType('TicketAppeal', {
  implements: Node,
  description: 'The shop’s one appeal against a SELLER_LIABLE judgment (TK-17).',
})
export class TicketAppeal {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  ticketId!: string;

  @Column({ type: 'varchar' })
  shopKey!: string;

  @Field(() => AppealStatus)
  @Column({ type: 'varchar' })
  status!: AppealStatus;

  @Field(() => String, { description: 'Why the shop disagrees.' })
  @Column({ type: 'text' })
  reason!: string;

  @Field(() => String, { description: 'The seatId of who appealed.' })
  @Column({ type: 'varchar' })
  seat!: string;

  @Field(() => DateTime, { description: 'When the shop appealed.' })
  @Column({ type: 'bigint' })
  submittedAt!: number;

  @Field(() => TicketVerdict, {
    nullable: true,
    description: 'The verdict from then on, where it was upheld.',
  })
  @Column({ type: 'varchar', nullable: true })
  verdict!: TicketVerdict | null;

  @Field(() => String, { nullable: true, description: 'What staff said to their decision.' })
  @Column({ type: 'text', nullable: true })
  note!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When staff decided.' })
  @Column({ type: 'bigint', nullable: true })
  decidedAt!: number | null;
}
