import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import type { ProposalFragment } from '../api/operations';
import { useSession } from '../session/session.context';
import { Loading } from '../shell/loading';
import { dayOf } from '../time/formats';
import { useWords, type Language } from '../words';
import { Composer } from './composer';
import { MessageItem } from './message-item';
import { useMarkRead } from './use-mark-read';
import { useMessages, type ChatMessage } from './use-messages';

interface ConversationProps {
  readonly id: string;
  /** What the cards in it stand for now. */
  readonly proposals?: readonly ProposalFragment[];
  /** In a ticket's the shop talks with staff, in an order's with the buyer (MS-3). */
  readonly partner: 'BUYER' | 'PLATFORM';
}

const NONE: readonly ProposalFragment[] = [];

/** The chat of an order: texts, cards and system messages as they come. */
export function Conversation({ id, proposals = NONE, partner }: ConversationProps) {
  const { t } = useWords();
  const { viewer } = useSession();
  const { messages, hasEarlier, loadEarlier, isLoading } = useMessages(id);
  useMarkRead(id, messages.at(-1)?.number ?? 0);
  const canWrite =
    viewer.role === partner ||
    viewer.permissions.includes('chat') ||
    viewer.permissions.includes('owner');
  return (
    <section className="chat" aria-label={t('order.chat')}>
      {isLoading ? (
        <Loading />
      ) : (
        <Messages messages={messages} proposals={proposals}>
          {hasEarlier && (
            <Button type="link" onClick={loadEarlier}>
              {t('chat.earlier')}
            </Button>
          )}
        </Messages>
      )}
      {canWrite && <Composer conversationId={id} />}
    </section>
  );
}

interface MessagesProps {
  readonly messages: readonly ChatMessage[];
  readonly proposals: readonly ProposalFragment[];
  readonly children: React.ReactNode;
}

/** Stays at the newest message while the reader does; who reads further up is not pulled away. */
function useStickToEnd(newest: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const element = scroller.current;
    if (element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [newest]);
  const onScroll = () => {
    const element = scroller.current;
    if (element === null) return;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 80;
  };
  return { scroller, onScroll };
}

const beginsDay = (all: readonly ChatMessage[], index: number, language: Language): boolean => {
  const [here, before] = [all[index], all[index - 1]];
  if (here === undefined || before === undefined) return true;
  return dayOf(here.createdAt, language) !== dayOf(before.createdAt, language);
};

function Messages({ messages, proposals, children }: MessagesProps) {
  const { t, language } = useWords();
  const { scroller, onScroll } = useStickToEnd(messages.at(-1)?.number ?? 0);
  return (
    <div className="messages" ref={scroller} onScroll={onScroll} tabIndex={0} role="log">
      {children}
      {messages.length === 0 && <p className="chat-quiet">{t('chat.none')}</p>}
      <ol aria-label={t('order.chat')}>
        {messages.map((message, index) => (
          <li key={message.id}>
            {beginsDay(messages, index, language) && (
              <p className="chat-day">{dayOf(message.createdAt, language)}</p>
            )}
            <MessageItem message={message} proposals={proposals} />
          </li>
        ))}
      </ol>
    </div>
  );
}
