import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useWords } from '../words';
import { Part } from '../shell/part';
import { Reasons } from '../shell/reasons';
import type { WholeOrder } from './order-page';

/** The calendar is heavy, and few orders need it: loaded when a seller opens it. */
const ProposeDialog = lazy(() => import('./propose-dialog'));

/** Whether a later ship date can be proposed, and every reason why not (SP-14). */
export function Negotiate({ order }: { readonly order: WholeOrder }) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const { allowed, reasons } = order.canPropose;
  return (
    <Part title={t('propose.title')}>
      <p className="row-quiet">{t('propose.left', { count: order.proposalsLeft })}</p>
      {allowed ? (
        <Button type="primary" block onClick={() => setOpen(true)}>
          {t('propose.open')}
        </Button>
      ) : (
        <Reasons reasons={reasons} />
      )}
      {isOpen && (
        <Suspense>
          <ProposeDialog order={order} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </Part>
  );
}
