/** Orders in the API: read, list, and the mutations of seller and back end. */
import {
  Arg,
  Ctx,
  FieldResolver,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { connectionClass, PER_PAGE } from '../lib/connection';
import { isId } from '../lib/ids';
import { Refused } from '../lib/refusal';
import type { Context, Found } from '../inbox/context';
import { HistoryEntry } from '../inbox/history.entity';
import { InboxEntry } from '../inbox/inbox.entity';
import { allOf, countRows, listPage, type Condition } from '../inbox/list';
import { payloadOf } from '../inbox/payload';
import { sightOf } from '../inbox/sight';
import { Conversation } from '../conversations/conversation.entity';
import { conversationAbout } from '../conversations/conversation.repository';
import { Shop } from '../shops/shop.entity';
import { shopByKey } from '../shops/shop.repository';
import { closeOrder } from './close-order';
import { consignOrder } from './consign-order';
import { importOrders } from './import-orders';
import { importDeliveries, importPickups, type RowResult } from './import-scans';
import { Money, Order, ShipBySource, Sla } from './order.entity';
import {
  DeliveryImportInput,
  DeliveryImportPayload,
  ImportResult,
  OrderCloseInput,
  OrderClosePayload,
  OrderConsignInput,
  OrderConsignPayload,
  OrderImportInput,
  OrderImportPayload,
  PickupImportInput,
  PickupImportPayload,
} from './order.inputs';
import { filterCondition, OrderFilter, OrderSort, sortKey } from './order.list';
import { historyByOrder, orderById, ordersWithConversations } from './order.repository';
import { shipBySource, slaAt } from './order.rules';

@ObjectType('OrderConnection')
class OrderConnection extends connectionClass('Order', () => Order) {
  readonly condition!: Condition;
}

/** The answer of a bulk import: one result per row. */
async function importPayload(
  context: Context,
  result: readonly RowResult[] | Refused,
): Promise<OrderImportPayload> {
  if (result instanceof Refused)
    return { results: [], userErrors: context.userErrors(result.reasons) };
  const results = result.map(async (row, index): Promise<ImportResult> => {
    const order = 'id' in row ? await context.load(orderById, row.id) : null;
    return { index, order, userErrors: 'id' in row ? [] : context.userErrors(row.reasons) };
  });
  return { results: await Promise.all(results), userErrors: [] };
}

@Resolver(() => Order)
export class OrderResolver {
  @Query(() => Order, {
    nullable: true,
    description: 'Null when there is none, or it is not yours (AC-1).',
  })
  async order(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<Order | null> {
    context.signedIn();
    return isId('order', id) ? context.load(orderById, id) : null;
  }

  @Query(() => OrderConnection, {
    description: 'The orders you see; by default what is due first, first.',
  })
  async orders(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: PER_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
    @Arg('filter', () => OrderFilter, { nullable: true }) filter?: OrderFilter | null,
    @Arg('sort', () => OrderSort, { nullable: true, defaultValue: OrderSort.SHIP_BY_ASC })
    sort?: OrderSort | null,
  ): Promise<OrderConnection> {
    const sight = sightOf(context.signedIn());
    const condition = allOf([sight, filterCondition(filter ?? {}, context.now)]);
    const key = sortKey(sort ?? OrderSort.SHIP_BY_ASC);
    return listPage(context, ordersWithConversations, condition, key, { first, after });
  }

  @FieldResolver(() => Shop, { nullable: true })
  shop(@Root() order: Order, @Ctx() context: Context): Promise<Shop | null> {
    return context.load(shopByKey, order.shopKey);
  }

  @FieldResolver(() => Sla, {
    description: 'True to the second, whether or not it has been recorded yet (TM-5).',
  })
  sla(@Root() order: Order, @Ctx() context: Context): Sla {
    return slaAt(order, context.now);
  }

  @FieldResolver(() => ShipBySource, {
    description: 'Where the ship-by in force comes from (OR-2).',
  })
  shipBySource(@Root() order: Order): ShipBySource {
    return shipBySource(order);
  }

  @FieldResolver(() => Money, { description: 'The sum of the lines.' })
  goodsAmount(@Root() { goodsMinor, currency }: Order): Money {
    return { amountMinor: goodsMinor, currency };
  }

  @FieldResolver(() => Conversation, { nullable: true })
  conversation(@Root() order: Order, @Ctx() context: Context): Promise<Conversation | null> {
    return context.load(conversationAbout, order.id);
  }

  @FieldResolver(() => [HistoryEntry], {
    description:
      'Every change of the order and what hangs from it, oldest first: who, by which rule, from what to what.',
  })
  history(@Root() order: Order, @Ctx() context: Context): Promise<HistoryEntry[]> {
    return context.load(historyByOrder, order.id);
  }

  @Mutation(() => OrderImportPayload, {
    description: 'Imports paid orders; the same order twice is one order (OR-9). By SYSTEM.',
  })
  async orderImport(
    @Arg('input', () => OrderImportInput) input: OrderImportInput,
    @Ctx() context: Context,
  ): Promise<OrderImportPayload> {
    return importPayload(context, await context.perform('orderImport', input, importOrders));
  }

  @Mutation(() => PickupImportPayload, {
    description: 'Records the carriers’ first scans (OR-4, OR-5, OR-7, OR-11). By SYSTEM.',
  })
  async pickupImport(
    @Arg('input', () => PickupImportInput) input: PickupImportInput,
    @Ctx() context: Context,
  ): Promise<PickupImportPayload> {
    return importPayload(context, await context.perform('pickupImport', input, importPickups));
  }

  @Mutation(() => DeliveryImportPayload, { description: 'Records deliveries (OR-11). By SYSTEM.' })
  async deliveryImport(
    @Arg('input', () => DeliveryImportInput) input: DeliveryImportInput,
    @Ctx() context: Context,
  ): Promise<DeliveryImportPayload> {
    return importPayload(context, await context.perform('deliveryImport', input, importDeliveries));
  }

  @Mutation(() => OrderConsignPayload, {
    description:
      'The seller’s click. It does not count as shipped (OR-4) and voids an open card (SP-13).',
  })
  async orderConsign(
    @Arg('input', () => OrderConsignInput) input: OrderConsignInput,
    @Ctx() context: Context,
  ): Promise<OrderConsignPayload> {
    const result = await context.perform('orderConsign', input, consignOrder, orderById);
    return payloadOf(context, result, 'order', (id) => context.load(orderById, id));
  }

  @Mutation(() => OrderClosePayload, {
    description: 'Cancelled or refunded: voids an open card and a running clock (OR-8). By SYSTEM.',
  })
  async orderClose(
    @Arg('input', () => OrderCloseInput) input: OrderCloseInput,
    @Ctx() context: Context,
  ): Promise<OrderClosePayload> {
    const result = await context.perform('orderClose', input, closeOrder, orderById);
    return payloadOf(context, result, 'order', (id) => context.load(orderById, id));
  }
}

@Resolver(() => OrderConnection)
export class OrderConnectionResolver {
  @FieldResolver(() => Int, { description: 'Counted only when asked for.' })
  totalCount(@Root() { condition }: OrderConnection, @Ctx() context: Context): Promise<number> {
    return countRows(context, 'orders', condition);
  }
}

@Resolver(() => Conversation)
export class ConversationOrderResolver {
  @FieldResolver(() => Order, { nullable: true })
  order(@Root() conversation: Conversation, @Ctx() context: Context): Found<Order | null> {
    return context.load(orderById, conversation.orderId);
  }
}

@Resolver(() => InboxEntry)
export class InboxOrderResolver {
  @FieldResolver(() => Order, { nullable: true, description: 'The order this act concerns.' })
  order(@Root() { orderId }: InboxEntry, @Ctx() context: Context): Found<Order | null> {
    return orderId === null ? null : context.load(orderById, orderId);
  }
}
