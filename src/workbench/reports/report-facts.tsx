import { lazy, Suspense } from 'react';
import { Proofs } from '../evidence/proofs';
import { OrderHistory } from '../orders/order-history';
import { SlaTag } from '../orders/sla-tag';
import { useSession } from '../session/session.context';
import { Part } from '../shell/part';
import { Instant } from '../time/instant';
import { useWords } from '../words';
import { ReportActs } from './report-acts';
import type { WholeReport } from './report-page';
import { ShipByMove } from './ship-by-move';

/** Staff only: nobody else loads what they decide with. */
const ReportPieces = lazy(() => import('./report-pieces'));
const DecideReport = lazy(() => import('./decide-report'));

/** All that is known of a report, and what can be done with it now. */
export function ReportFacts({ report }: { readonly report: WholeReport }) {
  const { t } = useWords();
  const { viewer } = useSession();
  const isStaff = viewer.role === 'PLATFORM';
  const { evidence, history } = report;
  return (
    <div className="report-body" role="region" aria-label={t('reports.facts')} tabIndex={0}>
      <div className="report-main">
        <Asked report={report} />
        <ReportActs report={report} />
        <Decided report={report} />
        {isStaff ? (
          <Suspense>
            <ReportPieces report={report} />
          </Suspense>
        ) : (
          <Part title={t('reports.evidence')}>
            <Proofs evidence={evidence} />
          </Part>
        )}
      </div>
      <div className="report-beside">
        {isStaff && (
          <Suspense>
            <DecideReport report={report} />
          </Suspense>
        )}
        <Order report={report} />
        <Part title={t('order.history')}>
          <OrderHistory history={history} />
        </Part>
      </div>
    </div>
  );
}

function Asked({ report }: { readonly report: WholeReport }) {
  const { t } = useWords();
  const { remark, seatId, submittedAt } = report;
  return (
    <Part title={t('reports.asked')}>
      <p className="ship-by">
        <ShipByMove report={report} />
      </p>
      {remark !== null && <p className="statement">{remark}</p>}
      <p className="row-quiet">
        {t('reports.submitted')} <Instant at={submittedAt} /> · {seatId}
      </p>
    </Part>
  );
}

/** What the platform decided and said to it. */
function Decided({ report: { decidedAt, note, status } }: { readonly report: WholeReport }) {
  const { t } = useWords();
  if (status === 'SUBMITTED') return null;
  return (
    <Part title={t('reports.decision')}>
      <p>{t(`reports.effect.${status}`)}</p>
      {note !== null && <p className="statement">{note}</p>}
      {decidedAt !== null && (
        <p className="row-quiet">
          <Instant at={decidedAt} />
        </p>
      )}
    </Part>
  );
}

/** How the order stands: an agreed ship-by goes before what a report asks for (DR-3). */
function Order({ report: { order } }: { readonly report: WholeReport }) {
  const { t } = useWords();
  if (!order) return null;
  return (
    <Part title={t('reports.order')}>
      <dl className="pairs">
        <div>
          <dt>{t('order.shipBy')}</dt>
          <dd>
            <Instant at={order.shipBy} /> · {t(`source.${order.shipBySource}`)}
          </dd>
        </div>
        <div>
          <dt>{t('reports.orderState')}</dt>
          <dd>
            {t(`state.${order.status}`)} <SlaTag sla={order.sla} />
          </dd>
        </div>
      </dl>
      {order.shipBySource === 'AGREED' && <p className="warned">{t('reports.agreedGoesFirst')}</p>}
    </Part>
  );
}
