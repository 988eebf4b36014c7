import type { ReportFragment } from '../api/operations';
import { Part } from '../shell/part';
import { useWords } from '../words';
import { CancelReport } from './cancel-report';

/** What the shop can do with its report. Staff decide beside the evidence: see decide-report.tsx. */
export function ReportActs({ report }: { readonly report: ReportFragment }) {
  const { t } = useWords();
  const canCancel = report.availableActions.some(
    ({ action, allowed }) => action === 'CANCEL' && allowed,
  );
  if (!canCancel) return null;
  return (
    <Part title={t('acts.title')}>
      <div className="acts">
        <CancelReport report={report} />
      </div>
    </Part>
  );
}
