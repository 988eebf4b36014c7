import { Button, Popconfirm } from 'antd';
import { CancelReportDocument, type ReportFragment } from '../api/operations';
import { useAct } from '../shell/use-act';
import { useWords } from '../words';

interface CancelReportProps {
  readonly report: Pick<ReportFragment, 'id' | 'availableActions'>;
}

/** The shop takes back a report that is not decided yet (DR-4). */
export function CancelReport({ report: { id, availableActions } }: CancelReportProps) {
  const { t } = useWords();
  const { act, isBusy } = useAct(CancelReportDocument);
  if (!availableActions.some(({ action, allowed }) => action === 'CANCEL' && allowed)) return null;
  return (
    <Popconfirm
      title={t('reports.cancelSure')}
      okText={t('reports.cancel')}
      cancelText={t('page.cancel')}
      onConfirm={() => act({ input: { reportId: id } })}
    >
      <Button loading={isBusy}>{t('reports.cancel')}</Button>
    </Popconfirm>
  );
}
