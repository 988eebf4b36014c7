/** Entities and object types with their relations, as the documents of type-graphql and TypeORM show them, over the same tables. */
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import {
  Column,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryColumn,
  type Relation,
} from 'typeorm';

/** Instants are kept in milliseconds; BIGINT comes back as text. */
const asDate = {
  to: (value: Date | null) => value?.getTime() ?? null,
  from: (value: string | null) => (value === null ? null : new Date(Number(value))),
};
const instant = (name: string) => ({ type: 'bigint', name, transformer: asDate }) as const;
const nullableInstant = (name: string) => ({ ...instant(name), nullable: true }) as const;

@ObjectType()
export class Money {
  @Field(() => Float) amountMinor!: number;
  @Field() currency!: string;
}

@Entity('orders')
@ObjectType()
export class Order {
  @Field(() => ID) @PrimaryColumn() id!: string;
  @Column({ name: 'shop_key' }) shopKey!: string;
  @Field() @Column({ name: 'order_no' }) orderNo!: string;
  @Field() @Column({ name: 'buyer_id' }) buyerId!: string;
  @Field() @Column() kind!: string;
  @Field() @Column() status!: string;
  @Column({ name: 'sla' }) recordedSla!: string;
  @Field(() => Date) @Column(instant('paid_at')) paidAt!: Date;
  @Field(() => Date) @Column(instant('original_ship_by')) originalShipBy!: Date;
  @Field(() => Date, { nullable: true })
  @Column(nullableInstant('agreed_ship_by'))
  agreedShipBy!: Date | null;
  @Column(nullableInstant('reported_ship_by')) reportedShipBy!: Date | null;
  @Field(() => Date)
  @Column({ ...instant('ship_by'), insert: false, update: false })
  shipBy!: Date;
  @Column({ name: 'goods_minor', type: 'bigint' }) goodsMinor!: string;
  @Column() currency!: string;
  @Field(() => [ShippingProposal])
  @OneToMany(() => ShippingProposal, (proposal) => proposal.order)
  proposals!: Relation<ShippingProposal>[];
  @Field(() => Conversation, { nullable: true })
  @OneToOne(() => Conversation, (conversation) => conversation.order)
  conversation!: Relation<Conversation> | null;
}

@Entity('shipping_proposals')
@ObjectType()
export class ShippingProposal {
  @Field(() => ID) @PrimaryColumn() id!: string;
  @ManyToOne(() => Order, (order) => order.proposals)
  @JoinColumn({ name: 'order_id' })
  order!: Relation<Order>;
  @Column({ name: 'order_id' }) orderId!: string;
  @Field(() => Int) @Column() number!: number;
  @Column({ name: 'status' }) recordedStatus!: string;
  @Field() @Column({ name: 'ship_date' }) shipDate!: string;
  @Field(() => Date) @Column(instant('ship_by')) shipBy!: Date;
  @Field() @Column() reason!: string;
  @Field(() => String, { nullable: true }) @Column({ type: 'varchar', nullable: true }) remark!:
    string | null;
  @Field(() => Date) @Column(instant('sent_at')) sentAt!: Date;
  @Field(() => Date) @Column(instant('answer_by')) answerBy!: Date;
  @Field(() => Date, { nullable: true })
  @Column(nullableInstant('answered_at'))
  answeredAt!: Date | null;
  @Column(instant('ship_by_before')) shipByBefore!: Date;
  @Column({ name: 'policy_version' }) policyVersion!: number;
}

@Entity('conversations')
@ObjectType()
export class Conversation {
  @Field(() => ID) @PrimaryColumn() id!: string;
  @OneToOne(() => Order, (order) => order.conversation)
  @JoinColumn({ name: 'order_id' })
  order!: Relation<Order>;
  @Column({ name: 'order_id' }) orderId!: string;
  @Column({ name: 'last_number' }) lastNumber!: number;
  @Column(instant('last_message_at')) lastMessageAt!: Date;
  @OneToMany(() => Message, (message) => message.conversation) all!: Relation<Message>[];
}

@Entity('messages')
@ObjectType()
export class Message {
  @Field(() => ID) @PrimaryColumn() id!: string;
  @ManyToOne(() => Conversation, (conversation) => conversation.all)
  @JoinColumn({ name: 'conversation_id' })
  conversation!: Relation<Conversation>;
  @Column({ name: 'conversation_id' }) conversationId!: string;
  @Field(() => Int) @Column() number!: number;
  @Field() @Column() kind!: string;
  @Field() @Column() sender!: string;
  @Field(() => String, { nullable: true }) @Column({ type: 'varchar', nullable: true }) seat!:
    string | null;
  @Column({ type: 'varchar', nullable: true }) author!: string | null;
  @Column({ type: 'varchar', nullable: true }) code!: string | null;
  @Field() @Column({ name: 'body' }) text!: string;
  @Column() facts!: string;
  @Field(() => Date) @Column(instant('created_at')) createdAt!: Date;
}
