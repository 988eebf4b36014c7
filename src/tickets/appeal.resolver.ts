/** Judgments and appeals in the API (TK-14, TK-17), and tickets wherever else they show. */
import { Arg, Ctx, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { connectionClass, PER_PAGE } from '../lib/connection';
import { Role } from '../lib/viewer';
import type { Context } from '../inbox/context';
import { InboxEntry } from '../inbox/inbox.entity';
import { allOf, countRows, listPage, rowsOf, type Condition } from '../inbox/list';
import { sightOf } from '../inbox/sight';
import { Conversation } from '../conversations/conversation.entity';
import { Evidence } from '../evidence/evidence.entity';
import { evidenceOf } from '../evidence/evidence.repository';
import { Order } from '../orders/order.entity';
import { TicketAppeal } from './appeal.entity';
import { TicketJudgment } from './judgment.entity';
import { Ticket } from './ticket.entity';
import { appealCondition, AppealSort, appealSortKey, TicketAppealFilter } from './ticket.list';
import { ticketById, ticketsByOrder } from './ticket.repository';

@ObjectType('TicketAppealConnection')
class TicketAppealConnection extends connectionClass('TicketAppeal', () => TicketAppeal) {
  readonly condition!: Condition;
}

@Resolver(() => TicketAppealConnection)
export class TicketAppealConnectionResolver {
  @FieldResolver(() => Int, { description: 'Counted only when asked for.' })
  totalCount(
    @Root() { condition }: TicketAppealConnection,
    @Ctx() context: Context,
  ): Promise<number> {
    return countRows(context, 'ticket_appeals', condition);
  }
}

@Resolver(() => TicketAppeal)
export class TicketAppealResolver {
  @Query(() => TicketAppealConnection, {
    description: 'The appeals you see; by default the oldest first. Buyers see none (AC-5).',
  })
  async appeals(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: PER_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
    @Arg('filter', () => TicketAppealFilter, { nullable: true }) filter?: TicketAppealFilter | null,
    @Arg('sort', () => AppealSort, { nullable: true, defaultValue: AppealSort.SUBMITTED_AT_ASC })
    sort?: AppealSort | null,
  ): Promise<TicketAppealConnection> {
    const viewer = context.signedIn();
    const sight = viewer.role === Role.BUYER ? { where: '1 = 0', values: [] } : sightOf(viewer);
    const condition = allOf([sight, appealCondition(filter ?? {})]);
    const key = appealSortKey(sort ?? AppealSort.SUBMITTED_AT_ASC);
    return listPage(context, rowsOf(TicketAppeal), condition, key, { first, after });
  }

  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket that was judged.' })
  ticket(@Root() { ticketId }: TicketAppeal, @Ctx() context: Context): Promise<Ticket | null> {
    return context.load(ticketById, ticketId);
  }
}

@Resolver(() => TicketJudgment)
export class TicketJudgmentResolver {
  @FieldResolver(() => [Evidence], { description: 'The evidence that was considered.' })
  evidence(@Root() { id }: TicketJudgment, @Ctx() context: Context): Promise<Evidence[]> {
    return context.load(evidenceOf, id);
  }
}

@Resolver(() => Order)
export class OrderTicketsResolver {
  @FieldResolver(() => [Ticket], { description: 'Its tickets, in the order they were opened.' })
  tickets(@Root() { id }: Order, @Ctx() context: Context): Promise<Ticket[]> {
    return context.load(ticketsByOrder, id);
  }
}

@Resolver(() => Conversation)
export class ConversationTicketResolver {
  @FieldResolver(() => Ticket, {
    nullable: true,
    description: 'The ticket it is about; null for the chat of an order.',
  })
  ticket(
    @Root() { ticketId }: Conversation,
    @Ctx() context: Context,
  ): Promise<Ticket | null> | null {
    return ticketId === null ? null : context.load(ticketById, ticketId);
  }
}

@Resolver(() => InboxEntry)
export class InboxTicketResolver {
  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket this act concerns.' })
  ticket(@Root() { ticketId }: InboxEntry, @Ctx() context: Context): Promise<Ticket | null> | null {
    return ticketId === null ? null : context.load(ticketById, ticketId);
  }
}
