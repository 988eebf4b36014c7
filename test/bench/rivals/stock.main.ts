/** type-graphql, TypeORM with relations and Apollo Server, put together as their documents show it. */
import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSchema } from 'type-graphql';
import { DataSource } from 'typeorm';
import { AcceptResolver } from './stock.accept';
import { Conversation, Message, Order, ShippingProposal } from './stock.entities';
import { History, Inbox, InboxEntry } from './stock.logs';
import {
  ConversationResolver,
  OrderResolver,
  ProposalResolver,
  type StockContext,
} from './stock.resolvers';
import { openTokens } from './tokens';

async function main(): Promise<void> {
  const source = new DataSource({
    type: 'mysql',
    url: process.env['DATABASE_URL']!,
    poolSize: 16,
    timezone: 'Z',
    entities: [Order, ShippingProposal, Conversation, Message, History, Inbox, InboxEntry],
  });
  await source.initialize();
  const claimsOf = openTokens(process.env['AUTH_SECRET']!);
  const schema = await buildSchema({
    resolvers: [OrderResolver, ProposalResolver, ConversationResolver, AcceptResolver],
  });
  const server = new ApolloServer<StockContext>({ schema });
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async ({ req }) => ({ source, claims: await claimsOf(req.headers.authorization) }),
  });
  console.log(`listening on ${new URL(url).port}`);
}

void main();
