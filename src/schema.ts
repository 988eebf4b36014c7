/** The schema: every resolver, in one list. */
import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray, type PubSub } from 'type-graphql';
import {
  CompensationConnectionResolver,
  CompensationResolver,
  ComplaintResolver,
  InboxCompensationResolver,
  OrderCompensationsResolver,
} from './compensation/compensation.resolver';
import { ConversationResolver } from './conversations/conversation.resolver';
import { InboxMessageResolver, MessageResolver } from './conversations/message.resolver';
import { EvidenceResolver } from './evidence/evidence.resolver';
import { HistoryActorResolver, InboxActorResolver } from './inbox/actor.resolver';
import { InboxResolver } from './inbox/inbox.resolver';
import { callResolversDirectly, readPropertiesPlainly } from './lean-resolvers';
import { ShopDaysResolver, ShopMetricsResolver } from './metrics/metrics.resolver';
import {
  ConversationOrderResolver,
  InboxOrderResolver,
  OrderConnectionResolver,
  OrderResolver,
} from './orders/order.resolver';
import { PolicyResolver } from './policies/policy.resolver';
import {
  InboxReportResolver,
  OrderReportsResolver,
  ReportConnectionResolver,
  ReportResolver,
} from './reports/report.resolver';
import { sandboxResolver } from './sandbox/sandbox.resolver';
import {
  InboxProposalResolver,
  OrderProposalsResolver,
  ShippingProposalResolver,
} from './shipping-proposals/shipping-proposal.resolver';
import { ShopResolver } from './shops/shop.resolver';
import { SweepResolver } from './sweep/sweep.resolver';
import {
  ConversationTicketResolver,
  InboxTicketResolver,
  OrderTicketsResolver,
  TicketAppealConnectionResolver,
  TicketAppealResolver,
  TicketJudgmentResolver,
} from './tickets/appeal.resolver';
import {
  TicketAdditionResolver,
  TicketContactResolver,
  TicketHandlingResolver,
  TicketReplyResolver,
} from './tickets/handling.resolver';
import { TicketPlatformResolver } from './tickets/platform.resolver';
import { TicketSellerResolver } from './tickets/seller.resolver';
import { TicketConnectionResolver, TicketResolver } from './tickets/ticket.resolver';
import { ViewerResolver } from './viewer/viewer.resolver';
import {
  InboxViolationResolver,
  ShopPointsResolver,
  ViolationConnectionResolver,
  ViolationResolver,
} from './violations/violation.resolver';

const RESOLVERS: NonEmptyArray<new () => object> = [
  ViewerResolver,
  PolicyResolver,
  SweepResolver,
  ShopResolver,
  OrderResolver,
  OrderConnectionResolver,
  OrderProposalsResolver,
  OrderReportsResolver,
  OrderCompensationsResolver,
  ShippingProposalResolver,
  ReportResolver,
  ReportConnectionResolver,
  CompensationResolver,
  CompensationConnectionResolver,
  ComplaintResolver,
  ConversationResolver,
  ConversationOrderResolver,
  MessageResolver,
  InboxResolver,
  InboxActorResolver,
  HistoryActorResolver,
  InboxOrderResolver,
  InboxProposalResolver,
  InboxReportResolver,
  InboxCompensationResolver,
  InboxMessageResolver,
  EvidenceResolver,
  TicketResolver,
  TicketConnectionResolver,
  TicketHandlingResolver,
  TicketAdditionResolver,
  TicketContactResolver,
  TicketReplyResolver,
  TicketJudgmentResolver,
  TicketAppealResolver,
  TicketAppealConnectionResolver,
  TicketSellerResolver,
  TicketPlatformResolver,
  OrderTicketsResolver,
  ConversationTicketResolver,
  InboxTicketResolver,
  ViolationResolver,
  ViolationConnectionResolver,
  ShopPointsResolver,
  InboxViolationResolver,
  ShopMetricsResolver,
  ShopDaysResolver,
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
  readPropertiesPlainly();
  const options = { resolvers, validate: false, pubSub: NO_PUB_SUB, orphanedTypes: [] };
  const schema = buildSchemaSync(options);
  callResolversDirectly(schema);
  return schema;
}
