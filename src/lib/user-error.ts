/** The face of a refusal in a payload (domain.md §10). */
import { Field, ObjectType } from 'type-graphql';
import { UserErrorCode } from './refusal';

@ObjectType({
  description: 'Why a mutation, or one row of an import, was refused. Nothing was changed.',
})
export class UserError {
  @Field(() => UserErrorCode)
  code!: UserErrorCode;

  @Field(() => String, {
    description: 'In your language (Accept-Language): for people, not for branching on.',
  })
  message!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'The path of the value at fault, such as `["input", "shipDate"]`.',
  })
  field!: string[] | null;
}

/** What every payload has. */
@ObjectType()
export abstract class Payload {
  @Field(() => [UserError], { description: 'Empty when it was done.' })
  userErrors!: UserError[];
}
