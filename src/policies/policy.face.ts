/** A policy as the API shows and takes it: hours, days, percent, megabytes (domain.md §9). */
import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime, Long } from '../lib/scalars';
import { Payload } from '../lib/user-error';
import { IdempotentInput } from '../inbox/payload';
import { Money } from '../orders/order.entity';

@ObjectType('Policy', { description: 'The numbers the rules are judged by, from an instant on.' })
export class PolicyFace {
  @Field(() => Int, { description: '1, 2, 3 … in the order they were published.' })
  version!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'It judges what happens from here on; null for the first, which always did.',
  })
  effectiveFrom!: number | null;

  @Field(() => Int, { description: 'Cards per order (SP-3).' })
  proposalLimit!: number;

  @Field(() => Int, { description: 'Hours to answer a card, at most (SP-6).' })
  answerWithinHours!: number;

  @Field(() => Int, { description: 'Hours the ship-by must be away when a card is sent (SP-1).' })
  minimumLeadHours!: number;

  @Field(() => Int, { description: 'Days a new ship-by may lie ahead (SP-7, DR-1).' })
  shipDateWithinDays!: number;

  @Field(() => Int, { description: 'Hours promised where the order says nothing (OR-1).' })
  promisedHours!: number;

  @Field(() => Float, { description: 'What a late shipment costs, of the goods amount (CO-1).' })
  lateRatePercent!: number;

  @Field(() => Money, { description: 'The least a late shipment costs (CO-1).' })
  lateMinimum!: Money;

  @Field(() => Money, { description: 'The most a late shipment costs (CO-1).' })
  lateMaximum!: Money;

  @Field(() => Int, { description: 'Hours a seller has for a ticket (TK-1).' })
  ticketWithinHours!: number;

  @Field(() => [Int], { description: 'Hours before a ticket is due at which it is urged (TK-3).' })
  urgesBeforeHours!: number[];

  @Field(() => Int, { description: 'Attempts that prove a consumer unreachable (TK-9).' })
  unreachableContacts!: number;

  @Field(() => Int, { description: 'Files per reply, report, contact or addition (EV-1).' })
  evidenceFiles!: number;

  @Field(() => Int, { description: 'Megabytes (1,048,576 bytes) of a file, at most (EV-1).' })
  evidenceMegabytes!: number;

  @Field(() => Int, { description: 'Points for forged evidence of the severity GENERAL (PT-1).' })
  generalPoints!: number;

  @Field(() => Int, { description: 'Points for forged evidence of the severity SEVERE (PT-1).' })
  severePoints!: number;

  @Field(() => Int, { description: 'Days to appeal a judgment (TK-17).' })
  appealWithinDays!: number;
}

const whole = { nullable: true, description: 'As in `Policy`.' };

@InputType({
  description: 'What is left out stays as it is in the policy in force at `effectiveFrom`.',
})
export class PolicyPublishInput extends IdempotentInput {
  @Field(() => DateTime, { nullable: true, description: 'Not in the past; now by default.' })
  effectiveFrom?: number | null;

  @Field(() => Int, whole)
  proposalLimit?: number | null;

  @Field(() => Int, whole)
  answerWithinHours?: number | null;

  @Field(() => Int, whole)
  minimumLeadHours?: number | null;

  @Field(() => Int, whole)
  shipDateWithinDays?: number | null;

  @Field(() => Int, whole)
  promisedHours?: number | null;

  @Field(() => Float, { nullable: true, description: '0 to 100, with at most two decimals.' })
  lateRatePercent?: number | null;

  @Field(() => Long, { nullable: true, description: 'Whole minor units: 500 is ¥5.00.' })
  lateMinimumMinor?: number | null;

  @Field(() => Long, { nullable: true, description: 'Whole minor units: 10000 is ¥100.00.' })
  lateMaximumMinor?: number | null;

  @Field(() => Int, whole)
  ticketWithinHours?: number | null;

  @Field(() => [Int], {
    nullable: true,
    description: 'Each shorter than `ticketWithinHours`; at most 10.',
  })
  urgesBeforeHours?: number[] | null;

  @Field(() => Int, whole)
  unreachableContacts?: number | null;

  @Field(() => Int, whole)
  evidenceFiles?: number | null;

  @Field(() => Int, whole)
  evidenceMegabytes?: number | null;

  @Field(() => Int, whole)
  generalPoints?: number | null;

  @Field(() => Int, whole)
  severePoints?: number | null;

  @Field(() => Int, whole)
  appealWithinDays?: number | null;
}

@ObjectType()
export class PolicyPublishPayload extends Payload {
  @Field(() => PolicyFace, { nullable: true })
  policy!: PolicyFace | null;
}
