import { Button, Form, Radio } from 'antd';
import { ReplyToTicketDocument, type TicketReplyOption } from '../api/operations';
import { FieldInput } from '../acts/field-input';
import type { Field } from '../acts/fields';
import { Part } from '../shell/part';
import { useAct } from '../shell/use-act';
import { isKey, useWords, type Say } from '../words';
import type { WholeTicket } from './ticket-page';

type Choice = NonNullable<WholeTicket['replyOptions']>[number];

interface Values {
  readonly option: TicketReplyOption;
  readonly remark?: string;
  readonly noContactReason?: string;
  readonly evidenceIds?: string[];
}

interface ReplyFormProps {
  readonly ticketId: string;
  readonly options: readonly Choice[];
}

/** The fields a reply may bring; which of them it must bring, the API says for each option. */
const FIELDS: readonly Field[] = [
  { name: 'remark', label: 'reply.remark', is: 'text' },
  { name: 'noContactReason', label: 'reply.noContactReason', is: 'text' },
  { name: 'evidenceIds', label: 'reply.evidenceIds', is: 'files' },
];

/** The shop's one reply: four options, what each still needs, and where it leads (TK-6). */
export function ReplyForm({ ticketId, options }: ReplyFormProps) {
  const { t } = useWords();
  const [form] = Form.useForm<Values>();
  const chosen = Form.useWatch('option', form) as TicketReplyOption | undefined;
  const { act, isBusy } = useAct(ReplyToTicketDocument);
  return (
    <Part title={t('reply.title')}>
      <Form
        form={form}
        layout="vertical"
        onFinish={(values: Values) => act({ input: { ticketId, ...values } })}
        className="reply"
      >
        <Form.Item
          name="option"
          label={t('reply.option')}
          rules={[{ required: true, message: t('reply.optionMissing') }]}
        >
          <Radio.Group
            className="choices"
            options={options.map((choice) => ({
              value: choice.option,
              disabled: !choice.allowed,
              label: <OptionLabel choice={choice} />,
            }))}
          />
        </Form.Item>
        {chosen !== undefined && (
          <Brought
            ticketId={ticketId}
            requires={options.find(({ option }) => option === chosen)?.requires ?? []}
          />
        )}
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {t('reply.send')}
        </Button>
      </Form>
    </Part>
  );
}

interface BroughtProps {
  readonly ticketId: string;
  readonly requires: readonly string[];
}

/** What the chosen option may bring; why nobody was contacted is asked only where it must be said. */
function Brought({ ticketId, requires }: BroughtProps) {
  const fields = FIELDS.map((field) => ({ ...field, isRequired: requires.includes(field.name) }));
  return fields
    .filter(({ name, isRequired }) => name !== 'noContactReason' || isRequired)
    .map((field) => <FieldInput key={field.name} field={field} about={{ ticketId }} />);
}

/** The fields an option must bring, named as in the form (TK-9, TK-10). */
const needsOf = ({ requires }: Choice, t: Say): string =>
  requires
    .map((field) => `reply.${field}`)
    .filter(isKey)
    .map((key) => t(key))
    .join(', ');

function OptionLabel({ choice }: { readonly choice: Choice }) {
  const { t } = useWords();
  const needs = needsOf(choice, t);
  return (
    <span className="option">
      {t(`replyOption.${choice.option}`)}
      <span className="row-quiet">{t(`replyLeadsTo.${choice.leadsTo}`)}</span>
      {needs !== '' && <span className="row-quiet">{t('reply.needs', { what: needs })}</span>}
      {choice.reasons.map((reason) => (
        <span key={reason} className="warned">
          {t(`reason.${reason}`)}
        </span>
      ))}
    </span>
  );
}
