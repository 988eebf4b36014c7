/** Deadline reports on the left, the chosen one on the right; on a phone one after the other. */
import { useParams } from 'wouter';
import { Nothing } from '../shell/nothing';
import { useWords } from '../words';
import { ReportList } from './report-list';
import { ReportPage } from './report-page';

export default function ReportsPage() {
  const { t } = useWords();
  const { id } = useParams<{ id?: string }>();
  return (
    <div className={`split ${id === undefined ? 'split-list' : 'split-detail'}`}>
      <ReportList chosenId={id} />
      <div className="detail-pane">
        {id === undefined ? (
          <Nothing title={t('reports.chooseTitle')}>{t('reports.choose')}</Nothing>
        ) : (
          <ReportPage key={id} id={id} />
        )}
      </div>
    </div>
  );
}
