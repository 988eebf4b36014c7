/** What the API says about a ticket beyond its facts: for whom, what can be done, until when, and what happens next. */
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { UserErrorCode } from '../lib/refusal';
import { DateTime } from '../lib/scalars';
import { secondsLeft } from '../lib/time';
import type { Viewer } from '../lib/viewer';
import { ReplyOption } from './reply.entity';
import { replyNeeds, type Handling } from './reply.rules';
import { TicketStatus, type Ticket } from './ticket.entity';
import { arrival, moveOf, movesOf, TicketAction } from './ticket.moves';
import { actionRefusals, statusAt, untilOf, type TicketState } from './ticket.rules';

registerEnumType(TicketAction, {
  name: 'TicketAction',
  valuesConfig: {
    URGE: { description: '`ticketUrge`' },
    ASSIGN: { description: '`ticketAssign`' },
    RECORD_CONTACT: { description: '`ticketRecordContact`' },
    ADD_EVIDENCE: { description: '`ticketAddEvidence`' },
    REPLY: { description: '`ticketReply`; see `replyOptions` for what each option needs.' },
    REQUEST_EVIDENCE: { description: '`ticketRequestEvidence`' },
    REVIEW: { description: '`ticketReview`' },
    CONFIRM: { description: '`ticketConfirm`' },
    ADJUDICATE: { description: '`ticketAdjudicate`' },
    SETTLE_WORRY_FREE: { description: '`ticketSettleWorryFree`' },
    CLOSE: { description: '`ticketClose`' },
    WITHDRAW: { description: '`ticketWithdraw`' },
    APPEAL: { description: '`ticketAppeal`' },
    DECIDE_APPEAL: { description: '`ticketAppealDecide`' },
  },
});

@ObjectType({
  description: 'Whether you can do this now. Read off the same table that guards the mutation.',
})
export class TicketAvailableAction {
  @Field(() => TicketAction)
  action!: TicketAction;

  @Field(() => Boolean)
  allowed!: boolean;

  @Field(() => [UserErrorCode], { description: 'Every reason why not; empty when allowed.' })
  reasons!: UserErrorCode[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'The last second in which it can be done, if it can and a clock ends it.',
  })
  until!: number | null;
}

@ObjectType({
  description: 'One of the four replies, and what it needs, before anybody tries (TK-6).',
})
export class TicketReplyChoice {
  @Field(() => ReplyOption, { description: 'The reply.' })
  option!: ReplyOption;

  @Field(() => Boolean, { description: 'Whether you can give it now, with what it requires.' })
  allowed!: boolean;

  @Field(() => [UserErrorCode], {
    description: 'Every reason why not, whatever the reply brings; empty when allowed.',
  })
  reasons!: UserErrorCode[];

  @Field(() => [String], {
    description:
      'The fields of the input that it must bring: remark, noContactReason, evidenceIds.',
  })
  requires!: string[];

  @Field(() => TicketStatus, { description: 'Where it leads.' })
  leadsTo!: TicketStatus;
}

/** The actions of the viewer's role, each with its reasons: nobody needs to know of the others'. */
export const availableActions = (viewer: Viewer, state: TicketState): TicketAvailableAction[] =>
  Object.values(TicketAction)
    .filter((action) => movesOf(action).some(({ by }) => by.includes(viewer.role)))
    .map((action) => {
      const reasons = actionRefusals(viewer, action, state).map(({ code }) => code);
      const allowed = reasons.length === 0;
      return { action, allowed, reasons, until: allowed ? untilOf(action, state) : null };
    });

export function replyOptions(
  viewer: Viewer,
  state: TicketState,
  handling: Handling,
): TicketReplyChoice[] {
  const blocked = actionRefusals(viewer, TicketAction.REPLY, state);
  return Object.values(ReplyOption).map((option) => {
    const { reasons, requires } = replyNeeds(option, handling);
    const codes = [...blocked, ...reasons].map(({ code }) => code);
    const leadsTo = arrival(moveOf(TicketAction.REPLY, option), state.ticket);
    if (leadsTo === null) throw new Error('Every reply leads somewhere.');
    return { option, allowed: codes.length === 0, reasons: codes, requires, leadsTo };
  });
}

/** TM-3: null once the seller replied, or due has passed, or the ticket is over. */
export const secondsToReply = (ticket: Ticket, now: number): number | null =>
  statusAt(ticket, now) === TicketStatus.AWAITING_SELLER ? secondsLeft(ticket.dueAt, now) : null;

/** TK-11, TK-12: the facts of what happens in the second after `dueAt`; null when nothing will. */
export const atDeadline = (ticket: Ticket, now: number) =>
  secondsToReply(ticket, now) === null
    ? null
    : { dueAt: ticket.dueAt, status: arrival(moveOf('EXPIRE'), ticket) };
