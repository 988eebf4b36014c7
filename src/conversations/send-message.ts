/** `messageSend`: a person writes in a conversation (MS-3). */
import { checkText } from '../lib/check';
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import { may, Permission, Role, type Viewer } from '../lib/viewer';
import { ActKind } from '../inbox/act-kind';
import { buyerInbox, shopInbox, STAFF_INBOX } from '../inbox/inbox.repository';
import { brief } from '../inbox/perform';
import { sees } from '../inbox/sight';
import type { Conversation } from './conversation.entity';
import { lockConversation } from './conversation.repository';
import { postText } from './post-message';

export const TEXT_LENGTH = 2_000;

export interface MessageToSend {
  readonly conversationId: string;
  readonly text: string;
}

/** MS-3: buyers write in order conversations, staff in ticket conversations, seats with `chat` in both. */
const mayWrite = (viewer: Viewer, { ticketId }: Conversation): boolean =>
  viewer.role === (ticketId === null ? Role.BUYER : Role.PLATFORM) || may(viewer, Permission.chat);

/** IN-1: the two sides of a conversation. */
const inboxesOf = ({ buyerId, shopKey }: Conversation): string[] => [
  buyerId === null ? STAFF_INBOX : buyerInbox(buyerId),
  shopInbox(shopKey),
];

export const sendMessage = brief<MessageToSend, string>(async (act, viewer, input) => {
  const conversation = await lockConversation(act, input.conversationId);
  if (conversation === undefined || !sees(viewer, conversation))
    return refuse(UserErrorCode.NOT_FOUND, 'conversationId');
  if (!mayWrite(viewer, conversation)) return refuse(UserErrorCode.FORBIDDEN);
  const problems = checkText('text', input.text, TEXT_LENGTH);
  if (problems.length > 0) return new Refused(problems);
  await act.tick();
  const messageId = await postText(act, conversation.subjectId, viewer, input.text);
  const { orderId, ticketId } = conversation;
  const told = { orderId, messageId, ...(ticketId !== null && { ticketId }) };
  act.announce(ActKind.MESSAGE_SENT, inboxesOf(conversation), told);
  return messageId;
});
