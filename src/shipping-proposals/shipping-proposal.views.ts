/** What the API says about a proposal beyond its facts: for whom, what can be done, what happens next (SP-11, SP-14). */
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { UserErrorCode } from '../lib/refusal';
import { DateTime, LocalDate } from '../lib/scalars';
import { secondsLeft } from '../lib/time';
import type { Viewer } from '../lib/viewer';
import { ProposalStatus, type ShippingProposal } from './shipping-proposal.entity';
import {
  answerRefusals,
  earliestShipDate,
  latestShipDate,
  sendRefusals,
  statusAt,
  type SendState,
} from './shipping-proposal.rules';

export enum ProposalAction {
  ACCEPT = 'ACCEPT',
  DECLINE = 'DECLINE',
}

registerEnumType(ProposalAction, {
  name: 'ShippingProposalAction',
  valuesConfig: {
    ACCEPT: { description: '`shippingProposalAccept`' },
    DECLINE: { description: '`shippingProposalDecline`' },
  },
});

@ObjectType('ShippingProposalAvailableAction', {
  description: 'Whether you can do this now. Read off the same rules that guard the mutation.',
})
export class AvailableAction {
  @Field(() => ProposalAction)
  action!: ProposalAction;

  @Field(() => Boolean)
  allowed!: boolean;

  @Field(() => [UserErrorCode], { description: 'Every reason why not; empty when allowed.' })
  reasons!: UserErrorCode[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'The last second in which it can be done, if it can.',
  })
  until!: number | null;
}

@ObjectType({ description: 'What accepting does, or did (SP-8, SP-11).' })
export class AcceptEffect {
  @Field(() => DateTime, { description: 'The ship-by in force when the card was sent.' })
  shipByBefore!: number;

  @Field(() => DateTime, { description: 'The ship-by once accepted.' })
  shipByAfter!: number;

  @Field(() => Boolean, {
    description:
      'Accepting ends automatic compensation for this order, also when the agreed day is missed (CO-2).',
  })
  automaticCompensationEnds!: boolean;
}

@ObjectType({ description: 'Whether you can send a card for this order now (SP-14).' })
export class CanPropose {
  @Field(() => Boolean)
  allowed!: boolean;

  @Field(() => [UserErrorCode], { description: 'Every reason why not; empty when allowed.' })
  reasons!: UserErrorCode[];

  @Field(() => LocalDate, {
    description: 'The first day that ends later than the ship-by in force (SP-7).',
  })
  earliestShipDate!: string;

  @Field(() => LocalDate, { description: 'The last day that may be proposed today (SP-7).' })
  latestShipDate!: string;

  @Field(() => String, { description: 'What to do before sending, in your language.' })
  advice!: string;
}

export const canPropose = (viewer: Viewer, state: SendState): Omit<CanPropose, 'advice'> => {
  const reasons = sendRefusals(viewer, state).map(({ code }) => code);
  return {
    allowed: reasons.length === 0,
    reasons,
    earliestShipDate: earliestShipDate(state),
    latestShipDate: latestShipDate(state),
  };
};

export const availableActions = (
  viewer: Viewer,
  proposal: ShippingProposal,
  now: number,
): AvailableAction[] => {
  const reasons = answerRefusals(viewer, proposal, now).map(({ code }) => code);
  const allowed = reasons.length === 0;
  const until = allowed ? proposal.answerBy : null;
  return Object.values(ProposalAction).map((action) => ({ action, allowed, reasons, until }));
};

/** TM-3: null when the card is answered or over. */
export const secondsToAnswer = (proposal: ShippingProposal, now: number): number | null =>
  statusAt(proposal, now) === ProposalStatus.PENDING ? secondsLeft(proposal.answerBy, now) : null;
