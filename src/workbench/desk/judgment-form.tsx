import { Button, Form } from 'antd';
import { AdjudicateTicketDocument, type TicketVerdict } from '../api/operations';
import { FieldInput } from '../acts/field-input';
import type { Field } from '../acts/fields';
import { Part } from '../shell/part';
import { useAct } from '../shell/use-act';
import { useWords } from '../words';
import type { GivenPiece } from './case-pieces';

const FIELDS: readonly Field[] = [
  {
    name: 'verdict',
    label: 'act.verdict',
    is: 'choice',
    isRequired: true,
    options: [
      ['SELLER_LIABLE', 'state.SELLER_LIABLE'],
      ['SELLER_NOT_LIABLE', 'state.SELLER_NOT_LIABLE'],
      ['NO_FAULT', 'state.NO_FAULT'],
    ],
  },
  { name: 'reason', label: 'act.reason', is: 'text', isRequired: true },
];

interface Values {
  readonly verdict: TicketVerdict;
  readonly reason: string;
}

interface JudgmentFormProps {
  readonly ticketId: string;
  readonly considered: readonly GivenPiece[];
  readonly onDone: () => void;
}

/** Who is liable, why, and by what evidence (TK-14). */
export function JudgmentForm({ ticketId, considered, onDone }: JudgmentFormProps) {
  const { t } = useWords();
  const { act, isBusy } = useAct(AdjudicateTicketDocument);
  const evidenceIds = considered.map(({ piece }) => piece.id);
  const judge = async (values: Values) => {
    if (await act({ input: { ticketId, evidenceIds, ...values } })) onDone();
  };
  return (
    <Part title={t('action.ADJUDICATE')}>
      <Form layout="vertical" onFinish={judge}>
        {FIELDS.map((field) => (
          <FieldInput key={field.name} field={field} />
        ))}
        <h3>{t('act.considered')}</h3>
        {considered.length === 0 && <p className="row-quiet">{t('case.noneConsidered')}</p>}
        <ul className="considered">
          {considered.map(({ piece }) => (
            <li key={piece.id}>{piece.fileName}</li>
          ))}
        </ul>
        <Button type="primary" htmlType="submit" block loading={isBusy}>
          {t('action.ADJUDICATE')}
        </Button>
      </Form>
    </Part>
  );
}
