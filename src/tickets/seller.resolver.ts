/** The mutations of sellers on tickets (TK-4…TK-10, TK-17, TK-18). */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../inbox/context';
import { payloadOf } from '../inbox/payload';
import { addEvidence } from './add-evidence';
import { appealJudgment } from './appeal-judgment';
import { assignTicket } from './assign-ticket';
import { ticketOf } from './platform.resolver';
import { recordContact } from './record-contact';
import { replyToTicket } from './reply-to-ticket';
import { contactById } from './reply.repository';
import {
  TicketAddEvidenceInput,
  TicketAddEvidencePayload,
  TicketAppealInput,
  TicketAppealPayload,
  TicketAssignInput,
  TicketAssignPayload,
  TicketRecordContactInput,
  TicketRecordContactPayload,
  TicketReplyInput,
  TicketReplyPayload,
  type TicketPayload,
} from './ticket.inputs';
import { Ticket } from './ticket.entity';

@Resolver(() => Ticket)
export class TicketSellerResolver {
  @Mutation(() => TicketRecordContactPayload, {
    description:
      'Records that somebody contacted the consumer, or tried to (TK-5). By a seat with `tickets`.',
  })
  async ticketRecordContact(
    @Arg('input', () => TicketRecordContactInput) input: TicketRecordContactInput,
    @Ctx() context: Context,
  ): Promise<TicketRecordContactPayload> {
    const result = await context.perform('ticketRecordContact', input, recordContact);
    return payloadOf(context, result, 'contact', (id) => context.load(contactById, id));
  }

  @Mutation(() => TicketAssignPayload, {
    description:
      'Gives the ticket to a seat: then that seat and the owner act (TK-4). By a seat with `tickets`.',
  })
  async ticketAssign(
    @Arg('input', () => TicketAssignInput) input: TicketAssignInput,
    @Ctx() context: Context,
  ): Promise<TicketPayload> {
    return ticketOf(context, await context.perform('ticketAssign', input, assignTicket));
  }

  @Mutation(() => TicketAddEvidencePayload, {
    description: 'Adds evidence, until the platform decides (TK-18). By a seat with `tickets`.',
  })
  async ticketAddEvidence(
    @Arg('input', () => TicketAddEvidenceInput) input: TicketAddEvidenceInput,
    @Ctx() context: Context,
  ): Promise<TicketPayload> {
    return ticketOf(context, await context.perform('ticketAddEvidence', input, addEvidence));
  }

  @Mutation(() => TicketReplyPayload, {
    description:
      'The one reply, by `dueAt` (TK-6). By a seat with `tickets`. See `Ticket.replyOptions` first.',
  })
  async ticketReply(
    @Arg('input', () => TicketReplyInput) input: TicketReplyInput,
    @Ctx() context: Context,
  ): Promise<TicketPayload> {
    return ticketOf(context, await context.perform('ticketReply', input, replyToTicket));
  }

  @Mutation(() => TicketAppealPayload, {
    description:
      'Appeals against a SELLER_LIABLE judgment, once, by `appealBy` (TK-17). By a seat with `tickets`.',
  })
  async ticketAppeal(
    @Arg('input', () => TicketAppealInput) input: TicketAppealInput,
    @Ctx() context: Context,
  ): Promise<TicketPayload> {
    return ticketOf(context, await context.perform('ticketAppeal', input, appealJudgment));
  }
}
