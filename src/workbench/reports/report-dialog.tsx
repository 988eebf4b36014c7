import { ActDialog, type Values } from '../acts/act-dialog';
import type { Field, Span } from '../acts/fields';
import { SubmitReportDocument, type DeadlineReportReason } from '../api/operations';
import { useAct } from '../shell/use-act';
import { useWords, type Key } from '../words';
import type { WholeOrder } from '../orders/order-page';

const REASONS: readonly DeadlineReportReason[] = [
  'WEATHER',
  'LARGE_EVENT',
  'SYSTEM_FAILURE',
  'WAREHOUSE_MOVE',
  'PRICE_ERROR',
  'OTHER',
];
const LONGEST_REMARK = 500;

const fieldsOf = (span: Span): readonly Field[] => [
  { name: 'newShipBy', label: 'reports.newShipBy', is: 'instant', isRequired: true, span },
  {
    name: 'reason',
    label: 'propose.reason',
    is: 'choice',
    isRequired: true,
    options: REASONS.map((reason): [string, Key] => [reason, `reportReason.${reason}`]),
  },
  { name: 'remark', label: 'propose.remark', is: 'text', longest: LONGEST_REMARK },
  { name: 'evidenceIds', label: 'act.evidence', is: 'files', isRequired: true },
];

interface ReportDialogProps {
  readonly order: WholeOrder;
  readonly onClose: () => void;
}

/** Asks the platform for more time; which instants may be asked for, the API says (DR-1). */
export default function ReportDialog({ order, onClose }: ReportDialogProps) {
  const { t } = useWords();
  const { act, isBusy } = useAct(SubmitReportDocument);
  const { laterThan, latest } = order.canReport;
  const send = async (values: Values) => {
    if (await act({ input: { orderId: order.id, ...values } as never })) onClose();
  };
  return (
    <ActDialog
      title={t('reports.submit')}
      about={{ orderId: order.id }}
      fields={fieldsOf({ after: laterThan, until: latest })}
      isBusy={isBusy}
      onSend={send}
      onClose={onClose}
    >
      <p className="row-quiet dialog-what">{t('reports.what')}</p>
    </ActDialog>
  );
}
