/** Inputs that may be repeated, and payloads made of a command's answer (domain.md §10). */
import { Field, InputType } from 'type-graphql';
import { Refused } from '../lib/refusal';
import type { UserError } from '../lib/user-error';
import type { Context, Found } from './context';

@InputType()
export abstract class IdempotentInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Makes repeating safe: the same key with the same input gives the same object again for 7 days, and does nothing. At most 200 characters.',
  })
  idempotencyKey?: string | null;
}

/** `{ <noun>, userErrors }`: the object as it is now, or the reasons why nothing was done. */
export async function payloadOf<N extends string, R, T>(
  context: Context,
  result: R | Refused,
  noun: N,
  read: (result: R) => Found<T>,
): Promise<Record<N, T | null> & { userErrors: UserError[] }> {
  const refused = result instanceof Refused;
  const value = refused ? null : await read(result);
  const userErrors = refused ? context.userErrors(result.reasons) : [];
  return { [noun]: value, userErrors } as Record<N, T | null> & { userErrors: UserError[] };
}
