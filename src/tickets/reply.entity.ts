/** The seller's one reply to a ticket (TK-6). */
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateTime } from '../lib/scalars';

export enum ReplyOption {
  RESOLVED_AGREED = 'RESOLVED_AGREED',
  UNRESOLVED_NOT_AGREED = 'UNRESOLVED_NOT_AGREED',
  UNRESOLVED_UNREACHABLE = 'UNRESOLVED_UNREACHABLE',
  OTHER = 'OTHER',
}

registerEnumType(ReplyOption, {
  name: 'TicketReplyOption',
  valuesConfig: {
    RESOLVED_AGREED: { description: 'Resolved: the consumer agreed (TK-7).' },
    UNRESOLVED_NOT_AGREED: { description: 'Unresolved: the consumer did not agree (TK-8).' },
    UNRESOLVED_UNREACHABLE: { description: 'Unresolved: the consumer was not reached (TK-9).' },
    OTHER: { description: 'Something else; the remark says what (TK-10).' },
  },
});

@Entity('ticket_replies')
@ObjectType('TicketReply', {
  description: 'The seller’s reply. A buyer sees its option; the rest is null for buyers (AC-5).',
})
export class TicketReply {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  ticketId!: string;

  @Field(() => ReplyOption, { description: 'Which of the four answers it is (TK-6).' })
  @Column({ type: 'varchar', name: 'reply_option' })
  option!: ReplyOption;

  @Field(() => String, { nullable: true })
  @Column({ type: 'text', nullable: true })
  remark!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why nobody was contacted, where nobody was (TK-10).',
  })
  @Column({ type: 'text', nullable: true })
  noContactReason!: string | null;

  @Field(() => String, { nullable: true, description: 'The seatId of who replied.' })
  @Column({ type: 'varchar' })
  seat!: string | null;

  @Field(() => DateTime, { description: 'When the seller replied.' })
  @Column({ type: 'bigint' })
  repliedAt!: number;
}
