import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import type { WholeOrder } from '../orders/order-page';
import { useSession } from '../session/session.context';
import { Part } from '../shell/part';
import { Reasons } from '../shell/reasons';
import { useWords } from '../words';
import { CancelReport } from './cancel-report';
import { ReportTag } from './report-tag';
import { ShipByMove } from './ship-by-move';

/** The form is heavy, and few orders need it: loaded when a seller opens it. */
const ReportDialog = lazy(() => import('./report-dialog'));

/** The order's deadline reports, and whether the shop can submit one now (DR-1…DR-4). */
export function ReportsOfOrder({ order }: { readonly order: WholeOrder }) {
  const { t } = useWords();
  const { viewer } = useSession();
  const isShop = viewer.role === 'SELLER';
  if (!isShop && order.reports.length === 0) return null;
  return (
    <Part title={t('reports.title')}>
      <ul className="reports">
        {order.reports.map((report) => (
          <Submitted key={report.id} report={report} />
        ))}
      </ul>
      {isShop && <Submit order={order} />}
    </Part>
  );
}

type OfOrder = WholeOrder['reports'][number];

function Submitted({ report }: { readonly report: OfOrder }) {
  const { t } = useWords();
  return (
    <li>
      <p className="row-line">
        <Link href={`/reports/${report.id}`}>{t(`reportReason.${report.reason}`)}</Link>
        <ReportTag status={report.status} />
      </p>
      <p>
        <ShipByMove report={report} />
      </p>
      {report.note !== null && <p className="row-quiet">{report.note}</p>}
      <CancelReport report={report} />
    </li>
  );
}

/** Offered or refused by what the API says, with every reason. */
function Submit({ order }: { readonly order: WholeOrder }) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const { allowed, reasons } = order.canReport;
  if (!allowed) return <Reasons reasons={reasons} />;
  return (
    <>
      <p className="row-quiet">{t('reports.what')}</p>
      <Button block onClick={() => setOpen(true)}>
        {t('reports.open')}
      </Button>
      {isOpen && (
        <Suspense>
          <ReportDialog order={order} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
