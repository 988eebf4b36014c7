/** Inputs and payloads of the mutations on tickets (domain.md §10). */
import { Field, ID, InputType, ObjectType, type ClassType } from 'type-graphql';
import { DateTime } from '../lib/scalars';
import { Payload } from '../lib/user-error';
import { IdempotentInput } from '../inbox/payload';
import { MoneyInput } from '../orders/order.inputs';
import { ContactChannel, TicketContact } from './contact.entity';
import { TicketVerdict } from './judgment.entity';
import { ReplyOption } from './reply.entity';
import { Ticket, TicketCategory } from './ticket.entity';

export interface TicketPayload extends Payload {
  ticket: Ticket | null;
}

/** All but one of these mutations answer with their ticket. */
function ticketPayload(mutation: string): ClassType<TicketPayload> {
  @ObjectType(`${mutation}Payload`)
  class MutationPayload extends Payload implements TicketPayload {
    @Field(() => Ticket, { nullable: true, description: 'As it is now; null when refused.' })
    ticket!: Ticket | null;
  }
  return MutationPayload;
}

export const TicketOpenPayload = ticketPayload('TicketOpen');
export const TicketUrgePayload = ticketPayload('TicketUrge');
export const TicketRequestEvidencePayload = ticketPayload('TicketRequestEvidence');
export const TicketAssignPayload = ticketPayload('TicketAssign');
export const TicketAddEvidencePayload = ticketPayload('TicketAddEvidence');
export const TicketReplyPayload = ticketPayload('TicketReply');
export const TicketReviewPayload = ticketPayload('TicketReview');
export const TicketAdjudicatePayload = ticketPayload('TicketAdjudicate');
export const TicketSettleWorryFreePayload = ticketPayload('TicketSettleWorryFree');
export const TicketClosePayload = ticketPayload('TicketClose');
export const TicketConfirmPayload = ticketPayload('TicketConfirm');
export const TicketWithdrawPayload = ticketPayload('TicketWithdraw');
export const TicketAppealPayload = ticketPayload('TicketAppeal');
export const TicketAppealDecidePayload = ticketPayload('TicketAppealDecide');

@ObjectType()
export class TicketRecordContactPayload extends Payload {
  @Field(() => TicketContact, { nullable: true, description: 'Null when refused.' })
  contact!: TicketContact | null;
}

const WORDS = 'At most 1,000 characters.';

@InputType()
abstract class OnTicketInput extends IdempotentInput {
  @Field(() => ID, { description: 'The ticket.' })
  ticketId!: string;
}

@InputType()
abstract class NotedInput extends OnTicketInput {
  @Field(() => String, { nullable: true, description: WORDS })
  note?: string | null;
}

@InputType()
export class TicketOpenInput extends IdempotentInput {
  @Field(() => ID)
  orderId!: string;

  @Field(() => TicketCategory, { description: 'One open ticket per order and category (TK-2).' })
  category!: TicketCategory;

  @Field(() => String, { description: `What the consumer asks for. ${WORDS}` })
  statement!: string;
}

@InputType()
export class TicketUrgeInput extends NotedInput {}

@InputType()
export class TicketRequestEvidenceInput extends NotedInput {
  @Field(() => DateTime, {
    description: 'The last second to offer it in; its fraction of a second is cut off.',
  })
  until!: number;
}

@InputType()
export class TicketAssignInput extends OnTicketInput {
  @Field(() => String, {
    nullable: true,
    description: 'A seat of the shop that may handle tickets; null gives it back to all of them.',
  })
  seatId?: string | null;
}

@InputType()
export class TicketRecordContactInput extends NotedInput {
  @Field(() => ContactChannel, { description: 'By what means.' })
  channel!: ContactChannel;

  @Field(() => DateTime, { description: 'Not in the future; before the ticket it does not count.' })
  contactedAt!: number;

  @Field(() => Boolean, { description: 'Whether the consumer was reached.' })
  reached!: boolean;

  @Field(() => [ID], { nullable: true, description: 'What proves it; at most 5 (EV-1).' })
  evidenceIds?: string[] | null;
}

@InputType()
export class TicketAddEvidenceInput extends OnTicketInput {
  @Field(() => [ID], { description: 'At least 1, at most 5 (EV-1).' })
  evidenceIds!: string[];
}

@InputType()
export class TicketReplyInput extends OnTicketInput {
  @Field(() => ReplyOption, { description: 'See `Ticket.replyOptions` for what each needs.' })
  option!: ReplyOption;

  @Field(() => String, { nullable: true, description: `Required for OTHER. ${WORDS}` })
  remark?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `Why nobody was contacted: required for OTHER without a counting contact. ${WORDS}`,
  })
  noContactReason?: string | null;

  @Field(() => [ID], { nullable: true, description: 'What proves it; at most 5 (EV-1).' })
  evidenceIds?: string[] | null;
}

@InputType()
abstract class ConfirmationInput extends NotedInput {
  @Field(() => Boolean, { description: 'False: the reply does not hold, the platform steps in.' })
  confirmed!: boolean;
}

@InputType()
export class TicketReviewInput extends ConfirmationInput {}

@InputType()
export class TicketConfirmInput extends ConfirmationInput {}

@InputType()
export class TicketAdjudicateInput extends OnTicketInput {
  @Field(() => TicketVerdict, { description: 'Who is liable.' })
  verdict!: TicketVerdict;

  @Field(() => String, { description: `Why. ${WORDS}` })
  reason!: string;

  @Field(() => [ID], { nullable: true, description: 'The evidence considered; at most 5 (EV-1).' })
  evidenceIds?: string[] | null;
}

@InputType()
export class TicketSettleWorryFreeInput extends NotedInput {
  @Field(() => MoneyInput, {
    nullable: true,
    description: 'What the buyer gets, more than nothing; none by default.',
  })
  compensation?: MoneyInput | null;
}

@InputType()
export class TicketCloseInput extends NotedInput {}

@InputType()
export class TicketWithdrawInput extends NotedInput {}

@InputType()
export class TicketAppealInput extends OnTicketInput {
  @Field(() => String, { description: `Why the judgment is wrong. ${WORDS}` })
  reason!: string;
}

@InputType()
export class TicketAppealDecideInput extends NotedInput {
  @Field(() => Boolean, { description: 'True: the shop is right.' })
  upheld!: boolean;

  @Field(() => TicketVerdict, {
    nullable: true,
    description: 'SELLER_NOT_LIABLE or NO_FAULT: required when upheld, and only then.',
  })
  verdict?: TicketVerdict | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Violations that go with the judgment, when it is upheld (TK-17).',
  })
  revokeViolationIds?: string[] | null;
}
