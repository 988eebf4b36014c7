import { Badge, Tag } from 'antd';
import { Link } from 'wouter';
import type { TicketRowFragment } from '../api/operations';
import { Countdown } from '../time/countdown';
import { Instant } from '../time/instant';
import { useWords } from '../words';

interface TicketRowProps {
  readonly ticket: TicketRowFragment;
  readonly isChosen: boolean;
}

/** One ticket in the queue: what it is about, until when, and whose turn it is. */
export function TicketRow({ ticket, isChosen }: TicketRowProps) {
  const { t } = useWords();
  const unread = ticket.conversation?.unreadCount ?? 0;
  const { status, outcome } = ticket;
  return (
    <Link
      href={`/tickets/${ticket.id}`}
      className="row"
      aria-current={isChosen ? 'page' : undefined}
    >
      <span className="row-line">
        <span className="row-title">{t(`category.${ticket.category}`)}</span>
        <Badge
          count={unread}
          size="small"
          aria-label={unread > 0 ? t('orders.unread', { count: unread }) : undefined}
        />
      </span>
      <span className="row-line row-quiet">
        <span className="row-cut">{ticket.statement}</span>
      </span>
      <span className="row-line">
        <span className="row-due">
          {status === 'AWAITING_SELLER' ? (
            <>
              <Countdown to={ticket.dueAt} />
              <span className="row-quiet">
                <Instant at={ticket.dueAt} />
              </span>
            </>
          ) : (
            <Tag className="tag-quiet">{t(`state.${outcome ?? status}`)}</Tag>
          )}
        </span>
        <span className="row-quiet row-cut">{ticket.order?.orderNo}</span>
      </span>
    </Link>
  );
}
