/** Inputs and payloads of the mutations on orders (domain.md §10). */
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime, LocalDate, Long } from '../lib/scalars';
import { Payload } from '../lib/user-error';
import { IdempotentInput } from '../inbox/payload';
import { Order, OrderKind } from './order.entity';

@InputType()
export class MoneyInput {
  @Field(() => Long, { description: 'Whole minor units: 6490 is ¥64.90. Not negative.' })
  amountMinor!: number;

  @Field(() => String, {
    nullable: true,
    description: 'The platform’s currency, which is also the default.',
  })
  currency?: string | null;
}

@InputType()
export class OrderLineInput {
  @Field(() => String, { description: 'At most 200 characters.' })
  title!: string;

  @Field(() => Int, { description: 'At least 1.' })
  quantity!: number;

  @Field(() => MoneyInput)
  unitPrice!: MoneyInput;
}

@InputType()
export class OrderImportRow {
  @Field(() => String, { description: 'The marketplace’s own key of a registered shop.' })
  shopId!: string;

  @Field(() => String, { description: 'Unique within the shop; at most 64 characters.' })
  orderNo!: string;

  @Field(() => String, { description: 'The `sub` of the buyer’s tokens.' })
  buyerId!: string;

  @Field(() => OrderKind)
  kind!: OrderKind;

  @Field(() => Boolean, { nullable: true, description: 'False by default.' })
  worryFree?: boolean | null;

  @Field(() => DateTime)
  paidAt!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Hours after paidAt; give this, shipBy or shipByDate, or none for the policy’s promise (OR-1).',
  })
  promisedHours?: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'The ship-by as an instant; its fraction of a second is cut off (TM-3).',
  })
  shipBy?: number | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The ship-by is this day’s 23:59:59 in the platform zone (TM-2).',
  })
  shipByDate?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'The carrier’s first scan, if it is known already (OR-10).',
  })
  pickedUpAt?: number | null;

  @Field(() => [OrderLineInput], { description: 'At least one, at most 200.' })
  lines!: OrderLineInput[];
}

@InputType()
export class OrderImportInput extends IdempotentInput {
  @Field(() => [OrderImportRow], { description: 'At most 500.' })
  orders!: OrderImportRow[];
}

@InputType()
export class PickupImportRow {
  @Field(() => String)
  shopId!: string;

  @Field(() => String)
  orderNo!: string;

  @Field(() => DateTime)
  pickedUpAt!: number;

  @Field(() => String, { nullable: true })
  carrier?: string | null;

  @Field(() => String, { nullable: true })
  trackingNo?: string | null;
}

@InputType()
export class PickupImportInput extends IdempotentInput {
  @Field(() => [PickupImportRow], { description: 'At most 500.' })
  pickups!: PickupImportRow[];
}

@InputType()
export class DeliveryImportRow {
  @Field(() => String)
  shopId!: string;

  @Field(() => String)
  orderNo!: string;

  @Field(() => DateTime)
  deliveredAt!: number;
}

@InputType()
export class DeliveryImportInput extends IdempotentInput {
  @Field(() => [DeliveryImportRow], { description: 'At most 500.' })
  deliveries!: DeliveryImportRow[];
}

@ObjectType()
export class ImportResult extends Payload {
  @Field(() => Int, { description: 'The row of the input, from 0.' })
  index!: number;

  @Field(() => Order, { nullable: true, description: 'Null when the row was refused.' })
  order!: Order | null;
}

@ObjectType()
export class OrderImportPayload extends Payload {
  @Field(() => [ImportResult], { description: 'One per row, in their order.' })
  results!: ImportResult[];
}

@ObjectType()
export class PickupImportPayload extends Payload {
  @Field(() => [ImportResult], { description: 'One per row, in their order.' })
  results!: ImportResult[];
}

@ObjectType()
export class DeliveryImportPayload extends Payload {
  @Field(() => [ImportResult], { description: 'One per row, in their order.' })
  results!: ImportResult[];
}

@InputType()
export class OrderConsignInput extends IdempotentInput {
  @Field(() => ID)
  orderId!: string;

  @Field(() => String, { nullable: true })
  carrier?: string | null;

  @Field(() => String, { nullable: true })
  trackingNo?: string | null;
}

@ObjectType()
export class OrderConsignPayload extends Payload {
  @Field(() => Order, { nullable: true })
  order!: Order | null;
}

@InputType()
export class OrderCloseInput extends IdempotentInput {
  @Field(() => ID)
  orderId!: string;

  @Field(() => String, { description: 'At most 500 characters.' })
  reason!: string;
}

@ObjectType()
export class OrderClosePayload extends Payload {
  @Field(() => Order, { nullable: true })
  order!: Order | null;
}
