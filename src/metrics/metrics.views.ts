/** A shop's metrics as the API shows them (MT-1). */
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateTime, LocalDate } from '../lib/scalars';
import { ShopKind } from '../shops/shop.entity';
import { PenaltyPoints } from '../violations/points.views';
import { nearestRank, share, type Facts } from './metrics.rules';

/** What is shown of any span of time. */
@ObjectType()
export abstract class ShopFigures {
  @Field(() => Int, { description: 'Orders that were paid in it.' })
  ordersPaid!: number;

  @Field(() => Int, {
    description:
      'SELLER_LIABLE judgments that were given in it and still stand; one per order (TK-15).',
  })
  liableJudgments!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Of TAOBAO shops: `liableJudgments` ÷ `ordersPaid`; 0.02 is 2 %. Null without orders, and for TMALL shops.',
  })
  disputeRefundRate!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The same of TMALL shops, where it has this name. Null for TAOBAO shops.',
  })
  platformDisputeRate!: number | null;

  @Field(() => Int, { description: 'Orders whose ship-by in force fell in it.' })
  ordersDue!: number;

  @Field(() => Int, { description: 'How many of them are BREACHED, recorded or not (TM-5).' })
  ordersLate!: number;

  @Field(() => Float, {
    nullable: true,
    description: '`ordersLate` ÷ `ordersDue`; null without any.',
  })
  lateRate!: number | null;

  @Field(() => Int, { description: 'Shipping proposals that were sent in it.' })
  proposalsSent!: number;

  @Field(() => Int, { description: 'How many of them the buyers have accepted, whenever.' })
  proposalsAccepted!: number;

  @Field(() => Float, {
    nullable: true,
    description: '`proposalsAccepted` ÷ `proposalsSent`; null without any.',
  })
  proposalAcceptanceRate!: number | null;

  @Field(() => Int, {
    description:
      'Tickets that were replied to in it, without those of worry-free orders, which count in no metric (TK-12).',
  })
  ticketsReplied!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Half of these replies came within so many seconds of the opening; null without any.',
  })
  replySecondsMedian!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Nine in ten of these replies came within so many seconds of the opening (nearest rank); null without any.',
  })
  replySecondsP90!: number | null;

  @Field(() => Int, {
    description:
      'Tickets that were due in it and were not replied to in time, which waived evidence (TK-11); without those of worry-free orders.',
  })
  ticketsOverdue!: number;

  @Field(() => PenaltyPoints, { description: 'The penalty points at its end (PT-2).' })
  points!: PenaltyPoints;
}

@ObjectType({ description: 'What happened to a shop on one calendar day of the platform zone.' })
export class ShopDay extends ShopFigures {
  @Field(() => LocalDate, { description: 'Today is as long as it has lasted.' })
  day!: string;
}

@ObjectType({
  description: 'What happened to a shop in the last 30 days of 86,400 seconds each (MT-1).',
})
export class ShopMetrics extends ShopFigures {
  @Field(() => DateTime, { description: 'The first second that counts: exactly 30 days ago.' })
  from!: number;

  @Field(() => DateTime, { description: 'The last second that counts: this one.' })
  to!: number;

  shopKey!: string;
  kind!: ShopKind;
}

/** MT-1: the rate of disputes has the name of the shop's kind. */
export function figuresOf(facts: Facts, kind: ShopKind, points: PenaltyPoints): ShopFigures {
  const { replySeconds, ...counts } = facts;
  const rate = share(facts.liableJudgments, facts.ordersPaid);
  return {
    ...counts,
    disputeRefundRate: kind === ShopKind.TAOBAO ? rate : null,
    platformDisputeRate: kind === ShopKind.TMALL ? rate : null,
    lateRate: share(facts.ordersLate, facts.ordersDue),
    proposalAcceptanceRate: share(facts.proposalsAccepted, facts.proposalsSent),
    ticketsReplied: replySeconds.length,
    replySecondsMedian: nearestRank(replySeconds, 50),
    replySecondsP90: nearestRank(replySeconds, 90),
    points,
  };
}
