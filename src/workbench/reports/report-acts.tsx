import type { ReportFragment } from '../api/operations';
import { Part } from '../shell/part';
import { useWords } from '../words';
import { CancelReport } from './cancel-report';

/** What somebody of the viewer's role can do with a report; each act is a component that asks the API whether it may. */
export function ReportActs({ report }: { readonly report: ReportFragment }) {
  const { t } = useWords();
  if (!report.availableActions.some(({ allowed }) => allowed)) return null;
  return (
    <Part title={t('acts.title')}>
      <div className="acts">
        <CancelReport report={report} />
      </div>
    </Part>
  );
}
