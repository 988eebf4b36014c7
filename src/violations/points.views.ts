/** A shop's penalty points as the API shows them (PT-2). */
import { Field, Int, ObjectType } from 'type-graphql';
import type { Standing } from './points.rules';

@ObjectType({
  description:
    'A shop’s penalty points in a calendar year of the platform zone. The two kinds are counted apart (PT-2).',
})
export class PenaltyPoints implements Standing {
  @Field(() => Int, { description: 'The year they count in.' })
  year!: number;

  @Field(() => Int, { description: 'GENERAL points of this year; they reset at its end.' })
  general!: number;

  @Field(() => Int, {
    description: 'SEVERE points, with those that stayed: at a year’s end 48 or more do not reset.',
  })
  severe!: number;

  @Field(() => Int, { description: 'How many of the SEVERE points stayed from earlier years.' })
  severeCarriedOver!: number;
}
