/** The stock stack on a file of its own, as far as it takes to answer something: for what a start costs. */
import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSchema, Query, Resolver } from 'type-graphql';
import { DataSource } from 'typeorm';
import { Conversation, Message, Order, ShippingProposal } from './stock.entities';
import {
  ConversationResolver,
  OrderResolver,
  ProposalResolver,
  type StockContext,
} from './stock.resolvers';
import { openTokens } from './tokens';

@Resolver()
class TimeResolver {
  @Query(() => Date)
  serverTime(): Date {
    return new Date();
  }
}

async function main(): Promise<void> {
  const source = new DataSource({
    type: 'better-sqlite3',
    database: process.env['DATABASE_FILE']!,
    synchronize: true,
    entities: [Order, ShippingProposal, Conversation, Message],
  });
  await source.initialize();
  const claimsOf = openTokens(process.env['AUTH_SECRET']!);
  const schema = await buildSchema({
    resolvers: [TimeResolver, OrderResolver, ProposalResolver, ConversationResolver],
  });
  const server = new ApolloServer<StockContext>({ schema });
  await startStandaloneServer(server, {
    listen: { port: Number(process.env['PORT']), host: '127.0.0.1' },
    context: async ({ req }) => {
      const { authorization } = req.headers;
      const claims = authorization === undefined ? { sub: '' } : await claimsOf(authorization);
      return { source, claims };
    },
  });
}

void main();
