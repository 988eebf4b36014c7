/** Messages in the API, and the live conversation (MS-1, MS-2, MS-3). */
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
  Root,
  Subscription,
  type SubscribeResolverData,
} from 'type-graphql';
import { isId } from '../lib/ids';
import { Payload } from '../lib/user-error';
import { badInput, notFound, type Context, type Found } from '../inbox/context';
import { InboxEntry } from '../inbox/inbox.entity';
import { isBreak, type Step } from '../inbox/log.stream';
import { IdempotentInput, payloadOf } from '../inbox/payload';
import { Conversation } from './conversation.entity';
import { conversationById, MESSAGE_LOG, messageById } from './conversation.repository';
import { markConversationRead } from './mark-conversation-read';
import { Message, MessageCard, MessageKind } from './message.entity';
import { sendMessage } from './send-message';

@InputType()
class MessageSendInput extends IdempotentInput {
  @Field(() => ID)
  conversationId!: string;

  @Field(() => String, { description: 'At most 2,000 characters.' })
  text!: string;
}

@ObjectType()
class MessageSendPayload extends Payload {
  @Field(() => Message, { nullable: true })
  message!: Message | null;
}

@InputType()
class ConversationMarkReadInput extends IdempotentInput {
  @Field(() => ID)
  conversationId!: string;

  @Field(() => Int, { description: 'The number of the last message read. Marks never move back.' })
  upTo!: number;
}

@ObjectType()
class ConversationMarkReadPayload extends Payload {
  @Field(() => Conversation, { nullable: true })
  conversation!: Conversation | null;
}

interface LiveArguments {
  readonly conversationId: string;
  readonly after?: number | null;
}

/** Opens the live conversation; a wrong id fails here, before anything is delivered (AC-3). */
async function subscribeMessages({ args, context }: SubscribeResolverData) {
  const own = context as Context;
  const { conversationId, after } = args as LiveArguments;
  const known =
    isId('conversation', conversationId) && (await own.load(conversationById, conversationId));
  if (!known) throw notFound();
  if (typeof after === 'number' && (after < 0 || after > known.lastNumber))
    throw badInput(`after must be between 0 and ${String(known.lastNumber)}, the newest message.`);
  return own.app.tails.open(MESSAGE_LOG, conversationId, after ?? undefined);
}

@Resolver(() => Message)
export class MessageResolver {
  @FieldResolver(() => Conversation, { nullable: true })
  conversation(@Root() message: Message, @Ctx() context: Context): Found<Conversation | null> {
    return context.load(conversationById, message.conversationId);
  }

  @FieldResolver(() => String, {
    description: 'In your language (Accept-Language); a TEXT message as it was written.',
  })
  text(@Root() message: Message, @Ctx() context: Context): string {
    // A sentence may end with words that somebody could have added, and did not.
    return message.body ?? context.say(`message.${message.code ?? ''}`, message.facts).trimEnd();
  }

  @FieldResolver(() => MessageCard, { nullable: true, description: 'The frozen facts of a CARD.' })
  card(@Root() { kind, facts }: Message): MessageCard | null {
    return kind === MessageKind.CARD ? (facts as unknown as MessageCard) : null;
  }

  @Mutation(() => MessageSendPayload, {
    description:
      'Writes in a conversation: of an order by its buyer, of a ticket by staff, of both by seats with `chat` (MS-3).',
  })
  async messageSend(
    @Arg('input', () => MessageSendInput) input: MessageSendInput,
    @Ctx() context: Context,
  ): Promise<MessageSendPayload> {
    const result = await context.perform('messageSend', input, sendMessage, messageById);
    return payloadOf(context, result, 'message', (id) => context.load(messageById, id));
  }

  @Mutation(() => ConversationMarkReadPayload, {
    description: 'Says that you have read up to a message (MS-4).',
  })
  async conversationMarkRead(
    @Arg('input', () => ConversationMarkReadInput) input: ConversationMarkReadInput,
    @Ctx() context: Context,
  ): Promise<ConversationMarkReadPayload> {
    const result = await context.perform(
      'conversationMarkRead',
      input,
      markConversationRead,
      conversationById,
    );
    return payloadOf(context, result, 'conversation', (id) => context.load(conversationById, id));
  }

  @Subscription(() => Message, {
    subscribe: subscribeMessages,
    description:
      'The messages of one conversation, live: first those after number `after`, then what comes, each once and in order (MS-1, IN-3). Without `after` it starts now.',
  })
  conversationMessages(
    @Root() step: Step<Message>,
    @Ctx() context: Context,
    @Arg('conversationId', () => ID) _conversationId: string,
    @Arg('after', () => Int, { nullable: true }) _after?: number | null,
  ): Message {
    if (isBreak(step)) throw new Error('Messages are never forgotten.');
    context.now = step.now;
    return step.item;
  }
}

@Resolver(() => InboxEntry)
export class InboxMessageResolver {
  @FieldResolver(() => Message, { nullable: true, description: 'The message this act sent.' })
  message(@Root() { messageId }: InboxEntry, @Ctx() context: Context): Found<Message | null> {
    return messageId === null ? null : context.load(messageById, messageId);
  }
}
