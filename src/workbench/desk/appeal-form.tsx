import { Button, Checkbox, Form } from 'antd';
import {
  DecideAppealDocument,
  type FoundViolationFragment,
  type TicketVerdict,
} from '../api/operations';
import { FieldInput } from '../acts/field-input';
import type { Field } from '../acts/fields';
import { Part } from '../shell/part';
import { useAct } from '../shell/use-act';
import { useWords } from '../words';

const UPHELD: Field = {
  name: 'upheld',
  label: 'act.upheld',
  is: 'yesNo',
  yes: 'act.upheldYes',
  no: 'act.upheldNo',
  isRequired: true,
};
const NEW_VERDICT: Field = {
  name: 'verdict',
  label: 'appeal.verdict',
  is: 'choice',
  isRequired: true,
  options: [
    ['SELLER_NOT_LIABLE', 'state.SELLER_NOT_LIABLE'],
    ['NO_FAULT', 'state.NO_FAULT'],
  ],
};
const NOTE: Field = { name: 'note', label: 'act.note', is: 'text' };

interface Values {
  readonly upheld: boolean;
  readonly verdict?: TicketVerdict;
  readonly revokeViolationIds?: string[];
  readonly note?: string;
}

interface AppealFormProps {
  readonly ticketId: string;
  /** What was recorded on this order and still stands. */
  readonly violations: readonly FoundViolationFragment[];
  readonly onDone: () => void;
}

/** Whether the shop is right, and then what holds instead, and which violations go with the judgment (TK-17). */
export function AppealForm({ ticketId, violations, onDone }: AppealFormProps) {
  const { t } = useWords();
  const [form] = Form.useForm<Values>();
  const isUpheld = (Form.useWatch('upheld', form) as boolean | undefined) === true;
  const { act, isBusy } = useAct(DecideAppealDocument);
  const decide = async (values: Values) => {
    if (await act({ input: { ticketId, ...values } })) onDone();
  };
  return (
    <Part title={t('action.DECIDE_APPEAL')}>
      <Form form={form} layout="vertical" onFinish={decide}>
        <FieldInput field={UPHELD} />
        {isUpheld && <FieldInput field={NEW_VERDICT} />}
        {isUpheld && violations.length > 0 && (
          <Form.Item name="revokeViolationIds" label={t('appeal.revoke')}>
            <Checkbox.Group
              className="choices"
              options={violations.map((violation) => ({
                value: violation.id,
                label: <Revocable violation={violation} />,
              }))}
            />
          </Form.Item>
        )}
        <FieldInput field={NOTE} />
        <Button type="primary" htmlType="submit" block loading={isBusy}>
          {t('action.DECIDE_APPEAL')}
        </Button>
      </Form>
    </Part>
  );
}

function Revocable({ violation }: { readonly violation: FoundViolationFragment }) {
  const { t } = useWords();
  const { severity, points, note, evidence } = violation;
  return (
    <span className="option">
      {evidence?.fileName}
      <span className="row-quiet">
        {t('violation.recorded', { severity: t(`violations.severity.${severity}`), points })}
      </span>
      <span className="row-quiet">{note}</span>
    </span>
  );
}
