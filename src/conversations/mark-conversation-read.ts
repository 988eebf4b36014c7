/** `conversationMarkRead`: a person has read up to a message (MS-4). Marks are private and announced to nobody. */
import { invalid } from '../lib/check';
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import { personOf } from '../lib/viewer';
import { brief } from '../inbox/perform';
import { sees } from '../inbox/sight';
import { lockConversation, markRead } from './conversation.repository';

export interface ReadMark {
  readonly conversationId: string;
  readonly upTo: number;
}

export const markConversationRead = brief<ReadMark, string>(async (act, viewer, input) => {
  const { dialect } = act.app.db;
  const conversation = await lockConversation(act, input.conversationId);
  if (conversation === undefined || !sees(viewer, conversation))
    return refuse(UserErrorCode.NOT_FOUND, 'conversationId');
  const { lastNumber } = conversation;
  if (input.upTo < 0 || input.upTo > lastNumber)
    return new Refused([invalid('upTo', 'outOfRange', { lowest: 0, highest: lastNumber })]);
  markRead(act.tx, dialect.keepOnConflict('conversation_id, person'), {
    conversationId: conversation.id,
    person: personOf(viewer),
    upTo: input.upTo,
  });
  return conversation.id;
});
