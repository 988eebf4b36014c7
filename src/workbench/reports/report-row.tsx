import { Link } from 'wouter';
import type { ReportRowFragment } from '../api/operations';
import { useSession } from '../session/session.context';
import { Instant } from '../time/instant';
import { useWords } from '../words';
import { ReportTag } from './report-tag';
import { ShipByMove } from './ship-by-move';

interface ReportRowProps {
  readonly report: ReportRowFragment;
  readonly isChosen: boolean;
}

/** One report in the list: why, from when to when, and what became of it. */
export function ReportRow({ report, isChosen }: ReportRowProps) {
  const { t } = useWords();
  const { viewer } = useSession();
  const { id, reason, status, order, submittedAt } = report;
  return (
    <Link href={`/reports/${id}`} className="row" aria-current={isChosen ? 'page' : undefined}>
      <span className="row-line">
        <span className="row-title">{t(`reportReason.${reason}`)}</span>
        <ReportTag status={status} />
      </span>
      <span className="row-line">
        <ShipByMove report={report} />
      </span>
      <span className="row-line row-quiet">
        <span className="row-cut">
          {order?.orderNo}
          {viewer.role === 'PLATFORM' && ` · ${order?.shop?.name ?? ''}`}
        </span>
        <Instant at={submittedAt} />
      </span>
    </Link>
  );
}
