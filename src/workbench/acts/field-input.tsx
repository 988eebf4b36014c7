import { Checkbox, DatePicker, Form, Input, InputNumber, Radio } from 'antd';
import type { ProofFragment } from '../api/operations';
import { EvidenceUpload } from '../evidence/evidence-upload';
import { useWords } from '../words';
import type { Field } from './fields';
import { wallNow } from './wall-time';

interface FieldInputProps {
  readonly field: Field;
  readonly ticketId: string;
  readonly evidence: readonly ProofFragment[];
}

const LONGEST_TEXT = 1_000;

/** A labelled field of a form, by what it asks for. */
export function FieldInput(props: FieldInputProps) {
  const { t } = useWords();
  const { name, label, isRequired = false, is } = props.field;
  if (is === 'proofs' && props.evidence.length === 0) return null;
  return (
    <Form.Item
      name={name}
      label={t(label)}
      {...(is === 'instant' && { initialValue: wallNow(), extra: t('act.platformZone') })}
      rules={[{ required: isRequired, message: t('act.missing') }]}
    >
      {inputFor(props, t)}
    </Form.Item>
  );
}

const yesNo = (yes: string, no: string) => [
  { value: true, label: yes },
  { value: false, label: no },
];

function inputFor(
  { field, ticketId, evidence }: FieldInputProps,
  t: ReturnType<typeof useWords>['t'],
) {
  switch (field.is) {
    case 'text':
      return <Input.TextArea rows={3} maxLength={LONGEST_TEXT} showCount />;
    case 'instant':
      return (
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" className="wide" />
      );
    case 'money':
      return <InputNumber min={0.01} step={1} precision={2} className="wide" />;
    case 'files':
      return <EvidenceUpload ticketId={ticketId} />;
    case 'proofs':
      return (
        <Checkbox.Group
          className="choices"
          options={evidence.map(({ id, fileName }) => ({ value: id, label: fileName }))}
        />
      );
    case 'choice':
      return (
        <Radio.Group
          className="choices"
          options={field.options.map(([value, key]) => ({ value, label: t(key) }))}
        />
      );
    case 'yesNo':
      return <Radio.Group className="choices" options={yesNo(t(field.yes), t(field.no))} />;
  }
}
