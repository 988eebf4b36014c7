/** Tickets in the API: read and list (TK-1…TK-18); what a buyer may not see is null (AC-5). */
import { Arg, Ctx, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { connectionClass, PER_PAGE } from '../lib/connection';
import { isId } from '../lib/ids';
import { DateTime } from '../lib/scalars';
import { Role } from '../lib/viewer';
import type { Context, Found } from '../inbox/context';
import { HistoryEntry } from '../inbox/history.entity';
import { allOf, countRows, listPage, rowsOf, type Condition } from '../inbox/list';
import { sightOf } from '../inbox/sight';
import { Conversation } from '../conversations/conversation.entity';
import { conversationAbout } from '../conversations/conversation.repository';
import { Order } from '../orders/order.entity';
import { historyBySubject, orderById } from '../orders/order.repository';
import { Seat } from '../shops/seat.entity';
import { Shop } from '../shops/shop.entity';
import { seatsByShop, shopByKey } from '../shops/shop.repository';
import { Ticket, TicketStatus } from './ticket.entity';
import { ticketCondition, TicketFilter, TicketSort, ticketSortKey } from './ticket.list';
import { ticketById } from './ticket.repository';
import { isWaivedAt, statusAt } from './ticket.rules';
import { atDeadline, secondsToReply } from './ticket.views';

@ObjectType('TicketConnection')
class TicketConnection extends connectionClass('Ticket', () => Ticket) {
  readonly condition!: Condition;
}

@Resolver(() => Ticket)
export class TicketResolver {
  @Query(() => Ticket, {
    nullable: true,
    description: 'Null when there is none, or it is not yours (AC-1).',
  })
  async ticket(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<Ticket | null> {
    context.signedIn();
    return isId('ticket', id) ? context.load(ticketById, id) : null;
  }

  @Query(() => TicketConnection, {
    description: 'The tickets you see; by default what is due first, first.',
  })
  async tickets(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: PER_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
    @Arg('filter', () => TicketFilter, { nullable: true }) filter?: TicketFilter | null,
    @Arg('sort', () => TicketSort, { nullable: true, defaultValue: TicketSort.DUE_AT_ASC })
    sort?: TicketSort | null,
  ): Promise<TicketConnection> {
    const viewer = context.signedIn();
    const filtered = ticketCondition(filter ?? {}, viewer, context.now);
    const condition = allOf([sightOf(viewer), filtered]);
    const key = ticketSortKey(sort ?? TicketSort.DUE_AT_ASC);
    return listPage(context, rowsOf(Ticket), condition, key, { first, after });
  }

  @FieldResolver(() => Order, { nullable: true })
  order(@Root() { orderId }: Ticket, @Ctx() context: Context): Found<Order | null> {
    return context.load(orderById, orderId);
  }

  @FieldResolver(() => Shop, { nullable: true })
  shop(@Root() { shopKey }: Ticket, @Ctx() context: Context): Promise<Shop | null> {
    return context.load(shopByKey, shopKey);
  }

  @FieldResolver(() => TicketStatus, {
    description: 'True to the second, whether or not it has been recorded yet (TM-5).',
  })
  status(@Root() ticket: Ticket, @Ctx() context: Context): TicketStatus {
    return statusAt(ticket, context.now);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Whole seconds to `dueAt`; 0 is still in time; null once replied, over or past (TM-3).',
  })
  secondsLeft(@Root() ticket: Ticket, @Ctx() context: Context): number | null {
    return secondsToReply(ticket, context.now);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What happens if nobody replies, in your language; null once nothing will.',
  })
  atDeadline(@Root() ticket: Ticket, @Ctx() context: Context): string | null {
    const facts = atDeadline(ticket, context.now);
    return facts === null ? null : context.say('ticket.atDeadline', facts);
  }

  @FieldResolver(() => Seat, {
    nullable: true,
    description: 'Who handles it; null: every seat with `tickets` (TK-4). Null for buyers.',
  })
  async assignee(
    @Root() { shopKey, assigneeKey }: Ticket,
    @Ctx() context: Context,
  ): Promise<Seat | null> {
    if (assigneeKey === null || context.signedIn().role === Role.BUYER) return null;
    const seats = await context.load(seatsByShop, shopKey);
    return seats.find(({ seatId }) => seatId === assigneeKey) ?? null;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'Nobody replied in time, so contacts and evidence are waived (TK-11). Null for buyers.', // prettier-ignore
  })
  evidenceWaived(@Root() ticket: Ticket, @Ctx() context: Context): boolean | null {
    return context.signedIn().role === Role.BUYER ? null : isWaivedAt(ticket, context.now);
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      'The last second to offer what staff asked for although it is waived (TK-11). Null for buyers.',
  })
  evidenceUntil(@Root() { evidenceUntil }: Ticket, @Ctx() context: Context): number | null {
    return context.signedIn().role === Role.BUYER ? null : evidenceUntil;
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description: 'The last second to appeal a SELLER_LIABLE judgment (TK-17). Null for buyers.',
  })
  appealBy(@Root() { appealBy }: Ticket, @Ctx() context: Context): number | null {
    return context.signedIn().role === Role.BUYER ? null : appealBy;
  }

  @FieldResolver(() => Conversation, {
    nullable: true,
    description: 'The chat between platform and shop about it (MS-1). Null for buyers.',
  })
  conversation(@Root() { id }: Ticket, @Ctx() context: Context): Promise<Conversation | null> {
    return context.load(conversationAbout, id);
  }

  @FieldResolver(() => Ticket, {
    nullable: true,
    description: 'The closed ticket of the same order and category that it follows (TK-2).',
  })
  previous(@Root() { previousId }: Ticket, @Ctx() context: Context): Promise<Ticket | null> | null {
    return previousId === null ? null : context.load(ticketById, previousId);
  }

  @FieldResolver(() => [HistoryEntry], {
    description: 'What happened to it, oldest first; for a buyer what a buyer may see (AC-5).',
  })
  history(@Root() { id }: Ticket, @Ctx() context: Context): Promise<HistoryEntry[]> {
    return context.load(historyBySubject, id);
  }
}

@Resolver(() => TicketConnection)
export class TicketConnectionResolver {
  @FieldResolver(() => Int, { description: 'Counted only when asked for.' })
  totalCount(@Root() { condition }: TicketConnection, @Ctx() context: Context): Promise<number> {
    return countRows(context, 'tickets', condition);
  }
}
