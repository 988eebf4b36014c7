/** A seat of a shop: the owner or a member of staff (AC-2). */
import { Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../lib/node';
import { asBoolean, asJson } from '../lib/rows';
import { Permission } from '../lib/viewer';

@Entity('seats')
@ObjectType('Seat', {
  implements: Node,
  description: 'Who works in a shop. A seat is known from its first token (AC-2).',
})
export class Seat {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  shopKey!: string;

  @Field(() => String, {
    description: 'The marketplace’s own key: the `sub` of the seat’s tokens.',
  })
  @Column({ type: 'varchar' })
  seatId!: string;

  @Field(() => [Permission], {
    description:
      'What the registry grants, or, while nobody has set the seat, what its first token did.',
  })
  @Column({ type: 'varchar', transformer: asJson })
  permissions!: Permission[];

  @Field(() => Boolean)
  @Column({ type: 'int', transformer: asBoolean })
  disabled!: boolean;

  @Field(() => Boolean, {
    description: 'Whether `seatSet` has set it: only then do its permissions limit its tokens.',
  })
  @Column({ type: 'int', transformer: asBoolean })
  registered!: boolean;

  /** The platform's time of the last `seatSet`, for ending live rights (AC-4). */
  @Column({ type: 'bigint' })
  changedAt!: number;
}
