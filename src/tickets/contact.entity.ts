/** A contact: the seller got in touch with the consumer, or tried to (TK-5). Never changed once recorded. */
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../lib/node';
import { asBoolean } from '../lib/rows';
import { DateTime } from '../lib/scalars';

export enum ContactChannel {
  CHAT = 'CHAT',
  PHONE = 'PHONE',
  SMS = 'SMS',
  OTHER = 'OTHER',
}

registerEnumType(ContactChannel, {
  name: 'TicketContactChannel',
  valuesConfig: {
    CHAT: { description: 'In the marketplace’s chat.' },
    PHONE: { description: 'By phone.' },
    SMS: { description: 'By text message.' },
    OTHER: { description: 'Another way; the note says which.' },
  },
});

@Entity('ticket_contacts')
@ObjectType('TicketContact', {
  implements: Node,
  description: 'The seller got in touch with the consumer, or tried to (TK-5).',
})
export class TicketContact {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  ticketId!: string;

  @Field(() => ContactChannel, { description: 'By what means.' })
  @Column({ type: 'varchar' })
  channel!: ContactChannel;

  @Field(() => DateTime, { description: 'When it happened, as the seller says.' })
  @Column({ type: 'bigint' })
  contactedAt!: number;

  @Field(() => Boolean, { description: 'Whether the consumer was reached.' })
  @Column({ type: 'int', transformer: asBoolean })
  reached!: boolean;

  @Field(() => String, { nullable: true, description: 'What was said or tried.' })
  @Column({ type: 'text', nullable: true })
  note!: string | null;

  @Field(() => String, { description: 'The seatId of who recorded it.' })
  @Column({ type: 'varchar' })
  seat!: string;

  @Field(() => DateTime, { description: 'When it was recorded.' })
  @Column({ type: 'bigint' })
  recordedAt!: number;
}
