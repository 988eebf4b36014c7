/** Shipping proposals in the API. */
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { isId } from '../lib/ids';
import { LocalDate } from '../lib/scalars';
import { Payload } from '../lib/user-error';
import type { Context, Found } from '../inbox/context';
import { HistoryEntry } from '../inbox/history.entity';
import { InboxEntry } from '../inbox/inbox.entity';
import { IdempotentInput, payloadOf } from '../inbox/payload';
import { Order } from '../orders/order.entity';
import { historyBySubject, orderById } from '../orders/order.repository';
import { answerShippingProposal } from './answer-shipping-proposal';
import { sendShippingProposal } from './send-shipping-proposal';
import { ProposalReason, ProposalStatus, ShippingProposal } from './shipping-proposal.entity';
import { proposalById, proposalsByOrder } from './shipping-proposal.repository';
import { proposalsLeft, statusAt } from './shipping-proposal.rules';
import {
  AcceptEffect,
  AvailableAction,
  availableActions,
  CanPropose,
  canPropose,
  secondsToAnswer,
} from './shipping-proposal.views';

@InputType()
class ShippingProposalSendInput extends IdempotentInput {
  @Field(() => ID)
  orderId!: string;

  @Field(() => LocalDate, {
    description:
      'A day whose 23:59:59 in the platform zone is later than the ship-by, at most 30 days ahead (SP-7).',
  })
  shipDate!: string;

  @Field(() => ProposalReason)
  reason!: ProposalReason;

  @Field(() => String, { nullable: true, description: 'At most 500 characters (SP-15).' })
  remark?: string | null;
}

@ObjectType()
class ShippingProposalSendPayload extends Payload {
  @Field(() => ShippingProposal, { nullable: true })
  proposal!: ShippingProposal | null;
}

@InputType()
class ShippingProposalAcceptInput extends IdempotentInput {
  @Field(() => ID)
  proposalId!: string;
}

@ObjectType()
class ShippingProposalAcceptPayload extends Payload {
  @Field(() => ShippingProposal, { nullable: true })
  proposal!: ShippingProposal | null;
}

@InputType()
class ShippingProposalDeclineInput extends IdempotentInput {
  @Field(() => ID)
  proposalId!: string;
}

@ObjectType()
class ShippingProposalDeclinePayload extends Payload {
  @Field(() => ShippingProposal, { nullable: true })
  proposal!: ShippingProposal | null;
}

@Resolver(() => ShippingProposal)
export class ShippingProposalResolver {
  @Query(() => ShippingProposal, {
    nullable: true,
    description: 'Null when there is none, or it is not yours (AC-1).',
  })
  async shippingProposal(
    @Arg('id', () => ID) id: string,
    @Ctx() context: Context,
  ): Promise<ShippingProposal | null> {
    context.signedIn();
    return isId('proposal', id) ? context.load(proposalById, id) : null;
  }

  @FieldResolver(() => Order, { nullable: true })
  order(@Root() { orderId }: ShippingProposal, @Ctx() context: Context): Found<Order | null> {
    return context.load(orderById, orderId);
  }

  @FieldResolver(() => ProposalStatus, {
    description: 'True to the second, whether or not it has been recorded yet (TM-5).',
  })
  status(@Root() proposal: ShippingProposal, @Ctx() context: Context): ProposalStatus {
    return statusAt(proposal, context.now);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Whole seconds to `answerBy`; 0 is still in time; null once answered or over (TM-3).',
  })
  secondsLeft(@Root() proposal: ShippingProposal, @Ctx() context: Context): number | null {
    return secondsToAnswer(proposal, context.now);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What happens if nobody answers, in your language; null once answered or over.',
  })
  async atDeadline(
    @Root() proposal: ShippingProposal,
    @Ctx() context: Context,
  ): Promise<string | null> {
    if (secondsToAnswer(proposal, context.now) === null) return null;
    const order = await context.load(orderById, proposal.orderId);
    const facts = { answerBy: proposal.answerBy, shipBy: order?.shipBy ?? proposal.shipByBefore };
    return context.say('proposal.atDeadline', facts);
  }

  @FieldResolver(() => AcceptEffect, { description: 'What accepting does, or did (SP-11).' })
  acceptEffect(@Root() { shipByBefore, shipBy }: ShippingProposal): AcceptEffect {
    return { shipByBefore, shipByAfter: shipBy, automaticCompensationEnds: true };
  }

  @FieldResolver(() => [AvailableAction], {
    description: 'What you can do with the card now (SP-11).',
  })
  availableActions(@Root() proposal: ShippingProposal, @Ctx() context: Context): AvailableAction[] {
    return availableActions(context.signedIn(), proposal, context.now);
  }

  @FieldResolver(() => [HistoryEntry], { description: 'What happened to this card, oldest first.' })
  history(@Root() { id }: ShippingProposal, @Ctx() context: Context): Promise<HistoryEntry[]> {
    return context.load(historyBySubject, id);
  }

  @Mutation(() => ShippingProposalSendPayload, {
    description:
      'Puts a card into the buyer’s chat. By a seat with `proposals`. See `Order.canPropose` first (SP-14).',
  })
  async shippingProposalSend(
    @Arg('input', () => ShippingProposalSendInput) input: ShippingProposalSendInput,
    @Ctx() context: Context,
  ): Promise<ShippingProposalSendPayload> {
    const result = await context.perform(
      'shippingProposalSend',
      input,
      sendShippingProposal,
      proposalById,
    );
    return payloadOf(context, result, 'proposal', (id) => context.load(proposalById, id));
  }

  @Mutation(() => ShippingProposalAcceptPayload, {
    description:
      'The buyer agrees: the day’s 23:59:59 becomes the ship-by (SP-8). Accepting twice is accepting once (SP-12).',
  })
  async shippingProposalAccept(
    @Arg('input', () => ShippingProposalAcceptInput) input: ShippingProposalAcceptInput,
    @Ctx() context: Context,
  ): Promise<ShippingProposalAcceptPayload> {
    const command = answerShippingProposal('ACCEPT');
    const result = await context.perform('shippingProposalAccept', input, command, proposalById);
    return payloadOf(context, result, 'proposal', (id) => context.load(proposalById, id));
  }

  @Mutation(() => ShippingProposalDeclinePayload, {
    description:
      'The buyer declines: the ship-by stays as it was (SP-9). Declining twice is declining once (SP-12).',
  })
  async shippingProposalDecline(
    @Arg('input', () => ShippingProposalDeclineInput) input: ShippingProposalDeclineInput,
    @Ctx() context: Context,
  ): Promise<ShippingProposalDeclinePayload> {
    const command = answerShippingProposal('DECLINE');
    const result = await context.perform('shippingProposalDecline', input, command, proposalById);
    return payloadOf(context, result, 'proposal', (id) => context.load(proposalById, id));
  }
}

@Resolver(() => Order)
export class OrderProposalsResolver {
  @FieldResolver(() => [ShippingProposal], {
    description: 'Its cards, in the order they were sent.',
  })
  proposals(@Root() { id }: Order, @Ctx() context: Context): Promise<ShippingProposal[]> {
    return context.load(proposalsByOrder, id);
  }

  @FieldResolver(() => Int, {
    description: 'Cards that can still be sent; 0 after an acceptance (SP-3, SP-4).',
  })
  async proposalsLeft(@Root() { id }: Order, @Ctx() context: Context): Promise<number> {
    return proposalsLeft(await context.load(proposalsByOrder, id), context.policy);
  }

  @FieldResolver(() => CanPropose, {
    description: 'Whether you can send a card for this order now, and if not, why (SP-14).',
  })
  async canPropose(@Root() order: Order, @Ctx() context: Context): Promise<CanPropose> {
    const proposals = await context.load(proposalsByOrder, order.id);
    const { now, policy } = context;
    const state = { order, proposals, now, policy, zone: context.app.settings.zone };
    return { ...canPropose(context.signedIn(), state), advice: context.say('proposal.advice') };
  }
}

@Resolver(() => InboxEntry)
export class InboxProposalResolver {
  @FieldResolver(() => ShippingProposal, {
    nullable: true,
    description: 'The proposal this act concerns.',
  })
  proposal(
    @Root() { proposalId }: InboxEntry,
    @Ctx() context: Context,
  ): Found<ShippingProposal | null> {
    return proposalId === null ? null : context.load(proposalById, proposalId);
  }
}
