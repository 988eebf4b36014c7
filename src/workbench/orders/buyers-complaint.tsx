import { Button, Tag } from 'antd';
import { FileComplaintDocument } from '../api/operations';
import { useAct } from '../shell/use-act';
import { Instant } from '../time/instant';
import { useWords } from '../words';
import { Part } from '../shell/part';
import type { WholeOrder } from './order-page';

/** The buyer's complaint about a late shipment: judged at once, one per order (CO-3). */
export function BuyersComplaint({ order }: { readonly order: WholeOrder }) {
  const { t } = useWords();
  const { act, isBusy } = useAct(FileComplaintDocument);
  const { complaint } = order;
  if (complaint !== null)
    return (
      <Part title={t('complaint.title')}>
        <Tag color={complaint.status === 'UPHELD' ? 'success' : 'default'}>
          {t(`state.${complaint.status}`)}
        </Tag>
        <Instant at={complaint.filedAt} />
      </Part>
    );
  if (order.sla !== 'BREACHED') return null;
  return (
    <Part title={t('complaint.title')}>
      <p className="row-quiet">{t('complaint.what')}</p>
      <Button block loading={isBusy} onClick={() => act({ input: { orderId: order.id } })}>
        {t('complaint.file')}
      </Button>
    </Part>
  );
}
