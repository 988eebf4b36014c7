/** `tickets` and `appeals`: filtered, sorted, paged by keyset. Filters on what time decides agree with what is read (TM-5). */
import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { DateTime } from '../lib/scalars';
import { latestPassed } from '../lib/time';
import { Role, type Viewer } from '../lib/viewer';
import { ALWAYS, allOf, anyOf, directionOf, given, type Condition, type Sort } from '../inbox/list';
import { AppealStatus, type TicketAppeal } from './appeal.entity';
import { TicketCategory, TicketOutcome, TicketStatus, type Ticket } from './ticket.entity';
import { arrival, moveOf } from './ticket.moves';

@InputType()
export class TicketFilter {
  @Field(() => [TicketStatus], { nullable: true, description: 'Any of these.' })
  status?: TicketStatus[] | null;

  @Field(() => [TicketCategory], { nullable: true, description: 'Any of these.' })
  category?: TicketCategory[] | null;

  @Field(() => [TicketOutcome], { nullable: true, description: 'Any of these.' })
  outcome?: TicketOutcome[] | null;

  @Field(() => String, { nullable: true, description: 'The marketplace’s own key of the shop.' })
  shopId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this order.' })
  orderId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The seatId it is assigned to. Finds nothing for buyers (AC-5).',
  })
  assigneeId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Due at or after this.' })
  dueFrom?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'Due at or before this.' })
  dueTo?: number | null;
}

export enum TicketSort {
  DUE_AT_ASC = 'DUE_AT_ASC',
  DUE_AT_DESC = 'DUE_AT_DESC',
  OPENED_AT_ASC = 'OPENED_AT_ASC',
  OPENED_AT_DESC = 'OPENED_AT_DESC',
}

registerEnumType(TicketSort, {
  name: 'TicketSort',
  valuesConfig: {
    DUE_AT_ASC: { description: 'What is due first, first.' },
    DUE_AT_DESC: { description: 'What is due last, first.' },
    OPENED_AT_ASC: { description: 'The oldest first.' },
    OPENED_AT_DESC: { description: 'The newest first.' },
  },
});

@InputType()
export class TicketAppealFilter {
  @Field(() => [AppealStatus], { nullable: true, description: 'Any of these.' })
  status?: AppealStatus[] | null;

  @Field(() => String, { nullable: true, description: 'The marketplace’s own key of the shop.' })
  shopId?: string | null;
}

export enum AppealSort {
  SUBMITTED_AT_ASC = 'SUBMITTED_AT_ASC',
  SUBMITTED_AT_DESC = 'SUBMITTED_AT_DESC',
}

registerEnumType(AppealSort, {
  name: 'TicketAppealSort',
  valuesConfig: {
    SUBMITTED_AT_ASC: { description: 'The oldest first.' },
    SUBMITTED_AT_DESC: { description: 'The newest first.' },
  },
});

/** TM-5: a ticket whose time has run out counts as what it has become, recorded or not. */
function statusCondition(status: TicketStatus, now: number): Condition {
  const passed = latestPassed(now);
  const awaiting = `status = '${TicketStatus.AWAITING_SELLER}'`;
  if (status === TicketStatus.AWAITING_SELLER)
    return { where: `(${awaiting} AND due_at > ?)`, values: [passed] };
  const expired = [false, true].filter(
    (worryFree) => arrival(moveOf('EXPIRE'), { worryFree }) === status,
  );
  return {
    where: `(status = ? OR (${awaiting} AND due_at <= ? AND worry_free IN (?)))`,
    values: [status, passed, expired.map(Number)],
  };
}

const statusesCondition = (statuses: readonly TicketStatus[], now: number): Condition =>
  anyOf(statuses.map((status) => statusCondition(status, now)));

export function ticketCondition(filter: TicketFilter, viewer: Viewer, now: number): Condition {
  // AC-5: a filter must not tell a buyer what a field does not.
  const assignee = viewer.role === Role.BUYER ? '1 = 0 AND assignee_key = ?' : 'assignee_key = ?';
  return allOf([
    given('category IN (?)', filter.category),
    given('outcome IN (?)', filter.outcome),
    given('shop_key = ?', filter.shopId),
    given('order_id = ?', filter.orderId),
    given(assignee, filter.assigneeId),
    given('due_at >= ?', filter.dueFrom),
    given('due_at <= ?', filter.dueTo),
    filter.status ? statusesCondition(filter.status, now) : ALWAYS,
  ]);
}

export const appealCondition = (filter: TicketAppealFilter): Condition =>
  allOf([given('status IN (?)', filter.status), given('shop_key = ?', filter.shopId)]);

export function ticketSortKey(sort: TicketSort): Sort<Ticket> {
  const direction = directionOf(sort);
  return sort.startsWith('DUE_AT')
    ? { column: 'due_at', direction, valueOf: ({ dueAt }) => dueAt }
    : { column: 'opened_at', direction, valueOf: ({ openedAt }) => openedAt };
}

export const appealSortKey = (sort: AppealSort): Sort<TicketAppeal> => ({
  column: 'submitted_at',
  direction: directionOf(sort),
  valueOf: ({ submittedAt }) => submittedAt,
});
