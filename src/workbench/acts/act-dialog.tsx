import { Form, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import type { ReactNode } from 'react';
import type { EvidenceFor } from '../evidence/upload';
import { minorOf } from '../orders/goods';
import { useWords } from '../words';
import { FieldInput } from './field-input';
import type { Field } from './fields';
import { useFocusReturned } from './use-focus-returned';
import { instantOf } from './wall-time';

export type Values = Readonly<Record<string, unknown>>;

interface ActDialogProps {
  readonly title: string;
  /** What files of the form are evidence for; a form without it asks for none. */
  readonly about?: EvidenceFor;
  readonly fields: readonly Field[];
  readonly isBusy: boolean;
  readonly onSend: (values: Values) => Promise<void>;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** As the API takes it: what was left empty is left out. */
function valueOf({ is }: Field, value: unknown): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  if (is === 'instant') return instantOf(value as Dayjs);
  if (is === 'money') return { amountMinor: minorOf(value as number) };
  return value;
}

const inputOf = (fields: readonly Field[], values: Values): Values =>
  Object.fromEntries(
    fields
      .map((field) => [field.name, valueOf(field, values[field.name])] as const)
      .filter(([, value]) => value !== undefined),
  );

/** One act, one form: its fields, and a button that says what it does. */
export function ActDialog({ fields, onSend, onClose, ...props }: ActDialogProps) {
  const { t } = useWords();
  const [form] = Form.useForm<Values>();
  useFocusReturned();
  return (
    <Modal
      open
      title={props.title}
      okText={props.title}
      cancelText={t('page.cancel')}
      confirmLoading={props.isBusy}
      onOk={form.submit}
      onCancel={onClose}
    >
      {props.children}
      <Form
        form={form}
        // The page behind it may have a form with a field of the same name: no two have the same id.
        name="act"
        layout="vertical"
        onFinish={(values: Values) => onSend(inputOf(fields, values))}
      >
        {fields.map((field) => (
          <FieldInput key={field.name} field={field} about={props.about} />
        ))}
      </Form>
    </Modal>
  );
}
