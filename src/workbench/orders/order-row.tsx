import { Badge, Tag } from 'antd';
import { memo } from 'react';
import { Link } from 'wouter';
import type { OrderRowFragment } from '../api/operations';
import { useSession } from '../session/session.context';
import { Countdown } from '../time/countdown';
import { Instant } from '../time/instant';
import { useWords } from '../words';
import { goodsOf } from './goods';
import { SlaTag } from './sla-tag';

interface OrderRowProps {
  readonly order: OrderRowFragment;
  readonly isChosen: boolean;
}

/** One order in the list: what it is, until when, and whether somebody wrote. Drawn anew only when it has changed. */
export const OrderRow = memo(function OrderRow({ order, isChosen }: OrderRowProps) {
  const { t, language } = useWords();
  const { viewer } = useSession();
  const unread = order.conversation?.unreadCount ?? 0;
  const said = unread > 0 ? t('orders.unread', { count: unread }) : undefined;
  return (
    <Link
      href={`/orders/${order.id}`}
      className={`row sla-${order.sla}`}
      aria-current={isChosen ? 'page' : undefined}
    >
      <span className="row-line">
        <span className="row-title">{goodsOf(order, language)}</span>
        <Badge count={unread} size="small" title={said ?? ''} aria-label={said} />
      </span>
      <span className="row-line row-quiet">
        <span className="row-cut">{order.orderNo}</span>
        <span className="row-cut">
          {viewer.role === 'BUYER' ? order.shop?.name : order.buyerId}
        </span>
      </span>
      <span className="row-line">
        <span className="row-due">
          {order.sla === 'RUNNING' ? <Countdown to={order.shipBy} /> : <SlaTag sla={order.sla} />}
          <span className="row-quiet">
            <Instant at={order.shipBy} />
          </span>
        </span>
        {order.shipBySource === 'ORIGINAL' ? null : (
          <Tag className="tag-quiet">{t(`source.${order.shipBySource}`)}</Tag>
        )}
      </span>
    </Link>
  );
});
