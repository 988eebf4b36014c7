/** Conversations in the API: read, page, count what is unread (MS-1, MS-4). */
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { connectionClass, encodeCursor, pageOf, PER_PAGE, type PageOf } from '../lib/connection';
import { isId } from '../lib/ids';
import { select } from '../lib/rows';
import { Shop } from '../shops/shop.entity';
import { shopByKey } from '../shops/shop.repository';
import { badInput, type Context } from '../inbox/context';
import { afterKeyset, pageSize } from '../inbox/paging';
import { sightOf } from '../inbox/sight';
import { Conversation } from './conversation.entity';
import {
  conversationById,
  hasUnread,
  messagesWithin,
  unreadByConversation,
} from './conversation.repository';
import { Message } from './message.entity';

@InputType()
class ConversationFilter {
  @Field(() => Boolean, { nullable: true, description: 'True: only those with unread messages.' })
  unread?: boolean | null;
}

@ObjectType('ConversationConnection')
class ConversationConnection extends connectionClass('Conversation', () => Conversation) {}

@ObjectType('MessageConnection')
class MessageConnection extends connectionClass('Message', () => Message) {}

const messageCursor = (message: Message): string => encodeCursor([message.number]);

const numberOf = (cursor: string | null | undefined): number | undefined =>
  afterKeyset(cursor, ['number'])?.[0] as number | undefined;

@Resolver(() => Conversation)
export class ConversationResolver {
  @Query(() => Conversation, {
    nullable: true,
    description: 'Null when there is none, or it is not yours (AC-1).',
  })
  async conversation(
    @Arg('id', () => ID) id: string,
    @Ctx() context: Context,
  ): Promise<Conversation | null> {
    context.signedIn();
    return isId('conversation', id) ? context.load(conversationById, id) : null;
  }

  @Query(() => ConversationConnection, {
    description: 'Your conversations, the most recent first.',
  })
  async conversations(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: PER_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
    @Arg('filter', () => ConversationFilter, { nullable: true }) filter?: ConversationFilter | null,
  ): Promise<ConversationConnection> {
    const viewer = context.signedIn();
    const sight = sightOf(viewer);
    const unread = filter?.unread === true ? hasUnread(viewer) : { where: '1 = 1', values: [] };
    const [at, id] = afterKeyset(after, ['number', 'string']) ?? [Number.MAX_SAFE_INTEGER, ''];
    const tail = `WHERE ${sight.where} AND ${unread.where}
      AND last_message_at <= ? AND (last_message_at < ? OR id < ?)
      ORDER BY last_message_at DESC, id DESC LIMIT ?`;
    const values = [
      ...sight.values,
      ...unread.values,
      at ?? 0,
      at ?? 0,
      id ?? '',
      pageSize(first) + 1,
    ];
    const rows = await select(context.app.db, Conversation, tail, values);
    const cursorOf = (row: Conversation) => encodeCursor([row.lastMessageAt, row.id]);
    return pageOf(rows, first, cursorOf, Boolean(after));
  }

  @FieldResolver(() => Shop, { nullable: true })
  shop(@Root() conversation: Conversation, @Ctx() context: Context): Promise<Shop | null> {
    return context.load(shopByKey, conversation.shopKey);
  }

  @FieldResolver(() => Int, {
    description: 'How many messages you have not read; your own never count (MS-4).',
  })
  unreadCount(@Root() conversation: Conversation, @Ctx() context: Context): Promise<number> {
    return context.load(unreadByConversation, conversation.id);
  }

  @FieldResolver(() => MessageConnection, {
    description:
      'Its messages in order: `first` and `after` from the oldest, or `last` and `before` from the newest, as a chat shows them.',
  })
  async messages(
    @Root() conversation: Conversation,
    @Ctx() context: Context,
    @Arg('first', () => Int, { nullable: true }) first?: number | null,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
    @Arg('last', () => Int, { nullable: true }) last?: number | null,
    @Arg('before', () => String, { nullable: true }) before?: string | null,
  ): Promise<MessageConnection> {
    const forwards = typeof first === 'number' || typeof after === 'string';
    const backwards = typeof last === 'number' || typeof before === 'string';
    if (forwards && backwards) throw badInput('Use first and after, or last and before, not both.');
    return backwards
      ? this.newest(context, conversation, last ?? PER_PAGE, numberOf(before))
      : this.oldest(context, conversation, first ?? PER_PAGE, numberOf(after));
  }

  private async oldest(
    context: Context,
    { id }: Conversation,
    first: number,
    after = 0,
  ): Promise<PageOf<Message>> {
    const to = after + pageSize(first) + 1;
    const rows = await context.load(messagesWithin, { conversationId: id, from: after + 1, to });
    return pageOf(rows, first, messageCursor, after > 0);
  }

  private async newest(
    context: Context,
    { id, lastNumber }: Conversation,
    last: number,
    before = lastNumber + 1,
  ): Promise<PageOf<Message>> {
    const to = Math.min(before - 1, lastNumber);
    const from = to - pageSize(last) + 1;
    const rows = await context.load(messagesWithin, { conversationId: id, from, to });
    return pageOf(rows, last, messageCursor, from > 1, before <= lastNumber);
  }
}
