import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useState } from 'react';
import { Nothing } from '../shell/nothing';
import { PagedList } from '../shell/paged-list';
import { ViewChoice } from '../shell/view-choice';
import { useWords } from '../words';
import { OrderRow } from './order-row';
import { useOrderPages, VIEWS, type OrderView } from './order-pages';

/** Orders by what is due, in four views; an order number finds its order in any state. */
export function OrderList({ chosenId }: { readonly chosenId: string | undefined }) {
  const { t } = useWords();
  const [view, setView] = useState<OrderView>('due');
  const [orderNo, setOrderNo] = useState('');
  const orders = useOrderPages(view, orderNo);
  const isSearch = orderNo !== '';
  return (
    <section className="list-pane" aria-label={t('orders.title')}>
      <div className="list-tools">
        <ViewChoice
          label={t('orders.views')}
          views={VIEWS}
          value={view}
          onChange={setView}
          nameOf={(one) => t(`orders.view.${one}`)}
        />
        <Input
          type="search"
          prefix={<SearchOutlined aria-hidden />}
          placeholder={t('orders.search')}
          aria-label={t('orders.search')}
          onChange={({ target }) => setOrderNo(target.value.trim())}
        />
      </div>
      <PagedList
        pages={orders}
        rowOf={(order) => <OrderRow order={order} isChosen={order.id === chosenId} />}
      >
        <Nothing title={t(isSearch ? 'orders.notFound' : 'orders.none')}>
          {t(isSearch ? 'orders.notFoundWhy' : 'orders.noneWhy')}
        </Nothing>
      </PagedList>
    </section>
  );
}
