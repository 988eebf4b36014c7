/** `sweepProgress`: how much has fallen due and waits to be recorded (CO-6). */
import { Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { DateTime, Long } from '../lib/scalars';
import { Role } from '../lib/viewer';
import { forbidden, type Context } from '../inbox/context';
import { waitingDue } from './sweep.repository';

@ObjectType({ description: 'One kind of thing that falls due by itself.' })
class DeadlineProgress {
  @Field(() => String, { description: '`proposal.answerBy`, `order.shipBy`, …' })
  name!: string;

  @Field(() => Int, { description: 'Fallen due, not yet recorded.' })
  waiting!: number;

  @Field(() => DateTime, { nullable: true, description: 'What has waited longest fell due then.' })
  oldestDueAt!: number | null;
}

@ObjectType({
  description:
    'What the sweep has still to record and announce. Answers do not wait for it: they are derived from the deadlines (TM-5).',
})
class SweepProgress {
  @Field(() => Int, { description: 'Fallen due, not yet recorded, of every kind together.' })
  waiting!: number;

  @Field(() => [DeadlineProgress], { description: 'The same by kind.' })
  deadlines!: DeadlineProgress[];

  @Field(() => Long, {
    description: 'Recorded since its start by the sweep of the node that answers.',
  })
  recordedByNode!: number;
}

@Resolver()
export class SweepResolver {
  @Query(() => SweepProgress, {
    description: 'How far the recording of what fell due has come. For PLATFORM and SYSTEM.',
  })
  async sweepProgress(@Ctx() context: Context): Promise<SweepProgress> {
    const { role } = context.signedIn();
    if (role !== Role.PLATFORM && role !== Role.SYSTEM)
      throw forbidden('Only the platform and its back end see the sweep.');
    const deadlines = await waitingDue(context.app, context.now);
    const waiting = deadlines.reduce((sum, deadline) => sum + deadline.waiting, 0);
    return { waiting, deadlines, recordedByNode: context.app.swept.recorded };
  }
}
