import { Tag } from 'antd';
import type { DeadlineReportStatus } from '../api/operations';
import { useWords } from '../words';

const COLOURS: Record<DeadlineReportStatus, string> = {
  SUBMITTED: 'processing',
  APPROVED: 'success',
  REJECTED: 'error',
  CANCELLED: 'default',
};

/** Whether the platform granted the time, has yet to decide, or need not any more. */
export function ReportTag({ status }: { readonly status: DeadlineReportStatus }) {
  const { t } = useWords();
  return <Tag color={COLOURS[status]}>{t(`reportState.${status}`)}</Tag>;
}
