import { Form, Input, InputNumber, Radio } from 'antd';
import { EvidenceUpload } from '../evidence/evidence-upload';
import type { EvidenceFor } from '../evidence/upload';
import { useWords, type Say } from '../words';
import type { Field } from './fields';
import { InstantInput } from './instant-input';

interface FieldInputProps {
  readonly field: Field;
  /** What files are evidence for; a field that asks for none needs no answer. */
  readonly about?: EvidenceFor | undefined;
}

const LONGEST_TEXT = 1_000;

/** A labelled field of a form, by what it asks for. */
export function FieldInput(props: FieldInputProps) {
  const { t } = useWords();
  const { field } = props;
  const { name, label, isRequired = false, is } = field;
  if (is === 'instant') return <InstantInput field={field} />;
  return (
    <Form.Item
      name={name}
      label={t(label)}
      rules={[{ required: isRequired, message: t('act.missing') }]}
    >
      {inputFor({ ...props, field }, t)}
    </Form.Item>
  );
}

const yesNo = (yes: string, no: string) => [
  { value: true, label: yes },
  { value: false, label: no },
];

interface InputFor extends FieldInputProps {
  readonly field: Exclude<Field, { readonly is: 'instant' }>;
}

function inputFor({ field, about }: InputFor, t: Say) {
  switch (field.is) {
    case 'text':
      return <Input.TextArea rows={3} maxLength={field.longest ?? LONGEST_TEXT} showCount />;
    case 'money':
      return <InputNumber min={0.01} step={1} precision={2} className="wide" />;
    case 'files':
      return about && <EvidenceUpload about={about} />;
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
