/** Orders on the left, the chosen one on the right; on a phone one after the other. */
import { useParams } from 'wouter';
import { Nothing } from '../shell/nothing';
import { useWords } from '../words';
import { OrderList } from './order-list';
import { OrderPage } from './order-page';

export default function OrdersPage() {
  const { t } = useWords();
  const { id } = useParams<{ id?: string }>();
  return (
    <div className={`split ${id === undefined ? 'split-list' : 'split-detail'}`}>
      <OrderList chosenId={id} />
      <div className="detail-pane">
        {id === undefined ? (
          <Nothing title={t('orders.chooseTitle')}>{t('orders.choose')}</Nothing>
        ) : (
          <OrderPage key={id} id={id} />
        )}
      </div>
    </div>
  );
}
