import { Link } from 'wouter';
import { useLiveQuery } from '../api/live.query';
import { ReportPageDocument, type ReportPageQuery } from '../api/operations';
import { useRenewed } from '../evidence/use-renewed';
import { Failed } from '../shell/failed';
import { Loading } from '../shell/loading';
import { Nothing } from '../shell/nothing';
import { PageHead } from '../shell/page-head';
import { useWords } from '../words';
import { ReportFacts } from './report-facts';
import { ReportTag } from './report-tag';

export type WholeReport = NonNullable<ReportPageQuery['deadlineReport']>;

/** A deadline report: what is asked for, what proves it, what the platform decided. */
export function ReportPage({ id }: { readonly id: string }) {
  const { t } = useWords();
  const { data, fetching, error, again } = useLiveQuery(
    ReportPageDocument,
    { id },
    (entry) => entry.report?.id === id,
  );
  useRenewed(again);
  const report = data?.deadlineReport;
  if (report) return <Opened report={report} />;
  if (fetching) return <Loading />;
  if (error) return <Failed onAgain={again} />;
  return <Nothing title={t('reports.notYours')}>{t('reports.notYoursWhy')}</Nothing>;
}

function Opened({ report }: { readonly report: WholeReport }) {
  const { t } = useWords();
  const { order, reason, status } = report;
  const title = t(`reportReason.${reason}`);
  return (
    <article className="order" aria-label={title}>
      <PageHead
        list="/reports"
        title={title}
        subtitle={
          order && (
            <>
              <Link href={`/orders/${order.id}`}>{order.orderNo}</Link> {order.shop?.name}
            </>
          )
        }
      >
        <ReportTag status={status} />
      </PageHead>
      <ReportFacts report={report} />
    </article>
  );
}
