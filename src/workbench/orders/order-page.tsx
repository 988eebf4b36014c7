import { Tag } from 'antd';
import { useState } from 'react';
import { useLiveQuery } from '../api/live.query';
import { OrderPageDocument, type OrderPageQuery } from '../api/operations';
import { Conversation } from '../chat/conversation';
import { Failed } from '../shell/failed';
import { Loading } from '../shell/loading';
import { Nothing } from '../shell/nothing';
import { PageHead } from '../shell/page-head';
import { SideChoice, type Side } from '../shell/side-choice';
import { useWords } from '../words';
import { goodsOf } from './goods';
import { OrderFacts } from './order-facts';
import { SlaTag } from './sla-tag';

export type WholeOrder = NonNullable<OrderPageQuery['order']>;

/** An order: the conversation about it, and all that holds of it now. */
export function OrderPage({ id }: { readonly id: string }) {
  const { t } = useWords();
  const { data, fetching, error, again } = useLiveQuery(
    OrderPageDocument,
    { id },
    (entry) => entry.order?.id === id,
  );
  const order = data?.order;
  if (order) return <Opened order={order} again={again} />;
  if (fetching) return <Loading />;
  if (error) return <Failed onAgain={again} />;
  return <Nothing title={t('orders.notYours')}>{t('orders.notYoursWhy')}</Nothing>;
}

interface OpenedProps {
  readonly order: WholeOrder;
  readonly again: () => void;
}

function Opened({ order, again }: OpenedProps) {
  const { t } = useWords();
  const [side, setSide] = useState<Side>('chat');
  return (
    <article className={`order order-shows-${side}`} aria-label={order.orderNo}>
      <OrderHead order={order} />
      <SideChoice
        value={side}
        onChange={setSide}
        sides={[
          ['chat', t('order.chat')],
          ['facts', t('order.facts')],
        ]}
      />
      <div className="order-body">
        {order.conversation && (
          <Conversation
            key={order.conversation.id}
            id={order.conversation.id}
            proposals={order.proposals}
            partner="BUYER"
          />
        )}
        <OrderFacts order={order} again={again} />
      </div>
    </article>
  );
}

function OrderHead({ order }: { readonly order: WholeOrder }) {
  const { t, language } = useWords();
  return (
    <PageHead list="/orders" title={goodsOf(order, language)} subtitle={order.orderNo}>
      <Tag>{t(`state.${order.status}`)}</Tag>
      <SlaTag sla={order.sla} />
      {order.worryFree && <Tag color="cyan">{t('order.worryFree')}</Tag>}
    </PageHead>
  );
}
