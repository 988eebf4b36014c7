/** `messageSend`: a person writes in a conversation (MS-3). */
import { checkText } from '../lib/check';
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import { may, Permission, Role, type Viewer } from '../lib/viewer';
import { ActKind } from '../inbox/act-kind';
import { buyerInbox, shopInbox } from '../inbox/inbox.repository';
import type { Command } from '../inbox/perform';
import { sees } from '../inbox/sight';
import { lockConversation } from './conversation.repository';
import { postText } from './post-message';

export const TEXT_LENGTH = 2_000;

export interface MessageToSend {
  readonly conversationId: string;
  readonly text: string;
}

/** MS-3: buyers write in order conversations, and seats with `chat`; staff do not. */
const mayWrite = (viewer: Viewer): boolean =>
  viewer.role === Role.BUYER || may(viewer, Permission.chat);

export const sendMessage: Command<MessageToSend, string> = async (act, viewer, input) => {
  const { forUpdate } = act.app.db.dialect;
  const conversation = await lockConversation(act.tx, forUpdate, input.conversationId);
  if (conversation === undefined || !sees(viewer, conversation))
    return refuse(UserErrorCode.NOT_FOUND, 'conversationId');
  if (!mayWrite(viewer)) return refuse(UserErrorCode.FORBIDDEN);
  const problems = checkText('text', input.text, TEXT_LENGTH);
  if (problems.length > 0) return new Refused(problems);
  await act.tick();
  const messageId = await postText(act, conversation.id, viewer, input.text);
  const inboxes = [buyerInbox(conversation.buyerId), shopInbox(conversation.shopKey)];
  act.announce(ActKind.MESSAGE_SENT, inboxes, { orderId: conversation.orderId, messageId });
  return messageId;
};
