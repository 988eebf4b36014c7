/** A chat with cards and results among the words: of an order, buyer and shop; of a ticket, platform and shop (MS-1). */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../lib/node';
import { DateTime } from '../lib/scalars';

@Entity('conversations')
@ObjectType('Conversation', {
  implements: Node,
  description:
    'The chat of an order between the buyer and the shop, or of a ticket between the platform and the shop (MS-1).',
})
export class Conversation {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  orderId!: string;

  /** The ticket it is about; null for the chat of the order itself. */
  @Column({ type: 'varchar', nullable: true })
  ticketId!: string | null;

  /** The ticket or else the order, derived by the database: no second conversation is about the same. */
  @Column({
    type: 'varchar',
    generatedType: 'VIRTUAL',
    asExpression: 'COALESCE(ticket_id, order_id)',
  })
  subjectId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The marketplace’s own key of the buyer; null for a ticket’s, in which no buyer takes part (AC-5).',
  })
  @Column({ type: 'varchar', nullable: true })
  buyerId!: string | null;

  @Column({ type: 'varchar' })
  shopKey!: string;

  @Field(() => Int, { description: 'The number of the newest message; 0 when there is none.' })
  @Column({ type: 'int' })
  lastNumber!: number;

  @Field(() => DateTime, {
    description: 'When the newest message came; at first, when the order did.',
  })
  @Column({ type: 'bigint' })
  lastMessageAt!: number;
}
