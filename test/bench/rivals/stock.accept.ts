/** The acceptance as the documents of type-graphql and TypeORM show it: entities, changed and saved, in a transaction. */
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../src/lib/ids';
import { Conversation, Message, Order, ShippingProposal } from './stock.entities';
import { History, Inbox, InboxEntry } from './stock.logs';
import type { StockContext } from './stock.resolvers';

@InputType()
class ShippingProposalAcceptInput {
  @Field(() => ID) proposalId!: string;
}

@ObjectType()
class UserError {
  @Field() code!: string;
}

@ObjectType()
class ShippingProposalAcceptPayload {
  @Field(() => ShippingProposal, { nullable: true }) proposal!: ShippingProposal | null;
  @Field(() => [UserError]) userErrors!: UserError[];
}

const refused = (code: string): ShippingProposalAcceptPayload => ({
  proposal: null,
  userErrors: [{ code }],
});

const rfc3339 = (at: Date): string => at.toISOString().replace('.000Z', 'Z');

const LOCK = { mode: 'pessimistic_write' } as const;

async function tell(db: EntityManager, ids: string[], told: Partial<InboxEntry>): Promise<void> {
  for (const id of ids) {
    const inboxes = db.getRepository(Inbox);
    // Else two acceptances of one shop would take the same number.
    const inbox = await inboxes.findOneOrFail({ where: { id }, lock: LOCK });
    inbox.head += 1;
    await inboxes.save(inbox);
    await db.getRepository(InboxEntry).save({ ...told, inboxId: id, number: inbox.head });
  }
}

async function post(db: EntityManager, proposal: ShippingProposal, now: Date): Promise<string> {
  const conversation = await db
    .getRepository(Conversation)
    .findOneByOrFail({ orderId: proposal.orderId });
  conversation.lastNumber += 1;
  conversation.lastMessageAt = now;
  await db.getRepository(Conversation).save(conversation);
  const { id: proposalId, number, shipDate, shipBy, answerBy } = proposal;
  const facts = {
    proposalId,
    number,
    shipDate,
    shipBy: shipBy.getTime(),
    answerBy: answerBy.getTime(),
  };
  const made = {
    ...{
      id: newId('message'),
      conversationId: conversation.id,
      number: conversation.lastNumber,
      kind: 'SYSTEM',
    },
    ...{
      sender: 'SYSTEM',
      code: 'PROPOSAL_ACCEPTED',
      facts: JSON.stringify(facts),
      createdAt: now,
    },
  };
  return (await db.getRepository(Message).save(made)).id;
}

async function trace(
  db: EntityManager,
  order: Order,
  proposal: ShippingProposal,
  now: Date,
): Promise<void> {
  const line = {
    orderId: order.id,
    at: now.getTime(),
    actor: 'BUYER',
    actorId: order.buyerId,
    rule: 'SP-8',
    confidential: 0,
  };
  const { policyVersion } = proposal;
  await db.getRepository(History).save([
    {
      ...line,
      id: newId('history'),
      subjectId: proposal.id,
      from: 'PENDING',
      to: 'ACCEPTED',
      policyVersion,
    },
    {
      ...line,
      id: newId('history'),
      subjectId: order.id,
      from: rfc3339(order.shipBy),
      to: rfc3339(proposal.shipBy),
      policyVersion: 1,
    },
  ]);
}

@Resolver()
export class AcceptResolver {
  @Mutation(() => ShippingProposalAcceptPayload)
  shippingProposalAccept(
    @Arg('input') { proposalId }: ShippingProposalAcceptInput,
    @Ctx() { source, claims }: StockContext,
  ): Promise<ShippingProposalAcceptPayload> {
    return source.transaction(async (db) => {
      const { orderId } = await db
        .getRepository(ShippingProposal)
        .findOneByOrFail({ id: proposalId });
      const order = await db
        .getRepository(Order)
        .findOneOrFail({ where: { id: orderId }, lock: LOCK });
      const proposal = await db.getRepository(ShippingProposal).findOneByOrFail({ id: proposalId });
      const now = new Date();
      if (order.buyerId !== claims.sub) return refused('NOT_FOUND');
      const isOpen =
        proposal.recordedStatus === 'PENDING' &&
        now.getTime() < proposal.answerBy.getTime() + 1_000;
      if (!isOpen) return refused('PROPOSAL_NOT_PENDING');
      await trace(db, order, proposal, now);
      Object.assign(proposal, { recordedStatus: 'ACCEPTED', answeredAt: now });
      await db.getRepository(ShippingProposal).save(proposal);
      const messageId = await post(db, proposal, now);
      order.agreedShipBy = proposal.shipBy;
      await db.getRepository(Order).save(order);
      const at = now.getTime();
      await tell(db, [`buyer:${order.buyerId}`, `shop:${order.shopKey}`], {
        ...{
          kind: 'PROPOSAL_ACCEPTED',
          occurredAt: at,
          recordedAt: at,
          actor: 'BUYER',
          actorId: order.buyerId,
        },
        ...{ orderId, proposalId, messageId },
      });
      return { proposal, userErrors: [] };
    });
  }
}
