/** Resolvers as the documents show them: repositories, relations, nothing clever. */
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { DataSource } from 'typeorm';
import { Conversation, Message, Money, Order, ShippingProposal } from './stock.entities';
import type { Claims } from './tokens';

export interface StockContext {
  readonly claims: Claims;
  readonly source: DataSource;
}

@ObjectType()
class OrderConnection {
  @Field(() => [Order]) nodes!: Order[];
}

@ObjectType()
class MessageConnection {
  @Field(() => [Message]) nodes!: Message[];
}

@Resolver(() => Order)
export class OrderResolver {
  @Query(() => OrderConnection)
  async orders(
    @Arg('first', () => Int) first: number,
    @Ctx() { source, claims }: StockContext,
  ): Promise<OrderConnection> {
    const nodes = await source.getRepository(Order).find({
      where: { shopKey: claims.shop ?? '' },
      relations: { proposals: true, conversation: { all: true } },
      // Ordered by a relation's column as well, `take` would count joined rows.
      order: { shipBy: 'ASC', id: 'ASC' },
      take: first,
    });
    return { nodes };
  }

  @FieldResolver(() => [ShippingProposal])
  proposals(@Root() { proposals }: Order): ShippingProposal[] {
    return proposals.sort((a, b) => a.number - b.number);
  }

  @FieldResolver(() => Money)
  goodsAmount(@Root() { goodsMinor, currency }: Order): Money {
    return { amountMinor: Number(goodsMinor), currency };
  }

  @FieldResolver(() => String)
  sla(@Root() { recordedSla, shipBy }: Order): string {
    return recordedSla === 'RUNNING' && Date.now() >= shipBy.getTime() + 1_000
      ? 'BREACHED'
      : recordedSla;
  }

  @FieldResolver(() => String)
  shipBySource(@Root() { agreedShipBy, reportedShipBy }: Order): string {
    if (agreedShipBy !== null) return 'AGREED';
    return reportedShipBy === null ? 'ORIGINAL' : 'REPORTED';
  }
}

@Resolver(() => ShippingProposal)
export class ProposalResolver {
  @FieldResolver(() => String)
  status(@Root() { recordedStatus, answerBy }: ShippingProposal): string {
    const isOver = recordedStatus === 'PENDING' && Date.now() >= answerBy.getTime() + 1_000;
    return isOver ? 'EXPIRED' : recordedStatus;
  }
}

@Resolver(() => Conversation)
export class ConversationResolver {
  @FieldResolver(() => MessageConnection)
  messages(
    @Root() { all }: Conversation,
    @Arg('first', () => Int) first: number,
  ): MessageConnection {
    return { nodes: all.sort((a, b) => a.number - b.number).slice(0, first) };
  }
}
