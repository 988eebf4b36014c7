import { Button, DatePicker, Form, Radio, type FormInstance } from 'antd';
import type { Dayjs } from 'dayjs';
import { useCallback, useState } from 'react';
import { PublishPolicyDocument, type PolicyValuesFragment } from '../api/operations';
import { instantOf, wallNow } from '../acts/wall-time';
import { useAct, type Refusal } from '../shell/use-act';
import { useWords } from '../words';
import { Differences } from './differences';
import { FigureInput } from './figure-input';
import { FIGURES, GROUPS, sentOf, typedOf, type Typed } from './policy.figures';

export type Values = Readonly<Record<string, Typed>> & {
  readonly when: 'now' | 'later';
  readonly from?: Dayjs;
};

interface PublishFormProps {
  readonly policy: PolicyValuesFragment;
  readonly versions: readonly PolicyValuesFragment[];
  readonly onClose: () => void;
}

const beginningOf = (policy: PolicyValuesFragment) =>
  Object.fromEntries(FIGURES.map((one) => [one.name, typedOf(policy, one)]));

/** All values go with it: what is on the form is what will hold, whatever is published beside it. */
const inputOf = ({ when, from, ...typed }: Values) => ({
  ...Object.fromEntries(FIGURES.map((one) => [one.name, sentOf(one, typed[one.name] ?? '')])),
  ...(when === 'later' && from !== undefined && { effectiveFrom: instantOf(from) }),
});

/** The last part of a refusal's path is the field it is about. */
const fieldOf = ({ field }: Refusal): string => {
  const name = field?.findLast((part) => !/^\d+$/.test(part)) ?? '';
  return name === 'effectiveFrom' ? 'from' : name;
};

/** Refusals are told at the value they are about, and forgotten once it is another. */
function usePublishing(form: FormInstance<Values>, onDone: () => void) {
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const refuse = useCallback(
    (all: readonly Refusal[]) => {
      setRefusals(all);
      const [first] = all.map(fieldOf).filter((name) => name !== '');
      if (first !== undefined) form.scrollToField(first, { focus: true, block: 'center' });
    },
    [form],
  );
  const { act, isBusy } = useAct(PublishPolicyDocument, refuse);
  const publish = async (written: Values) => {
    if (await act({ input: inputOf(written) })) onDone();
  };
  const forget = (changed: Partial<Values>) =>
    setRefusals((all) => all.filter((refusal) => !(fieldOf(refusal) in changed)));
  return { publish, forget, refusals, isBusy };
}

/** A new version of the policy. */
export function PublishForm({ policy, versions, onClose }: PublishFormProps) {
  const { t } = useWords();
  const [form] = Form.useForm<Values>();
  const { publish, forget, refusals, isBusy } = usePublishing(form, onClose);
  const values = Form.useWatch([], form) as Values | undefined;
  const refusedAt = (name: string): string | undefined =>
    refusals.find((refusal) => fieldOf(refusal) === name)?.message;
  return (
    <Form
      form={form}
      layout="vertical"
      className="policy-form"
      initialValues={{ ...beginningOf(policy), when: 'now', from: wallNow() }}
      onFinish={publish}
      onValuesChange={forget}
      scrollToFirstError={{ focus: true }}
    >
      <Figures refusedAt={refusedAt} />
      <section className="figure policy-publish">
        <When isLater={values?.when === 'later'} refused={refusedAt('from')} />
        <Differences values={values} versions={versions} />
        <Elsewhere refusals={refusals} />
        <div className="acts">
          <Button type="primary" htmlType="submit" loading={isBusy}>
            {t('policy.publish')}
          </Button>
          <Button onClick={onClose}>{t('page.cancel')}</Button>
        </div>
      </section>
    </Form>
  );
}

interface FiguresProps {
  readonly refusedAt: (name: string) => string | undefined;
}

function Figures({ refusedAt }: FiguresProps) {
  const { t } = useWords();
  return (
    <div className="policy-groups">
      {GROUPS.map(({ title, figures }) => (
        <fieldset key={title} className="figure">
          <legend>{t(title)}</legend>
          {figures.map((one) => (
            <FigureInput key={one.name} figure={one} refused={refusedAt(one.name)} />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

interface WhenProps {
  readonly isLater: boolean;
  readonly refused: string | undefined;
}

/** At once, or from an instant on by the platform's wall clock (TM-2). */
function When({ isLater, refused }: WhenProps) {
  const { t } = useWords();
  return (
    <>
      <Form.Item name="when" label={t('policy.when')}>
        <Radio.Group
          className="choices"
          options={[
            { value: 'now', label: t('policy.atOnce') },
            { value: 'later', label: t('policy.later') },
          ]}
        />
      </Form.Item>
      {isLater && (
        <Form.Item
          name="from"
          label={t('policy.effectiveFrom')}
          extra={t('act.platformZone')}
          rules={[{ required: true, message: t('act.missing') }]}
          {...(refused !== undefined && { validateStatus: 'error', help: refused })}
        >
          <DatePicker
            showTime={{ format: 'HH:mm:ss' }}
            format="YYYY-MM-DD HH:mm:ss"
            disabledDate={(day) => day.isBefore(wallNow(), 'day')}
            className="wide"
            onKeyDown={(event) => {
              // Enter takes what was typed in; it does not publish it.
              if (event.key === 'Enter') event.preventDefault();
            }}
          />
        </Form.Item>
      )}
    </>
  );
}

/** Refusals that are about no field of the form. */
function Elsewhere({ refusals }: { readonly refusals: readonly Refusal[] }) {
  const names = new Set<string>([...FIGURES.map(({ name }) => name), 'from']);
  const others = refusals.filter((refusal) => !names.has(fieldOf(refusal)));
  if (others.length === 0) return null;
  return (
    <ul className="reasons" role="alert">
      {others.map(({ message }) => (
        <li key={message}>{message}</li>
      ))}
    </ul>
  );
}
