/** Compensations and complaints in the API (domain.md §6, §10). */
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
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { connectionClass, PER_PAGE } from '../lib/connection';
import { Payload } from '../lib/user-error';
import type { Context, Found } from '../inbox/context';
import { HistoryEntry } from '../inbox/history.entity';
import { InboxEntry } from '../inbox/inbox.entity';
import {
  allOf,
  countRows,
  directionOf,
  given,
  listPage,
  rowsOf,
  type Condition,
  type Sort,
} from '../inbox/list';
import { IdempotentInput, payloadOf } from '../inbox/payload';
import { sightOf } from '../inbox/sight';
import { Money, Order } from '../orders/order.entity';
import { historyBySubject, orderById } from '../orders/order.repository';
import { Compensation, CompensationKind, CompensationStatus } from './compensation.entity';
import {
  compensationById,
  compensationsByOrder,
  complaintById,
  complaintByOrder,
} from './compensation.repository';
import { Complaint } from './complaint.entity';
import { fileComplaint } from './file-complaint';

@InputType()
class CompensationFilter {
  @Field(() => [CompensationKind], { nullable: true, description: 'Any of these.' })
  kind?: CompensationKind[] | null;

  @Field(() => [CompensationStatus], { nullable: true, description: 'Any of these.' })
  status?: CompensationStatus[] | null;

  @Field(() => String, { nullable: true, description: 'The marketplace’s own key of the shop.' })
  shopId?: string | null;
}

enum CompensationSort {
  CREATED_AT_DESC = 'CREATED_AT_DESC',
  CREATED_AT_ASC = 'CREATED_AT_ASC',
}

registerEnumType(CompensationSort, {
  name: 'CompensationSort',
  valuesConfig: {
    CREATED_AT_DESC: { description: 'The newest first.' },
    CREATED_AT_ASC: { description: 'The oldest first.' },
  },
});

const sortKey = (sort: CompensationSort): Sort<Compensation> => ({
  column: 'created_at',
  direction: directionOf(sort),
  valueOf: ({ createdAt }) => createdAt,
});

@ObjectType('CompensationConnection')
class CompensationConnection extends connectionClass('Compensation', () => Compensation) {
  readonly condition!: Condition;
}

@InputType()
class LateShipmentComplaintFileInput extends IdempotentInput {
  @Field(() => ID)
  orderId!: string;
}

@ObjectType()
class LateShipmentComplaintFilePayload extends Payload {
  @Field(() => Complaint, { nullable: true })
  complaint!: Complaint | null;
}

@Resolver(() => Compensation)
export class CompensationResolver {
  @Query(() => CompensationConnection, {
    description: 'The compensations you see, of whatever order; by default the newest first.',
  })
  compensations(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: PER_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
    @Arg('filter', () => CompensationFilter, { nullable: true }) filter?: CompensationFilter | null,
    @Arg('sort', () => CompensationSort, {
      nullable: true,
      defaultValue: CompensationSort.CREATED_AT_DESC,
    })
    sort?: CompensationSort | null,
  ): Promise<CompensationConnection> {
    const condition = allOf([
      sightOf(context.signedIn()),
      given('kind IN (?)', filter?.kind),
      given('status IN (?)', filter?.status),
      given('shop_key = ?', filter?.shopId),
    ]);
    const key = sortKey(sort ?? CompensationSort.CREATED_AT_DESC);
    return listPage(context, rowsOf(Compensation), condition, key, { first, after });
  }

  @FieldResolver(() => Order, { nullable: true })
  order(@Root() { orderId }: Compensation, @Ctx() context: Context): Found<Order | null> {
    return context.load(orderById, orderId);
  }

  @FieldResolver(() => Money, {
    description:
      'The policy’s rate of the goods amount, no less and no more than its limits (CO-1).',
  })
  amount(@Root() { amountMinor, currency }: Compensation): Money {
    return { amountMinor, currency };
  }

  @FieldResolver(() => [HistoryEntry], {
    description: 'When and why it was paid, and reversed, by which policy.',
  })
  history(@Root() { id }: Compensation, @Ctx() context: Context): Promise<HistoryEntry[]> {
    return context.load(historyBySubject, id);
  }
}

@Resolver(() => CompensationConnection)
export class CompensationConnectionResolver {
  @FieldResolver(() => Int, { description: 'Counted only when asked for.' })
  totalCount(
    @Root() { condition }: CompensationConnection,
    @Ctx() context: Context,
  ): Promise<number> {
    return countRows(context, 'compensations', condition);
  }
}

@Resolver(() => Complaint)
export class ComplaintResolver {
  @FieldResolver(() => Order, { nullable: true })
  order(@Root() { orderId }: Complaint, @Ctx() context: Context): Found<Order | null> {
    return context.load(orderById, orderId);
  }

  @FieldResolver(() => [HistoryEntry], { description: 'Its judgments, oldest first.' })
  history(@Root() { id }: Complaint, @Ctx() context: Context): Promise<HistoryEntry[]> {
    return context.load(historyBySubject, id);
  }

  @Mutation(() => LateShipmentComplaintFilePayload, {
    description:
      'Complains of a late shipment once the ship-by has passed; judged at once. Asking again answers with the first complaint (CO-3). By the buyer.',
  })
  async lateShipmentComplaintFile(
    @Arg('input', () => LateShipmentComplaintFileInput) input: LateShipmentComplaintFileInput,
    @Ctx() context: Context,
  ): Promise<LateShipmentComplaintFilePayload> {
    const result = await context.perform('lateShipmentComplaintFile', input, fileComplaint);
    return payloadOf(context, result, 'complaint', (id) => context.load(complaintById, id));
  }
}

@Resolver(() => Order)
export class OrderCompensationsResolver {
  @FieldResolver(() => [Compensation], { description: 'What its buyer got, oldest first.' })
  compensations(@Root() { id }: Order, @Ctx() context: Context): Promise<Compensation[]> {
    return context.load(compensationsByOrder, id);
  }

  @FieldResolver(() => Complaint, { nullable: true, description: 'The buyer’s complaint (CO-3).' })
  complaint(@Root() { id }: Order, @Ctx() context: Context): Promise<Complaint | null> {
    return context.load(complaintByOrder, id);
  }
}

@Resolver(() => InboxEntry)
export class InboxCompensationResolver {
  @FieldResolver(() => Compensation, {
    nullable: true,
    description: 'The compensation this act paid or reversed.',
  })
  compensation(
    @Root() { compensationId }: InboxEntry,
    @Ctx() context: Context,
  ): Promise<Compensation | null> | null {
    return compensationId === null ? null : context.load(compensationById, compensationId);
  }

  @FieldResolver(() => Complaint, {
    nullable: true,
    description: 'The complaint this act filed, or judged anew.',
  })
  complaint(
    @Root() { complaintId }: InboxEntry,
    @Ctx() context: Context,
  ): Promise<Complaint | null> | null {
    return complaintId === null ? null : context.load(complaintById, complaintId);
  }
}
