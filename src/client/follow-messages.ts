import { Follower, type FollowerOptions, type Following } from './follower';
import { MessageFeed, type NumberedMessage } from './message.feed';
import { isFatal, jitteredWaitMs } from './retry.policy';
import type { Source, Variables } from './subscription.source';

export interface FollowMessagesOptions<
  Document,
  Message extends NumberedMessage,
> extends Partial<FollowerOptions> {
  /** `subscription ($conversationId: ID!, $after: Int) { conversationMessages(conversationId: $conversationId, after: $after) { … } }` selecting the number. */
  readonly query: Document;
  readonly conversationId: string;
  /** Further variables of the document. */
  readonly variables?: Variables;
  /** The number of the newest message the application has; 0, the default, sends the whole conversation. */
  readonly after?: number;
  /** Given each message exactly once and in order; the next one waits until it has finished. */
  onMessage(message: Message): Promise<void> | void;
}

/** Follows one conversation (MS-1) without loss, doubles or disorder across interruptions (IN-3, IN-5). */
export function followMessages<Document, Message extends NumberedMessage = NumberedMessage>(
  source: Source<Document>,
  options: FollowMessagesOptions<Document, Message>,
): Following {
  const { conversationId, variables = {}, after = 0 } = options;
  const onMessage = (message: Message) => options.onMessage(message);
  const feed = new MessageFeed<Message>({ ...variables, conversationId }, after, onMessage);
  return new Follower(source, options.query, feed, {
    waitMs: jitteredWaitMs,
    isFatal,
    onInterrupted: () => {},
    ...options,
  });
}
