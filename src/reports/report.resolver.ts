/** Deadline reports in the API: read, list, and the mutations of seller and staff (DR-1…DR-4). */
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { PER_PAGE } from '../lib/connection';
import { isId } from '../lib/ids';
import type { Context, Found } from '../inbox/context';
import { HistoryEntry } from '../inbox/history.entity';
import { InboxEntry } from '../inbox/inbox.entity';
import { allOf, countRows, given, listPage, rowsOf } from '../inbox/list';
import { payloadOf } from '../inbox/payload';
import { Evidence } from '../evidence/evidence.entity';
import { evidenceOf } from '../evidence/evidence.repository';
import { Order } from '../orders/order.entity';
import { historyBySubject, orderById } from '../orders/order.repository';
import { cancelReport, decideReport } from './end-report';
import { Report } from './report.entity';
import {
  DeadlineReportCancelInput,
  DeadlineReportCancelPayload,
  DeadlineReportDecideInput,
  DeadlineReportDecidePayload,
  DeadlineReportFilter,
  DeadlineReportSubmitInput,
  DeadlineReportSubmitPayload,
  ReportConnection,
  ReportSort,
  sortKey,
} from './report.inputs';
import { reportById, reportsByOrder, reportsSeenBy } from './report.repository';
import { availableActions, canReport, CanReport, ReportAvailableAction } from './report.views';
import { submitReport } from './submit-report';

@Resolver(() => Report)
export class ReportResolver {
  @Query(() => Report, {
    nullable: true,
    description: 'Null when there is none, or it is not yours to see (AC-1, AC-5).',
  })
  async deadlineReport(
    @Arg('id', () => ID) id: string,
    @Ctx() context: Context,
  ): Promise<Report | null> {
    context.signedIn();
    return isId('report', id) ? context.load(reportById, id) : null;
  }

  @Query(() => ReportConnection, {
    description: 'The reports you see; by default what waits longest first. None for buyers.',
  })
  deadlineReports(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: PER_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
    @Arg('filter', () => DeadlineReportFilter, { nullable: true })
    filter?: DeadlineReportFilter | null,
    @Arg('sort', () => ReportSort, { nullable: true, defaultValue: ReportSort.SUBMITTED_AT_ASC })
    sort?: ReportSort | null,
  ): Promise<ReportConnection> {
    const condition = allOf([
      reportsSeenBy(context.signedIn()),
      given('status IN (?)', filter?.status),
      given('shop_key = ?', filter?.shopId),
    ]);
    const key = sortKey(sort ?? ReportSort.SUBMITTED_AT_ASC);
    return listPage(context, rowsOf(Report), condition, key, { first, after });
  }

  @FieldResolver(() => Order, { nullable: true })
  order(@Root() { orderId }: Report, @Ctx() context: Context): Found<Order | null> {
    return context.load(orderById, orderId);
  }

  @FieldResolver(() => [Evidence], { description: 'What the seller proves it with (EV-1).' })
  evidence(@Root() { id }: Report, @Ctx() context: Context): Promise<Evidence[]> {
    return context.load(evidenceOf, id);
  }

  @FieldResolver(() => [ReportAvailableAction], {
    description: 'What you can do with the report now.',
  })
  availableActions(@Root() report: Report, @Ctx() context: Context): ReportAvailableAction[] {
    return availableActions(context.signedIn(), report);
  }

  @FieldResolver(() => [HistoryEntry], { description: 'What happened to it, oldest first.' })
  history(@Root() { id }: Report, @Ctx() context: Context): Promise<HistoryEntry[]> {
    return context.load(historyBySubject, id);
  }

  @Mutation(() => DeadlineReportSubmitPayload, {
    description:
      'Asks the platform for more time, with evidence. By a seat with `reports`. See `Order.canReport` first (DR-1).',
  })
  async deadlineReportSubmit(
    @Arg('input', () => DeadlineReportSubmitInput) input: DeadlineReportSubmitInput,
    @Ctx() context: Context,
  ): Promise<DeadlineReportSubmitPayload> {
    const result = await context.perform('deadlineReportSubmit', input, submitReport);
    return payloadOf(context, result, 'report', (id) => context.load(reportById, id));
  }

  @Mutation(() => DeadlineReportCancelPayload, {
    description: 'Takes a submitted report back (DR-4). By a seat with `reports`.',
  })
  async deadlineReportCancel(
    @Arg('input', () => DeadlineReportCancelInput) input: DeadlineReportCancelInput,
    @Ctx() context: Context,
  ): Promise<DeadlineReportCancelPayload> {
    const result = await context.perform('deadlineReportCancel', input, cancelReport);
    return payloadOf(context, result, 'report', (id) => context.load(reportById, id));
  }

  @Mutation(() => DeadlineReportDecidePayload, {
    description:
      'Approves or rejects. Approved, the new ship-by counts as of the submission and the order is judged anew (DR-2). By PLATFORM.',
  })
  async deadlineReportDecide(
    @Arg('input', () => DeadlineReportDecideInput) input: DeadlineReportDecideInput,
    @Ctx() context: Context,
  ): Promise<DeadlineReportDecidePayload> {
    const result = await context.perform('deadlineReportDecide', input, decideReport);
    return payloadOf(context, result, 'report', (id) => context.load(reportById, id));
  }
}

@Resolver(() => ReportConnection)
export class ReportConnectionResolver {
  @FieldResolver(() => Int, { description: 'Counted only when asked for.' })
  totalCount(@Root() { condition }: ReportConnection, @Ctx() context: Context): Promise<number> {
    return countRows(context, 'deadline_reports', condition);
  }
}

@Resolver(() => Order)
export class OrderReportsResolver {
  @FieldResolver(() => [Report], {
    description: 'Its deadline reports, oldest first; none for buyers (AC-5).',
  })
  reports(@Root() { id }: Order, @Ctx() context: Context): Promise<Report[]> {
    return context.load(reportsByOrder, id);
  }

  @FieldResolver(() => CanReport, {
    description: 'Whether you can submit a deadline report for this order now, and if not, why.',
  })
  async canReport(@Root() order: Order, @Ctx() context: Context): Promise<CanReport> {
    const { now, policy } = context;
    const reports = await context.load(reportsByOrder, order.id);
    return canReport(context.signedIn(), { order, reports, now, policy });
  }
}

@Resolver(() => InboxEntry)
export class InboxReportResolver {
  @FieldResolver(() => Report, {
    nullable: true,
    description: 'The deadline report this act concerns; null for buyers (AC-5).',
  })
  report(@Root() { reportId }: InboxEntry, @Ctx() context: Context): Promise<Report | null> | null {
    return reportId === null ? null : context.load(reportById, reportId);
  }
}
