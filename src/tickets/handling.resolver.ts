/** What shop and platform see of a ticket, and what everybody can do with it (AC-5, TK-3…TK-18). */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Role } from '../lib/viewer';
import type { Batch, Context } from '../inbox/context';
import { Evidence } from '../evidence/evidence.entity';
import { evidenceOf } from '../evidence/evidence.repository';
import { TicketAddition } from './addition.entity';
import { TicketAppeal } from './appeal.entity';
import { TicketContact } from './contact.entity';
import { TicketJudgment } from './judgment.entity';
import { appealByTicket, judgmentByTicket, urgesByTicket } from './judgment.repository';
import { TicketReply } from './reply.entity';
import { additionsByTicket, contactsByTicket, replyByTicket } from './reply.repository';
import type { Handling } from './reply.rules';
import { Ticket } from './ticket.entity';
import { ticketById } from './ticket.repository';
import { contactCounts, type TicketState } from './ticket.rules';
import {
  availableActions,
  replyOptions,
  TicketAvailableAction,
  TicketReplyChoice,
} from './ticket.views';
import { TicketUrge } from './urge.entity';

const isBuyer = (context: Context): boolean => context.signedIn().role === Role.BUYER;

/** AC-5: null for a buyer. */
const inside = <V>(context: Context, batch: Batch<string, V>, id: string): Promise<V> | null =>
  isBuyer(context) ? null : context.load(batch, id);

async function stateOf(context: Context, ticket: Ticket): Promise<TicketState> {
  const [reply, appeal] = await Promise.all([
    context.load(replyByTicket, ticket.id),
    context.load(appealByTicket, ticket.id),
  ]);
  return { ticket, reply, appeal, now: context.now };
}

async function handlingOf(context: Context, ticket: Ticket): Promise<Handling> {
  const contacts = await context.load(contactsByTicket, ticket.id);
  const pieces = await Promise.all(contacts.map(({ id }) => context.load(evidenceOf, id)));
  const proven = contacts.filter((_, index) => (pieces[index] ?? []).length > 0);
  const { unreachableContacts } = context.app.clock.policies.version(ticket.policyVersion);
  return { ticket, contacts, proven: new Set(proven.map(({ id }) => id)), unreachableContacts };
}

@Resolver(() => Ticket)
export class TicketHandlingResolver {
  @FieldResolver(() => [TicketContact], {
    nullable: true,
    description: 'Every contact recorded, as they came (TK-5). Null for buyers.',
  })
  contacts(@Root() { id }: Ticket, @Ctx() context: Context): Promise<TicketContact[]> | null {
    return inside(context, contactsByTicket, id);
  }

  @FieldResolver(() => TicketReply, {
    nullable: true,
    description: 'The seller’s one reply; a buyer sees its option only (AC-5).',
  })
  async reply(@Root() { id }: Ticket, @Ctx() context: Context): Promise<TicketReply | null> {
    const reply = await context.load(replyByTicket, id);
    if (reply === null || !isBuyer(context)) return reply;
    const hidden = { remark: null, noContactReason: null, seat: null };
    return Object.assign(new TicketReply(), reply, hidden);
  }

  @FieldResolver(() => [Evidence], {
    nullable: true,
    description:
      'All that the seller offered: with contacts, with the reply, added later. Null for buyers.',
  })
  async evidence(@Root() { id }: Ticket, @Ctx() context: Context): Promise<Evidence[] | null> {
    if (isBuyer(context)) return null;
    const [contacts, reply, additions] = await Promise.all([
      context.load(contactsByTicket, id),
      context.load(replyByTicket, id),
      context.load(additionsByTicket, id),
    ]);
    const subjects = [...contacts, ...(reply === null ? [] : [reply]), ...additions];
    const found = await Promise.all(
      subjects.map((subject) => context.load(evidenceOf, subject.id)),
    );
    return [...new Map(found.flat().map((piece) => [piece.id, piece])).values()];
  }

  @FieldResolver(() => [TicketAddition], {
    nullable: true,
    description: 'What the seller added beside contacts and reply (TK-18). Null for buyers.',
  })
  additions(@Root() { id }: Ticket, @Ctx() context: Context): Promise<TicketAddition[]> | null {
    return inside(context, additionsByTicket, id);
  }

  @FieldResolver(() => [TicketUrge], {
    nullable: true,
    description: 'The reminders so far (TK-3). Null for buyers.',
  })
  urges(@Root() { id }: Ticket, @Ctx() context: Context): Promise<TicketUrge[]> | null {
    return inside(context, urgesByTicket, id);
  }

  @FieldResolver(() => TicketJudgment, {
    nullable: true,
    description:
      'What staff decided, and why (TK-14); `outcome` is what holds after an appeal. Null for buyers.',
  })
  judgment(@Root() { id }: Ticket, @Ctx() context: Context): Promise<TicketJudgment | null> | null {
    return inside(context, judgmentByTicket, id);
  }

  @FieldResolver(() => TicketAppeal, {
    nullable: true,
    description: 'The shop’s appeal against the judgment (TK-17). Null for buyers.',
  })
  appeal(@Root() { id }: Ticket, @Ctx() context: Context): Promise<TicketAppeal | null> | null {
    return inside(context, appealByTicket, id);
  }

  @FieldResolver(() => [TicketAvailableAction], {
    description: 'What somebody of your role can do with it, and whether you can now.',
  })
  async availableActions(
    @Root() ticket: Ticket,
    @Ctx() context: Context,
  ): Promise<TicketAvailableAction[]> {
    return availableActions(context.signedIn(), await stateOf(context, ticket));
  }

  @FieldResolver(() => [TicketReplyChoice], {
    nullable: true,
    description:
      'The four replies and what each needs (TK-6). For the shop; null for everybody else.',
  })
  async replyOptions(
    @Root() ticket: Ticket,
    @Ctx() context: Context,
  ): Promise<TicketReplyChoice[] | null> {
    const viewer = context.signedIn();
    if (viewer.role !== Role.SELLER) return null;
    return replyOptions(viewer, await stateOf(context, ticket), await handlingOf(context, ticket));
  }
}

@Resolver(() => TicketContact)
export class TicketContactResolver {
  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket it was made for.' })
  ticket(@Root() { ticketId }: TicketContact, @Ctx() context: Context): Promise<Ticket | null> {
    return context.load(ticketById, ticketId);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether it counts: from the second in which the ticket was opened (TK-5).',
  })
  async counts(@Root() contact: TicketContact, @Ctx() context: Context): Promise<boolean> {
    const ticket = await context.load(ticketById, contact.ticketId);
    return ticket !== null && contactCounts(ticket, contact);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why it does not count, in your language; null when it does.',
  })
  async notCountingReason(
    @Root() contact: TicketContact,
    @Ctx() context: Context,
  ): Promise<string | null> {
    const ticket = await context.load(ticketById, contact.ticketId);
    if (ticket === null || contactCounts(ticket, contact)) return null;
    return context.say('ticket.contactBeforeTicket', { openedAt: ticket.openedAt });
  }

  @FieldResolver(() => [Evidence], { description: 'What proves it.' })
  evidence(@Root() { id }: TicketContact, @Ctx() context: Context): Promise<Evidence[]> {
    return context.load(evidenceOf, id);
  }
}

@Resolver(() => TicketReply)
export class TicketReplyResolver {
  @FieldResolver(() => [Evidence], {
    nullable: true,
    description: 'What was offered with it. Null for buyers.',
  })
  evidence(@Root() { id }: TicketReply, @Ctx() context: Context): Promise<Evidence[]> | null {
    return inside(context, evidenceOf, id);
  }
}

@Resolver(() => TicketAddition)
export class TicketAdditionResolver {
  @FieldResolver(() => [Evidence], { description: 'What was added.' })
  evidence(@Root() { id }: TicketAddition, @Ctx() context: Context): Promise<Evidence[]> {
    return context.load(evidenceOf, id);
  }
}
