/** A shop of the marketplace. `shopId` is the marketplace's own key, `id` ours. */
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../lib/node';

export enum ShopKind {
  TAOBAO = 'TAOBAO',
  TMALL = 'TMALL',
}

registerEnumType(ShopKind, {
  name: 'ShopKind',
  valuesConfig: {
    TAOBAO: { description: 'Judged by its dispute refund rate.' },
    TMALL: { description: 'Judged by its platform dispute rate.' },
  },
});

@Entity('shops')
@ObjectType('Shop', { implements: Node })
export class Shop {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Field(() => String, { description: 'The marketplace’s own key, as in tokens and inputs.' })
  @Column({ type: 'varchar' })
  shopId!: string;

  @Field(() => String)
  @Column({ type: 'varchar' })
  name!: string;

  @Field(() => ShopKind)
  @Column({ type: 'varchar' })
  kind!: ShopKind;
}
