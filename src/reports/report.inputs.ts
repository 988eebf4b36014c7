/** Inputs and payloads of the mutations on deadline reports (domain.md §10). */
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionClass } from '../lib/connection';
import { DateTime } from '../lib/scalars';
import { Payload } from '../lib/user-error';
import { directionOf, type Condition, type Sort } from '../inbox/list';
import { IdempotentInput } from '../inbox/payload';
import { Report, ReportReason, ReportStatus } from './report.entity';

@InputType()
export class DeadlineReportSubmitInput extends IdempotentInput {
  @Field(() => ID)
  orderId!: string;

  @Field(() => DateTime, {
    description: 'Later than the ship-by in force, at most as many days ahead as the policy says.',
  })
  newShipBy!: number;

  @Field(() => ReportReason)
  reason!: ReportReason;

  @Field(() => String, { nullable: true, description: 'At most 500 characters.' })
  remark?: string | null;

  @Field(() => [ID], { description: 'At least one piece of evidence, uploaded for this order.' })
  evidenceIds!: string[];
}

@InputType()
export class DeadlineReportCancelInput extends IdempotentInput {
  @Field(() => ID)
  reportId!: string;
}

@InputType()
export class DeadlineReportDecideInput extends IdempotentInput {
  @Field(() => ID)
  reportId!: string;

  @Field(() => Boolean, { description: 'False rejects it.' })
  approve!: boolean;

  @Field(() => String, { nullable: true, description: 'For the shop; at most 500 characters.' })
  note?: string | null;
}

@ObjectType()
abstract class ReportPayload extends Payload {
  @Field(() => Report, { nullable: true })
  report!: Report | null;
}

@ObjectType()
export class DeadlineReportSubmitPayload extends ReportPayload {}

@ObjectType()
export class DeadlineReportCancelPayload extends ReportPayload {}

@ObjectType()
export class DeadlineReportDecidePayload extends ReportPayload {}

@InputType()
export class DeadlineReportFilter {
  @Field(() => [ReportStatus], { nullable: true, description: 'Any of these.' })
  status?: ReportStatus[] | null;

  @Field(() => String, { nullable: true, description: 'The marketplace’s own key of the shop.' })
  shopId?: string | null;
}

export enum ReportSort {
  SUBMITTED_AT_ASC = 'SUBMITTED_AT_ASC',
  SUBMITTED_AT_DESC = 'SUBMITTED_AT_DESC',
}

registerEnumType(ReportSort, {
  name: 'DeadlineReportSort',
  valuesConfig: {
    SUBMITTED_AT_ASC: { description: 'What waits longest, first.' },
    SUBMITTED_AT_DESC: { description: 'The newest first.' },
  },
});

export const sortKey = (sort: ReportSort): Sort<Report> => ({
  column: 'submitted_at',
  direction: directionOf(sort),
  valueOf: ({ submittedAt }) => submittedAt,
});

@ObjectType('DeadlineReportConnection')
export class ReportConnection extends connectionClass('DeadlineReport', () => Report) {
  readonly condition!: Condition;
}
