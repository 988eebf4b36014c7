import { useMemo, useState } from 'react';
import { ReportsDocument, type DeadlineReportFilter, type ReportsQuery } from '../api/operations';
import { usePages } from '../api/use-pages';
import { Nothing } from '../shell/nothing';
import { PagedList } from '../shell/paged-list';
import { ViewChoice } from '../shell/view-choice';
import { useWords } from '../words';
import { ReportRow } from './report-row';

const VIEWS = ['waiting', 'decided', 'cancelled'] as const;
type ReportView = (typeof VIEWS)[number];

const FILTERS: Record<ReportView, DeadlineReportFilter> = {
  waiting: { status: ['SUBMITTED'] },
  decided: { status: ['APPROVED', 'REJECTED'] },
  cancelled: { status: ['CANCELLED'] },
};

/** Reports by what waits longest; those that are over, the newest first. */
export function ReportList({ chosenId }: { readonly chosenId: string | undefined }) {
  const { t } = useWords();
  const [view, setView] = useState<ReportView>('waiting');
  const request = useMemo(
    () => ({
      document: ReportsDocument,
      variables: {
        filter: FILTERS[view],
        sort: view === 'waiting' ? 'SUBMITTED_AT_ASC' : 'SUBMITTED_AT_DESC',
      },
      connectionOf: (data: ReportsQuery) => data.deadlineReports,
    }),
    [view],
  );
  const reports = usePages(request, ({ report }) => report !== null);
  return (
    <section className="list-pane" aria-label={t('reports.title')}>
      <div className="list-tools">
        <ViewChoice
          label={t('reports.views')}
          views={VIEWS}
          value={view}
          onChange={setView}
          nameOf={(one) => t(`reports.view.${one}`)}
        />
      </div>
      <PagedList
        pages={reports}
        rowOf={(report) => <ReportRow report={report} isChosen={report.id === chosenId} />}
      >
        <Nothing title={t('reports.none')}>{t(`reports.noneWhy.${view}`)}</Nothing>
      </PagedList>
    </section>
  );
}
