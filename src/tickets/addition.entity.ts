/** Evidence added to a ticket beside contacts and reply (TK-18): the pieces are linked to its id. */
import { Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateTime } from '../lib/scalars';

@Entity('ticket_additions')
@ObjectType('TicketAddition', {
  description: 'Evidence that the seller added beside contacts and reply (TK-18).',
})
export class TicketAddition {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  ticketId!: string;

  @Field(() => String, { description: 'The seatId of who added it.' })
  @Column({ type: 'varchar' })
  seat!: string;

  @Field(() => DateTime, { description: 'When it was added.' })
  @Column({ type: 'bigint' })
  addedAt!: number;
}
