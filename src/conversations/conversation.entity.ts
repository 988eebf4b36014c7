/** The chat of an order: buyer and shop, with cards and results among their words (MS-1). */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../lib/node';
import { DateTime } from '../lib/scalars';

@Entity('conversations')
@ObjectType('Conversation', {
  implements: Node,
  description: 'The chat of an order between the buyer and the shop.',
})
export class Conversation {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  orderId!: string;

  @Field(() => String, { description: 'The marketplace’s own key of the buyer.' })
  @Column({ type: 'varchar' })
  buyerId!: string;

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
