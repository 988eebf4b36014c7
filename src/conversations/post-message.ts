/** Puts a message into a conversation, inside the act it belongs to (MS-1, MS-2). */
import { newId } from '../lib/ids';
import type { Facts } from '../lib/refusal';
import { personOf, Role, type Viewer } from '../lib/viewer';
import type { Act } from '../inbox/act';
import { holdConversation, MESSAGE_LOG, messageById, takeNumber } from './conversation.repository';
import { Message, MessageKind, MessageSender } from './message.entity';

type Content = Pick<Message, 'kind' | 'sender' | 'seat' | 'author' | 'code' | 'body' | 'facts'>;

/** `aboutId`: the order or the ticket that the conversation is about. */
async function post(act: Act, aboutId: string, content: Content): Promise<string> {
  const conversation = await holdConversation(act, aboutId);
  const { id: conversationId } = conversation;
  const number = takeNumber(act, conversation);
  const id = newId('message');
  const made = { id, conversationId, number, createdAt: act.now, ...content };
  const message = Object.assign(new Message(), made);
  act.add(Message, message);
  act.leave(messageById, message, conversation);
  const written = { items: [message], now: act.now };
  act.ringAfterCommit({ log: MESSAGE_LOG.name, id: conversationId, number, written });
  return id;
}

/** Staff speak, and back ends send cards, as the service account. */
const SENDER = {
  BUYER: MessageSender.BUYER,
  SELLER: MessageSender.SELLER,
  PLATFORM: MessageSender.PLATFORM_SERVICE,
  SYSTEM: MessageSender.PLATFORM_SERVICE,
} as const satisfies Record<Role, MessageSender>;

/** MS-3: who a person is in a conversation. */
const senderOf = (viewer: Viewer): Pick<Message, 'sender' | 'seat' | 'author'> => ({
  sender: SENDER[viewer.role],
  seat: viewer.role === Role.SELLER ? viewer.sub : null,
  author: personOf(viewer),
});

/** A person's words. */
export const postText = (
  act: Act,
  aboutId: string,
  viewer: Viewer,
  body: string,
): Promise<string> =>
  post(act, aboutId, {
    ...senderOf(viewer),
    kind: MessageKind.TEXT,
    code: null,
    body,
    facts: {},
  });

/** A card of the person who sends it; its facts are frozen (SP-10). */
export const postCard = (
  act: Act,
  aboutId: string,
  viewer: Viewer,
  code: string,
  facts: Facts,
): Promise<string> =>
  post(act, aboutId, {
    ...senderOf(viewer),
    kind: MessageKind.CARD,
    code,
    body: null,
    facts,
  });

/** A result, told by the platform itself or by one of its accounts. */
export const postResult = (
  act: Act,
  aboutId: string,
  code: string,
  facts: Facts,
  sender = MessageSender.SYSTEM,
): Promise<string> =>
  post(act, aboutId, {
    kind: MessageKind.SYSTEM,
    sender,
    seat: null,
    author: null,
    code,
    body: null,
    facts,
  });
