/** The schema: every resolver, in one list. */
import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray, type PubSub } from 'type-graphql';
import { ConversationResolver } from './conversations/conversation.resolver';
import { InboxMessageResolver, MessageResolver } from './conversations/message.resolver';
import { InboxResolver } from './inbox/inbox.resolver';
import {
  ConversationOrderResolver,
  InboxOrderResolver,
  OrderConnectionResolver,
  OrderResolver,
} from './orders/order.resolver';
import { PolicyResolver } from './policies/policy.resolver';
import { sandboxResolver } from './sandbox/sandbox.resolver';
import {
  InboxProposalResolver,
  OrderProposalsResolver,
  ShippingProposalResolver,
} from './shipping-proposals/shipping-proposal.resolver';
import { ShopResolver } from './shops/shop.resolver';
import { ViewerResolver } from './viewer/viewer.resolver';

const RESOLVERS: NonEmptyArray<new () => object> = [
  ViewerResolver,
  PolicyResolver,
  ShopResolver,
  OrderResolver,
  OrderConnectionResolver,
  OrderProposalsResolver,
  ShippingProposalResolver,
  ConversationResolver,
  ConversationOrderResolver,
  MessageResolver,
  InboxResolver,
  InboxOrderResolver,
  InboxProposalResolver,
  InboxMessageResolver,
];

/**
 * type-graphql insists on a pub/sub, and its own would end the process when a subscriber stops reading. Every subscription here
 * has a stream of its own instead; this one refuses to be used.
 */
const NO_PUB_SUB: PubSub = {
  publish: () => {
    throw new Error('Parley publishes nothing: subscriptions follow the log.');
  },
  subscribe: () => {
    throw new Error('Parley publishes nothing: subscriptions follow the log.');
  },
};

/** Builds the schema. `recordDue` is the sandbox's: without it there is no sandboxClockAdvance. */
export function buildSchema(recordDue?: () => Promise<void>): GraphQLSchema {
  const resolvers: NonEmptyArray<new () => object> =
    recordDue === undefined ? RESOLVERS : [...RESOLVERS, sandboxResolver(recordDue)];
  return buildSchemaSync({ resolvers, validate: false, pubSub: NO_PUB_SUB, orphanedTypes: [] });
}
