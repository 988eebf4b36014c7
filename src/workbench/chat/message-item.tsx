import { Bubble } from '@ant-design/x';
import type { MessageSender, ProposalFragment, Role } from '../api/operations';
import { useSession } from '../session/session.context';
import { Instant } from '../time/instant';
import { useWords } from '../words';
import { ProposalCard } from './proposal-card';
import type { ChatMessage } from './use-messages';

/** Who speaks for whom (MS-3). */
const OWN: Partial<Record<MessageSender, Role>> = {
  BUYER: 'BUYER',
  SELLER: 'SELLER',
  PLATFORM_SERVICE: 'PLATFORM',
  PLATFORM_OPERATIONS: 'PLATFORM',
};

interface MessageItemProps {
  readonly message: ChatMessage;
  readonly proposals: readonly ProposalFragment[];
}

/** A text, a card, or a system message; what one wrote oneself stands on the right. */
export function MessageItem({ message, proposals }: MessageItemProps) {
  const { t } = useWords();
  const { viewer } = useSession();
  const when = <Instant at={message.createdAt} hourOnly />;
  if (message.kind === 'SYSTEM')
    return (
      <p className="chat-system">
        <span>{message.text}</span> {when}
      </p>
    );
  const isOwn = OWN[message.sender] === viewer.role;
  // Staff speak as an account that is nobody's own.
  const isYou = isOwn && viewer.role !== 'PLATFORM';
  const who = isYou ? t('chat.you') : (message.seat ?? t(`sender.${message.sender}`));
  return (
    <Bubble
      className={`bubble ${isOwn ? 'bubble-own' : ''}`}
      placement={isOwn ? 'end' : 'start'}
      variant={message.kind === 'CARD' ? 'borderless' : 'filled'}
      header={
        <span>
          {who} · {when}
        </span>
      }
      content={message.text}
      contentRender={(text) =>
        message.card !== null && message.card.proposalId !== null ? (
          <ProposalCard card={message.card} proposals={proposals} />
        ) : (
          <div className={message.kind === 'CARD' ? 'card' : undefined}>{text}</div>
        )
      }
    />
  );
}
