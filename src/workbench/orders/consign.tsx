import { Button, Popconfirm } from 'antd';
import { ConsignOrderDocument } from '../api/operations';
import { useAct } from '../shell/use-act';
import { useWords } from '../words';
import { Part } from '../shell/part';
import type { WholeOrder } from './order-page';

/** The seller's click that the parcel is handed over; only the carrier's scan counts as shipped (OR-4). */
export function Consign({ order }: { readonly order: WholeOrder }) {
  const { t } = useWords();
  const { act, isBusy } = useAct(ConsignOrderDocument);
  return (
    <Part title={t('consign.title')}>
      <p className="row-quiet">{t('consign.what')}</p>
      <Popconfirm
        title={t('consign.sure')}
        description={t('consign.effect')}
        okText={t('consign.do')}
        cancelText={t('page.cancel')}
        onConfirm={() => act({ input: { orderId: order.id } })}
      >
        <Button block loading={isBusy}>
          {t('consign.do')}
        </Button>
      </Popconfirm>
    </Part>
  );
}
