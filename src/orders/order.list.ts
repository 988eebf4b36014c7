/** `orders`: filtered, sorted, paged by keyset. Filters on what time decides agree with what is read (TM-5). */
import { Field, InputType, registerEnumType } from 'type-graphql';
import { DateTime } from '../lib/scalars';
import { latestPassed } from '../lib/time';
import { ALWAYS, allOf, anyOf, directionOf, given, type Condition, type Sort } from '../inbox/list';
import { OrderStatus, Sla, type Order } from './order.entity';

@InputType()
export class OrderFilter {
  @Field(() => [OrderStatus], { nullable: true, description: 'Any of these.' })
  status?: OrderStatus[] | null;

  @Field(() => [Sla], { nullable: true, description: 'Any of these.' })
  sla?: Sla[] | null;

  @Field(() => String, { nullable: true, description: 'The marketplace’s own key of the shop.' })
  shopId?: string | null;

  @Field(() => String, { nullable: true, description: 'Exactly this number.' })
  orderNo?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Ship-by at or after this.' })
  shipByFrom?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'Ship-by at or before this.' })
  shipByTo?: number | null;
}

export enum OrderSort {
  SHIP_BY_ASC = 'SHIP_BY_ASC',
  SHIP_BY_DESC = 'SHIP_BY_DESC',
  PAID_AT_ASC = 'PAID_AT_ASC',
  PAID_AT_DESC = 'PAID_AT_DESC',
}

registerEnumType(OrderSort, {
  name: 'OrderSort',
  valuesConfig: {
    SHIP_BY_ASC: { description: 'What is due first, first.' },
    SHIP_BY_DESC: { description: 'What is due last, first.' },
    PAID_AT_ASC: { description: 'The oldest first.' },
    PAID_AT_DESC: { description: 'The newest first.' },
  },
});

/** TM-5: a running order whose ship-by has passed counts as breached, recorded or not. */
export function slaCondition(slas: readonly Sla[], now: number): Condition {
  const passed = latestPassed(now);
  return anyOf(
    slas.map((sla) => {
      if (sla === Sla.RUNNING)
        return { where: `(sla = 'RUNNING' AND ship_by > ?)`, values: [passed] };
      if (sla === Sla.BREACHED)
        return {
          where: `(sla = 'BREACHED' OR (sla = 'RUNNING' AND ship_by <= ?))`,
          values: [passed],
        };
      return { where: 'sla = ?', values: [sla] };
    }),
  );
}

export const filterCondition = (filter: OrderFilter, now: number): Condition =>
  allOf([
    given('status IN (?)', filter.status),
    given('shop_key = ?', filter.shopId),
    given('order_no = ?', filter.orderNo),
    given('ship_by >= ?', filter.shipByFrom),
    given('ship_by <= ?', filter.shipByTo),
    filter.sla ? slaCondition(filter.sla, now) : ALWAYS,
  ]);

export function sortKey(sort: OrderSort): Sort<Order> {
  const direction = directionOf(sort);
  return sort.startsWith('SHIP_BY')
    ? { column: 'ship_by', direction, valueOf: (order) => order.shipBy }
    : { column: 'paid_at', direction, valueOf: (order) => order.paidAt };
}
