import { Button, Form } from 'antd';
import { useRef } from 'react';
import { DecideReportDocument } from '../api/operations';
import { FieldInput } from '../acts/field-input';
import type { Field } from '../acts/fields';
import { Part } from '../shell/part';
import { useAct } from '../shell/use-act';
import { useWords } from '../words';
import type { WholeReport } from './report-page';

const LONGEST_NOTE = 500;

const FIELDS: readonly Field[] = [
  {
    name: 'approve',
    label: 'decideReport.approve',
    is: 'yesNo',
    yes: 'decideReport.yes',
    no: 'decideReport.no',
    isRequired: true,
  },
  { name: 'note', label: 'decideReport.note', is: 'text', longest: LONGEST_NOTE },
];

interface Values {
  readonly approve: boolean;
  readonly note?: string;
}

/** Staff grant more time or do not, with the evidence beside it (DR-2). */
export default function DecideReport({ report }: { readonly report: WholeReport }) {
  const { t } = useWords();
  const place = useRef<HTMLDivElement>(null);
  const { act, isBusy } = useAct(DecideReportDocument);
  const canDecide = report.availableActions.some(
    ({ action, allowed }) => action === 'APPROVE' && allowed,
  );
  const decide = async (values: Values) => {
    // The form goes with the decision; whoever sent it reads on at what it came to.
    if (await act({ input: { reportId: report.id, ...values } }))
      place.current?.closest<HTMLElement>('[role=region]')?.focus();
  };
  if (!canDecide) return null;
  return (
    <div ref={place}>
      <Part title={t('decideReport.title')}>
        <p className="row-quiet dialog-what">{t('decideReport.what')}</p>
        <Form layout="vertical" onFinish={decide}>
          {FIELDS.map((field) => (
            <FieldInput key={field.name} field={field} />
          ))}
          <Button type="primary" htmlType="submit" block loading={isBusy}>
            {t('decideReport.send')}
          </Button>
        </Form>
      </Part>
    </div>
  );
}
