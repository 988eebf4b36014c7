/** `sandboxClockAdvance`: moves the one clock (TM-1). Registered in sandbox mode only. */
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Temporal } from 'temporal-polyfill';
import { invalid } from '../lib/check';
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import { DateTime, LATEST } from '../lib/scalars';
import { Payload } from '../lib/user-error';
import { Role } from '../lib/viewer';
import type { Context } from '../inbox/context';
import { IdempotentInput } from '../inbox/payload';
import type { Command } from '../inbox/perform';

@InputType()
class SandboxClockAdvanceInput extends IdempotentInput {
  @Field(() => String, {
    description: 'An ISO 8601 duration of weeks, days, hours, minutes and seconds: `PT24H`.',
  })
  by!: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True lets the clock stand still where it arrives, for looking at one second from both sides; false lets it run on; left out, it goes on as before.',
  })
  hold?: boolean | null;
}

@ObjectType()
class SandboxClockAdvancePayload extends Payload {
  @Field(() => DateTime, { nullable: true, description: 'The platform’s time afterwards.' })
  serverTime!: number | null;
}

/** Milliseconds of a duration; null for what is none, or has no fixed length. */
function millisecondsOf(by: string): number | null {
  try {
    const duration = Temporal.Duration.from(by);
    // Temporal counts weeks among what needs a calendar; here a day is 24 hours (TM-4).
    const days = duration.days + duration.weeks * 7;
    const ms = duration.with({ weeks: 0, days }).total({ unit: 'milliseconds' });
    return ms >= 0 ? Math.round(ms) : null;
  } catch {
    return null;
  }
}

interface Advance {
  readonly by: string;
  readonly hold?: boolean | null;
}

const advanceClock: Command<Advance, boolean> = async (act, viewer, { by, hold }) => {
  if (viewer.role !== Role.PLATFORM && viewer.role !== Role.SYSTEM)
    return refuse(UserErrorCode.FORBIDDEN);
  const ms = millisecondsOf(by);
  if (ms === null) return new Refused([invalid('by', 'duration')]);
  if ((await act.time()) + ms > LATEST) return new Refused([invalid('by', 'tooManyForSandbox')]);
  const { app, tx } = act;
  await app.clock.advance(tx, ms);
  if (hold === true) await app.clock.stopAt(tx, await app.clock.now(tx));
  if (hold === false) await app.clock.release(tx);
  return true;
};

/** The resolver, given the sweep that records what falls due on the way. */
export function sandboxResolver(recordDue: () => Promise<void>) {
  @Resolver()
  class SandboxResolver {
    @Mutation(() => SandboxClockAdvancePayload, {
      description:
        'Moves the clock of the sandbox forward, for everyone. Returns after everything then due is recorded. By PLATFORM and SYSTEM.',
    })
    async sandboxClockAdvance(
      @Arg('input', () => SandboxClockAdvanceInput) input: SandboxClockAdvanceInput,
      @Ctx() context: Context,
    ): Promise<SandboxClockAdvancePayload> {
      const result = await context.perform('sandboxClockAdvance', input, advanceClock);
      if (result instanceof Refused)
        return { serverTime: null, userErrors: context.userErrors(result.reasons) };
      await recordDue();
      context.now = await context.app.clock.now(context.app.db);
      return { serverTime: context.now, userErrors: [] };
    }
  }
  return SandboxResolver;
}
