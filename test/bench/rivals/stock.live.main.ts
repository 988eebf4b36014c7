/** type-graphql's subscriptions over graphql-ws with the pub/sub its documents show: each entry is read once and published. */
import 'reflect-metadata';
import { createServer } from 'node:http';
import { createPubSub } from '@graphql-yoga/subscription';
import { useServer } from 'graphql-ws/use/ws';
import { createPool } from 'mysql2/promise';
import {
  Arg,
  buildSchema,
  Field,
  ID,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { WebSocketServer } from 'ws';
import { channelOf, LiveBell, type Ring } from './live.bell';
import { LiveRows, type Entry } from './live.rows';
import { openTokens } from './tokens';

const env = process.env as Record<'DATABASE_URL' | 'AUTH_SECRET' | 'REDIS_URL' | 'EPOCH', string>;
const db = createPool({ uri: env.DATABASE_URL, connectionLimit: 16, timezone: 'Z' });
const claimsOf = openTokens(env.AUTH_SECRET);
const rows = new LiveRows(db, env.EPOCH);
const pubSub = createPubSub<Record<string, [string, Entry]>>();

@ObjectType()
class Order {
  @Field(() => ID) id!: string;
  @Field() status!: string;
  @Field() shipBy!: string;
}

@ObjectType()
class Proposal {
  @Field(() => ID) id!: string;
  @Field() status!: string;
}

@ObjectType()
class Message {
  @Field(() => ID) id!: string;
  @Field() text!: string;
}

@ObjectType()
class InboxEntry implements Entry {
  @Field() cursor!: string;
  @Field() kind!: string;
  @Field() occurredAt!: string;
  @Field(() => Order, { nullable: true }) order!: Order | null;
  @Field(() => Proposal, { nullable: true }) proposal!: Proposal | null;
  @Field(() => Message, { nullable: true }) message!: Message | null;
}

interface LiveContext {
  readonly inbox: string;
}

const INBOX = 'INBOX';

@Resolver()
class InboxResolver {
  @Query(() => Boolean)
  isThere(): boolean {
    return true;
  }

  @Subscription(() => InboxEntry, {
    topics: INBOX,
    topicId: ({ context }) => (context as LiveContext).inbox,
  })
  inbox(
    @Root() entry: InboxEntry,
    @Arg('after', () => String, { nullable: true }) _after?: string,
  ): InboxEntry {
    return entry;
  }
}

/** How far each log has been read; of those nobody asked for, from the ring before. */
const positions = new Map<string, number>();
let last: Promise<void> = Promise.resolve();

async function publish(rings: readonly Ring[], hasScreens: boolean): Promise<void> {
  if (!hasScreens) {
    for (const { id, number } of rings) positions.set(id, number);
    return;
  }
  const places = rings.map(({ id, number }) => ({
    inbox: id,
    after: positions.get(id) ?? number - 1,
  }));
  for (const { inbox, number, entry } of await rows.afterEach(places)) {
    positions.set(inbox, number);
    pubSub.publish(INBOX, inbox, entry);
  }
}

async function main(): Promise<void> {
  const schema = await buildSchema({ resolvers: [InboxResolver], pubSub });
  const server = createServer();
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  useServer<{ authorization: string }>(
    {
      schema,
      context: async ({ connectionParams }): Promise<LiveContext & Record<string, unknown>> => {
        const { shop, sub } = await claimsOf(connectionParams?.authorization);
        return { inbox: shop === undefined ? `buyer:${sub}` : `shop:${shop}` };
      },
    },
    sockets,
  );
  new LiveBell(env.REDIS_URL, channelOf(env.EPOCH), (rings) => {
    last = last.then(() => publish(rings, sockets.clients.size > 0));
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    console.log(`listening on ${typeof address === 'object' ? address?.port : ''}`);
  });
}

void main();
