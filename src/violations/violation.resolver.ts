/** Violations and penalty points in the API (PT-1, PT-2). */
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { connectionClass, PER_PAGE } from '../lib/connection';
import { Payload } from '../lib/user-error';
import { Role } from '../lib/viewer';
import type { Context, Found } from '../inbox/context';
import { HistoryEntry } from '../inbox/history.entity';
import { InboxEntry } from '../inbox/inbox.entity';
import { allOf, countRows, listPage, rowsOf, type Condition } from '../inbox/list';
import { IdempotentInput, payloadOf } from '../inbox/payload';
import { Evidence } from '../evidence/evidence.entity';
import { evidenceById } from '../evidence/evidence.repository';
import { Order } from '../orders/order.entity';
import { historyBySubject, orderById } from '../orders/order.repository';
import { Shop } from '../shops/shop.entity';
import { shopByKey } from '../shops/shop.repository';
import { standingIn, yearOf } from './points.rules';
import { PenaltyPoints } from './points.views';
import { recordViolation } from './record-violation';
import { Violation, ViolationSeverity } from './violation.entity';
import {
  violationCondition,
  ViolationFilter,
  ViolationSort,
  violationSortKey,
} from './violation.list';
import { pointsByShop, violationById, violationsSeenBy } from './violation.repository';

@InputType()
class ViolationRecordInput extends IdempotentInput {
  @Field(() => ID, { description: 'The forged piece, given by the shop in a ticket or a report.' })
  evidenceId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The ticket it was found in; by default the one it was given in, if any.',
  })
  ticketId?: string | null;

  @Field(() => ViolationSeverity, { description: 'How many points it costs (PT-1).' })
  severity!: ViolationSeverity;

  @Field(() => String, {
    description: 'What was found, for the shop to read; at most 1,000 characters.',
  })
  note!: string;
}

@ObjectType()
class ViolationRecordPayload extends Payload {
  @Field(() => Violation, { nullable: true })
  violation!: Violation | null;
}

@ObjectType('ViolationConnection')
class ViolationConnection extends connectionClass('Violation', () => Violation) {
  readonly condition!: Condition;
}

@Resolver(() => Violation)
export class ViolationResolver {
  @Query(() => ViolationConnection, {
    description: 'The violations you see; by default the newest first. None for buyers.',
  })
  violations(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: PER_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
    @Arg('filter', () => ViolationFilter, { nullable: true }) filter?: ViolationFilter | null,
    @Arg('sort', () => ViolationSort, {
      nullable: true,
      defaultValue: ViolationSort.RECORDED_AT_DESC,
    })
    sort?: ViolationSort | null,
  ): Promise<ViolationConnection> {
    const seen = violationsSeenBy(context.signedIn());
    const condition = allOf([seen, violationCondition(filter ?? {})]);
    const key = violationSortKey(sort ?? ViolationSort.RECORDED_AT_DESC);
    return listPage(context, rowsOf(Violation), condition, key, { first, after });
  }

  @FieldResolver(() => Shop, { nullable: true })
  shop(@Root() { shopKey }: Violation, @Ctx() context: Context): Promise<Shop | null> {
    return context.load(shopByKey, shopKey);
  }

  @FieldResolver(() => Order, { nullable: true })
  order(@Root() { orderId }: Violation, @Ctx() context: Context): Found<Order | null> {
    return context.load(orderById, orderId);
  }

  @FieldResolver(() => Evidence, { nullable: true, description: 'What was found to be forged.' })
  evidence(@Root() { evidenceId }: Violation, @Ctx() context: Context): Promise<Evidence | null> {
    return context.load(evidenceById, evidenceId);
  }

  @FieldResolver(() => [HistoryEntry], { description: 'What happened to it, oldest first.' })
  history(@Root() { id }: Violation, @Ctx() context: Context): Promise<HistoryEntry[]> {
    return context.load(historyBySubject, id);
  }

  @Mutation(() => ViolationRecordPayload, {
    description:
      'Records forged evidence: the shop gets its penalty points and hears of each multiple of 12 it crosses (PT-1, PT-2). Once per piece of evidence. By PLATFORM.',
  })
  async violationRecord(
    @Arg('input', () => ViolationRecordInput) input: ViolationRecordInput,
    @Ctx() context: Context,
  ): Promise<ViolationRecordPayload> {
    const result = await context.perform('violationRecord', input, recordViolation);
    return payloadOf(context, result, 'violation', (id) => context.load(violationById, id));
  }
}

@Resolver(() => ViolationConnection)
export class ViolationConnectionResolver {
  @FieldResolver(() => Int, { description: 'Counted only when asked for.' })
  totalCount(@Root() { condition }: ViolationConnection, @Ctx() context: Context): Promise<number> {
    return countRows(context, 'violations', condition);
  }
}

@Resolver(() => Shop)
export class ShopPointsResolver {
  @FieldResolver(() => PenaltyPoints, {
    nullable: true,
    description:
      'Its penalty points now, for the shop itself and the marketplace; null for buyers.',
  })
  async points(@Root() { shopId }: Shop, @Ctx() context: Context): Promise<PenaltyPoints | null> {
    if (context.signedIn().role === Role.BUYER) return null;
    const year = yearOf(context.now, context.app.settings.zone);
    return standingIn(year, await context.load(pointsByShop, shopId));
  }
}

@Resolver(() => InboxEntry)
export class InboxViolationResolver {
  @FieldResolver(() => Violation, {
    nullable: true,
    description: 'The violation this act recorded or revoked.',
  })
  violation(
    @Root() { violationId }: InboxEntry,
    @Ctx() context: Context,
  ): Promise<Violation | null> | null {
    return violationId === null ? null : context.load(violationById, violationId);
  }
}
