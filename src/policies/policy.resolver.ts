/** `policy`, `policyVersions` and `policyPublish` (domain.md §9). */
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Policy } from '../lib/policy';
import type { Context } from '../inbox/context';
import { payloadOf } from '../inbox/payload';
import { PolicyFace, PolicyPublishInput, PolicyPublishPayload } from './policy.face';
import { figuresOf } from './policy.rules';
import { publishPolicy } from './publish-policy';

const faceOf = (context: Context, policy: Policy): PolicyFace => {
  const { lateMinimumMinor, lateMaximumMinor, ...figures } = figuresOf(policy);
  const { currency } = context.app.settings;
  return {
    ...figures,
    urgesBeforeHours: [...figures.urgesBeforeHours],
    version: policy.version,
    effectiveFrom: Number.isFinite(policy.effectiveFrom) ? policy.effectiveFrom : null,
    lateMinimum: { amountMinor: lateMinimumMinor, currency },
    lateMaximum: { amountMinor: lateMaximumMinor, currency },
  };
};

@Resolver(() => PolicyFace)
export class PolicyResolver {
  @Query(() => PolicyFace, { description: 'The policy in force now.' })
  policy(@Ctx() context: Context): PolicyFace {
    context.signedIn();
    return faceOf(context, context.policy);
  }

  @Query(() => [PolicyFace], {
    description:
      'Every policy published so far, also those not yet in force, in the order of their versions: `policyVersion` in a history is one of these.',
  })
  policyVersions(@Ctx() context: Context): PolicyFace[] {
    context.signedIn();
    return context.app.clock.policies.all.map((policy) => faceOf(context, policy));
  }

  @Mutation(() => PolicyPublishPayload, {
    description:
      'Publishes a policy. What has been judged stays judged by the policy of its time. By PLATFORM.',
  })
  async policyPublish(
    @Arg('input', () => PolicyPublishInput) input: PolicyPublishInput,
    @Ctx() context: Context,
  ): Promise<PolicyPublishPayload> {
    const result = await context.perform('policyPublish', input, publishPolicy);
    // The performing transaction saw the policies before its own: look at the clock again.
    await context.app.clock.now(context.app.db);
    return payloadOf(context, result, 'policy', (version) =>
      Promise.resolve(faceOf(context, context.app.clock.policies.version(version))),
    );
  }
}
