/** `violations`: filtered, sorted, paged by keyset. */
import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { allOf, ALWAYS, directionOf, given, type Condition, type Sort } from '../inbox/list';
import { ViolationSeverity, type Violation } from './violation.entity';

@InputType()
export class ViolationFilter {
  @Field(() => [ViolationSeverity], { nullable: true, description: 'Any of these.' })
  severity?: ViolationSeverity[] | null;

  @Field(() => String, { nullable: true, description: 'The marketplace’s own key of the shop.' })
  shopId?: string | null;

  @Field(() => ID, { nullable: true, description: 'On this order.' })
  orderId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only what was revoked. False: only what stands.',
  })
  revoked?: boolean | null;
}

export enum ViolationSort {
  RECORDED_AT_DESC = 'RECORDED_AT_DESC',
  RECORDED_AT_ASC = 'RECORDED_AT_ASC',
}

registerEnumType(ViolationSort, {
  name: 'ViolationSort',
  valuesConfig: {
    RECORDED_AT_DESC: { description: 'The newest first.' },
    RECORDED_AT_ASC: { description: 'The oldest first.' },
  },
});

function revokedCondition(revoked: boolean | null | undefined): Condition {
  if (revoked === null || revoked === undefined) return ALWAYS;
  return { where: revoked ? 'revoked_at IS NOT NULL' : 'revoked_at IS NULL', values: [] };
}

export const violationCondition = (filter: ViolationFilter): Condition =>
  allOf([
    given('severity IN (?)', filter.severity),
    given('shop_key = ?', filter.shopId),
    given('order_id = ?', filter.orderId),
    revokedCondition(filter.revoked),
  ]);

export const violationSortKey = (sort: ViolationSort): Sort<Violation> => ({
  column: 'recorded_at',
  direction: directionOf(sort),
  valueOf: ({ recordedAt }) => recordedAt,
});
