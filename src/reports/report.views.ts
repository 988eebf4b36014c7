/** What the API says about a report beyond its facts: what can be done with it, and whether one can be submitted (DR-1). */
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { UserErrorCode } from '../lib/refusal';
import { DateTime } from '../lib/scalars';
import type { Viewer } from '../lib/viewer';
import type { Report } from './report.entity';
import {
  latestShipBy,
  moveRefusals,
  submitRefusals,
  type Move,
  type SubmitState,
} from './report.rules';

export enum ReportAction {
  APPROVE = 'APPROVE',
  REJECT = 'REJECT',
  CANCEL = 'CANCEL',
}

registerEnumType(ReportAction, {
  name: 'DeadlineReportAction',
  valuesConfig: {
    APPROVE: { description: '`deadlineReportDecide` with `approve: true`' },
    REJECT: { description: '`deadlineReportDecide` with `approve: false`' },
    CANCEL: { description: '`deadlineReportCancel`' },
  },
});

@ObjectType('DeadlineReportAvailableAction', {
  description: 'Whether you can do this now. Read off the same rules that guard the mutation.',
})
export class ReportAvailableAction {
  @Field(() => ReportAction)
  action!: ReportAction;

  @Field(() => Boolean)
  allowed!: boolean;

  @Field(() => [UserErrorCode], { description: 'Every reason why not; empty when allowed.' })
  reasons!: UserErrorCode[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'Null: a submitted report waits for the platform without a limit.',
  })
  until!: number | null;
}

@ObjectType({ description: 'Whether you can submit a deadline report for this order now (DR-1).' })
export class CanReport {
  @Field(() => Boolean)
  allowed!: boolean;

  @Field(() => [UserErrorCode], { description: 'Every reason why not; empty when allowed.' })
  reasons!: UserErrorCode[];

  @Field(() => DateTime, { description: 'A new ship-by must be later than this.' })
  laterThan!: number;

  @Field(() => DateTime, { description: 'The last instant that may be asked for now.' })
  latest!: number;
}

export const availableActions = (viewer: Viewer, report: Report): ReportAvailableAction[] =>
  Object.values(ReportAction).map((action) => {
    const reasons = moveRefusals(viewer, report, action satisfies Move).map(({ code }) => code);
    return { action, allowed: reasons.length === 0, reasons, until: null };
  });

export function canReport(viewer: Viewer, state: SubmitState): CanReport {
  const reasons = submitRefusals(viewer, state).map(({ code }) => code);
  return {
    allowed: reasons.length === 0,
    reasons,
    laterThan: state.order.shipBy,
    latest: latestShipBy(state),
  };
}
