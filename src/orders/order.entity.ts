/** An order and its ship-by (domain.md §3). What is stored is what was recorded; what time decides is derived on read. */
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../lib/node';
import { asBoolean, asJson } from '../lib/rows';
import { DateTime, Long } from '../lib/scalars';

export enum OrderKind {
  PHYSICAL = 'PHYSICAL',
  MADE_TO_ORDER = 'MADE_TO_ORDER',
  VIRTUAL = 'VIRTUAL',
  SCHEDULED_DELIVERY = 'SCHEDULED_DELIVERY',
}

export enum OrderStatus {
  AWAITING_SHIPMENT = 'AWAITING_SHIPMENT',
  CONSIGNED = 'CONSIGNED',
  PICKED_UP = 'PICKED_UP',
  DELIVERED = 'DELIVERED',
  CLOSED = 'CLOSED',
}

export enum Sla {
  RUNNING = 'RUNNING',
  MET = 'MET',
  BREACHED = 'BREACHED',
  VOID = 'VOID',
}

export enum ShipBySource {
  AGREED = 'AGREED',
  REPORTED = 'REPORTED',
  ORIGINAL = 'ORIGINAL',
}

registerEnumType(OrderKind, {
  name: 'OrderKind',
  valuesConfig: {
    PHYSICAL: { description: 'Goods from stock.' },
    MADE_TO_ORDER: { description: 'Goods made for the buyer.' },
    VIRTUAL: { description: 'Nothing to ship: takes no proposals (SP-2).' },
    SCHEDULED_DELIVERY: { description: 'The buyer chose the day: takes no proposals (SP-2).' },
  },
});

registerEnumType(OrderStatus, {
  name: 'OrderStatus',
  valuesConfig: {
    AWAITING_SHIPMENT: { description: 'Paid, not yet consigned.' },
    CONSIGNED: {
      description: 'The seller clicked consign; the carrier has not scanned it (OR-4).',
    },
    PICKED_UP: { description: 'The carrier’s first scan is known.' },
    DELIVERED: { description: 'Delivered to the buyer.' },
    CLOSED: { description: 'Cancelled or refunded.' },
  },
});

registerEnumType(Sla, {
  name: 'Sla',
  valuesConfig: {
    RUNNING: { description: 'The ship-by has not passed.' },
    MET: { description: 'Picked up at or before the ship-by in force (OR-4).' },
    BREACHED: { description: 'The ship-by passed without a pick-up (OR-6).' },
    VOID: { description: 'Closed before the ship-by passed (OR-8).' },
  },
});

registerEnumType(ShipBySource, {
  name: 'ShipBySource',
  valuesConfig: {
    AGREED: { description: 'Buyer and seller agreed on a day (SP-8).' },
    REPORTED: { description: 'The platform approved a deadline report (DR-2).' },
    ORIGINAL: { description: 'Set when the order was paid (OR-1).' },
  },
});

@ObjectType('Money', { description: 'An amount in whole minor units: 6490 CNY is ¥64.90.' })
export class Money {
  @Field(() => Long)
  amountMinor!: number;

  @Field(() => String, { description: 'ISO 4217, such as CNY.' })
  currency!: string;
}

@ObjectType('OrderLine')
export class OrderLine {
  @Field(() => String)
  title!: string;

  @Field(() => Int)
  quantity!: number;

  @Field(() => Money)
  unitPrice!: Money;
}

@Entity('orders')
@ObjectType('Order', { implements: Node })
export class Order {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  shopKey!: string;

  @Field(() => String, { description: 'The marketplace’s own number; unique within its shop.' })
  @Column({ type: 'varchar' })
  orderNo!: string;

  @Field(() => String, { description: 'The marketplace’s own key of the buyer.' })
  @Column({ type: 'varchar' })
  buyerId!: string;

  @Field(() => OrderKind)
  @Column({ type: 'varchar' })
  kind!: OrderKind;

  @Field(() => Boolean, { description: 'Worry-free orders take another path with tickets.' })
  @Column({ type: 'int', transformer: asBoolean })
  worryFree!: boolean;

  @Field(() => OrderStatus)
  @Column({ type: 'varchar' })
  status!: OrderStatus;

  /** As recorded; readers get it derived from the ship-by (TM-5). */
  @Column({ type: 'varchar', name: 'sla' })
  recordedSla!: Sla;

  @Field(() => DateTime)
  @Column({ type: 'bigint' })
  paidAt!: number;

  @Field(() => DateTime, { description: 'Set when the order was paid; never changes (OR-1).' })
  @Column({ type: 'bigint' })
  originalShipBy!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'The ship-by the platform granted last (DR-2).',
  })
  @Column({ type: 'bigint', nullable: true })
  reportedShipBy!: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'The end of the day buyer and seller agreed on (SP-8).',
  })
  @Column({ type: 'bigint', nullable: true })
  agreedShipBy!: number | null;

  /** OR-3: derived by the database from its parts, for indexes and filters; never stored by itself. */
  @Field(() => DateTime, {
    description: 'The ship-by in force: agreed ?? reported ?? original (OR-2).',
  })
  @Column({
    type: 'bigint',
    generatedType: 'VIRTUAL',
    asExpression: 'COALESCE(agreed_ship_by, reported_ship_by, original_ship_by)',
  })
  shipBy!: number;

  @Field(() => DateTime, { nullable: true, description: 'When the seller clicked consign.' })
  @Column({ type: 'bigint', nullable: true })
  consignedAt!: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'The carrier’s first scan: the only thing that counts as shipped (OR-4).',
  })
  @Column({ type: 'bigint', nullable: true })
  pickedUpAt!: number | null;

  @Field(() => DateTime, { nullable: true })
  @Column({ type: 'bigint', nullable: true })
  deliveredAt!: number | null;

  @Field(() => DateTime, { nullable: true })
  @Column({ type: 'bigint', nullable: true })
  closedAt!: number | null;

  @Field(() => String, { nullable: true, description: 'Why it was closed.' })
  @Column({ type: 'varchar', nullable: true })
  closeReason!: string | null;

  @Field(() => String, { nullable: true })
  @Column({ type: 'varchar', nullable: true })
  carrier!: string | null;

  @Field(() => String, { nullable: true })
  @Column({ type: 'varchar', nullable: true })
  trackingNo!: string | null;

  /** Minor units of `currency`. */
  @Column({ type: 'bigint' })
  goodsMinor!: number;

  @Column({ type: 'varchar' })
  currency!: string;

  @Field(() => [OrderLine])
  @Column({ type: 'text', name: 'line_items', transformer: asJson })
  lines!: OrderLine[];

  /** The platform's time of the import; what was late before pays nothing (OR-10). */
  @Column({ type: 'bigint' })
  importedAt!: number;

  /** The policy its promise was taken from. */
  @Column({ type: 'int' })
  policyVersion!: number;
}
