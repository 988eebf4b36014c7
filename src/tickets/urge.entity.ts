/** An urge: the platform's reminder about a ticket (TK-3). */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { asBoolean } from '../lib/rows';
import { DateTime } from '../lib/scalars';

@Entity('ticket_urges')
@ObjectType('TicketUrge', { description: 'A reminder to the shop (TK-3).' })
export class TicketUrge {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  ticketId!: string;

  @Field(() => DateTime, { description: 'When the shop was urged.' })
  @Column({ type: 'bigint' })
  urgedAt!: number;

  @Field(() => Boolean, { description: 'True: by the clock. False: by staff.' })
  @Column({ type: 'int', transformer: asBoolean })
  automatic!: boolean;

  @Field(() => String, { nullable: true, description: 'What staff added.' })
  @Column({ type: 'text', nullable: true })
  note!: string | null;
}
