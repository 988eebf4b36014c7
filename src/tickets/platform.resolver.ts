/** The mutations of platform and consumer on tickets (TK-1…TK-17). */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Refused } from '../lib/refusal';
import type { Context } from '../inbox/context';
import { payloadOf } from '../inbox/payload';
import { adjudicateTicket } from './adjudicate-ticket';
import { confirmReply } from './confirm-reply';
import { decideTicketAppeal } from './decide-appeal';
import { endTicket } from './end-ticket';
import { openTicket } from './open-ticket';
import { requestEvidence } from './request-evidence';
import { settleWorryFree } from './settle-worry-free';
import {
  TicketAdjudicateInput,
  TicketAdjudicatePayload,
  TicketAppealDecideInput,
  TicketAppealDecidePayload,
  TicketCloseInput,
  TicketClosePayload,
  TicketConfirmInput,
  TicketConfirmPayload,
  TicketOpenInput,
  TicketOpenPayload,
  TicketRequestEvidenceInput,
  TicketRequestEvidencePayload,
  TicketReviewInput,
  TicketReviewPayload,
  TicketSettleWorryFreeInput,
  TicketSettleWorryFreePayload,
  TicketUrgeInput,
  TicketUrgePayload,
  TicketWithdrawInput,
  TicketWithdrawPayload,
  type TicketPayload,
} from './ticket.inputs';
import { TicketAction } from './ticket.moves';
import { Ticket } from './ticket.entity';
import { ticketById } from './ticket.repository';
import { urgeTicket } from './urge-ticket';

/** The ticket as it is after the command, or why nothing was done. */
export const ticketOf = (context: Context, result: string | Refused): Promise<TicketPayload> =>
  payloadOf(context, result, 'ticket', (id) => context.load(ticketById, id));

@Resolver(() => Ticket)
export class TicketPlatformResolver {
  @Mutation(() => TicketOpenPayload, {
    description:
      'Asks the seller to handle a consumer’s request within 24 hours (TK-1). By PLATFORM and SYSTEM.',
  })
  async ticketOpen(
    @Arg('input', () => TicketOpenInput) input: TicketOpenInput,
    @Ctx() context: Context,
  ): Promise<TicketPayload> {
    return ticketOf(context, await context.perform('ticketOpen', input, openTicket));
  }

  @Mutation(() => TicketUrgePayload, {
    description: 'Reminds the shop while it has not replied (TK-3). By PLATFORM.',
  })
  async ticketUrge(
    @Arg('input', () => TicketUrgeInput) input: TicketUrgeInput,
    @Ctx() context: Context,
  ): Promise<TicketPayload> {
    return ticketOf(context, await context.perform('ticketUrge', input, urgeTicket));
  }

  @Mutation(() => TicketRequestEvidencePayload, {
    description:
      'Asks for contacts and evidence, also where they were waived (TK-11). By PLATFORM.',
  })
  async ticketRequestEvidence(
    @Arg('input', () => TicketRequestEvidenceInput) input: TicketRequestEvidenceInput,
    @Ctx() context: Context,
  ): Promise<TicketPayload> {
    return ticketOf(
      context,
      await context.perform('ticketRequestEvidence', input, requestEvidence),
    );
  }

  @Mutation(() => TicketReviewPayload, {
    description: 'Confirms the reply, which closes the ticket, or denies it (TK-13). By PLATFORM.',
  })
  async ticketReview(
    @Arg('input', () => TicketReviewInput) input: TicketReviewInput,
    @Ctx() context: Context,
  ): Promise<TicketPayload> {
    return ticketOf(
      context,
      await context.perform('ticketReview', input, confirmReply(TicketAction.REVIEW)),
    );
  }

  @Mutation(() => TicketAdjudicatePayload, {
    description: 'Decides who is liable (TK-14). Not for worry-free orders. By PLATFORM.',
  })
  async ticketAdjudicate(
    @Arg('input', () => TicketAdjudicateInput) input: TicketAdjudicateInput,
    @Ctx() context: Context,
  ): Promise<TicketPayload> {
    return ticketOf(context, await context.perform('ticketAdjudicate', input, adjudicateTicket));
  }

  @Mutation(() => TicketSettleWorryFreePayload, {
    description:
      'Closes a worry-free order’s ticket, with or without a compensation (TK-12). By PLATFORM.',
  })
  async ticketSettleWorryFree(
    @Arg('input', () => TicketSettleWorryFreeInput) input: TicketSettleWorryFreeInput,
    @Ctx() context: Context,
  ): Promise<TicketPayload> {
    return ticketOf(
      context,
      await context.perform('ticketSettleWorryFree', input, settleWorryFree),
    );
  }

  @Mutation(() => TicketClosePayload, {
    description: 'Closes an open ticket (TK-16). By PLATFORM.',
  })
  async ticketClose(
    @Arg('input', () => TicketCloseInput) input: TicketCloseInput,
    @Ctx() context: Context,
  ): Promise<TicketPayload> {
    return ticketOf(
      context,
      await context.perform('ticketClose', input, endTicket(TicketAction.CLOSE)),
    );
  }

  @Mutation(() => TicketConfirmPayload, {
    description:
      'The consumer confirms the reply, which closes the ticket, or denies it (TK-13). By BUYER.',
  })
  async ticketConfirm(
    @Arg('input', () => TicketConfirmInput) input: TicketConfirmInput,
    @Ctx() context: Context,
  ): Promise<TicketPayload> {
    return ticketOf(
      context,
      await context.perform('ticketConfirm', input, confirmReply(TicketAction.CONFIRM)),
    );
  }

  @Mutation(() => TicketWithdrawPayload, {
    description: 'Withdraws the request for help (TK-16). By BUYER and PLATFORM.',
  })
  async ticketWithdraw(
    @Arg('input', () => TicketWithdrawInput) input: TicketWithdrawInput,
    @Ctx() context: Context,
  ): Promise<TicketPayload> {
    return ticketOf(
      context,
      await context.perform('ticketWithdraw', input, endTicket(TicketAction.WITHDRAW)),
    );
  }

  @Mutation(() => TicketAppealDecidePayload, {
    description:
      'Upholds an appeal, and takes back what no longer holds, or rejects it (TK-17). By PLATFORM.',
  })
  async ticketAppealDecide(
    @Arg('input', () => TicketAppealDecideInput) input: TicketAppealDecideInput,
    @Ctx() context: Context,
  ): Promise<TicketPayload> {
    return ticketOf(
      context,
      await context.perform('ticketAppealDecide', input, decideTicketAppeal),
    );
  }
}
