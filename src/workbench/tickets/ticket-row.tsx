import { Badge, Tag } from 'antd';
import { Link } from 'wouter';
import type { TicketRowFragment } from '../api/operations';
import { useSession } from '../session/session.context';
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
  const { viewer } = useSession();
  const unread = ticket.conversation?.unreadCount ?? 0;
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
          <State ticket={ticket} />
        </span>
        <span className="row-quiet row-cut">
          {viewer.role === 'PLATFORM' ? ticket.shop?.name : ticket.order?.orderNo}
        </span>
      </span>
    </Link>
  );
}

/** Time left while the shop can reply; afterwards the state, and for staff since when it is due. */
function State({ ticket: { status, outcome, dueAt } }: Pick<TicketRowProps, 'ticket'>) {
  const { t } = useWords();
  const { viewer } = useSession();
  if (status === 'AWAITING_SELLER')
    return (
      <>
        <Countdown to={dueAt} />
        <span className="row-quiet">
          <Instant at={dueAt} />
        </span>
      </>
    );
  return (
    <>
      <Tag className="tag-quiet">{t(`state.${outcome ?? status}`)}</Tag>
      {viewer.role === 'PLATFORM' && status !== 'CLOSED' && (
        <span className="row-quiet">
          {t('tickets.due')} <Instant at={dueAt} />
        </span>
      )}
    </>
  );
}
