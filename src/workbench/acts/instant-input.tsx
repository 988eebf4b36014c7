import { DatePicker, Form } from 'antd';
import type { Dayjs } from 'dayjs';
import { inBothZones, inPlatformZone } from '../time/formats';
import { useWords } from '../words';
import type { Field, Span } from './fields';
import { instantOf, wallNow, wallOf } from './wall-time';

type InstantField = Extract<Field, { readonly is: 'instant' }>;

const DAY_MS = 86_400_000;

/** A day later than what is in force is what most ask for; at the end of the span, its end. */
const suggested = ({ after, until }: Span): Dayjs =>
  wallOf(Math.min(Date.parse(after) + DAY_MS, Date.parse(until)));

const isWithin = (wall: Dayjs, { after, until }: Span): boolean => {
  const chosen = Date.parse(instantOf(wall));
  return chosen > Date.parse(after) && chosen <= Date.parse(until);
};

/** An instant in the platform's time, within its span; the reader's own time is said below it. */
export function InstantInput({ field }: { readonly field: InstantField }) {
  const { t, language } = useWords();
  const { name, label, isRequired = false, span } = field;
  const range = span && {
    after: inPlatformZone(span.after, language),
    until: inPlatformZone(span.until, language),
  };
  const isInSpan = (_rule: unknown, wall: Dayjs | null | undefined) =>
    span && wall && !isWithin(wall, span)
      ? Promise.reject(new Error(t('act.span', range)))
      : Promise.resolve();
  return (
    <Form.Item
      name={name}
      label={t(label)}
      initialValue={span ? suggested(span) : wallNow()}
      extra={
        <>
          {span ? t('act.span', range) : t('act.platformZone')} <ReadersTime name={name} />
        </>
      }
      rules={[{ required: isRequired, message: t('act.missing') }, { validator: isInSpan }]}
    >
      <DatePicker
        showTime={{ format: 'HH:mm' }}
        format="YYYY-MM-DD HH:mm"
        className="wide"
        showNow={!span}
        {...(span && { minDate: wallOf(span.after), maxDate: wallOf(span.until) })}
      />
    </Form.Item>
  );
}

/** What the reader's own clock will show then; a form has no hover on a phone. */
function ReadersTime({ name }: { readonly name: string }) {
  const { t, language } = useWords();
  const wall = Form.useWatch<Dayjs | undefined>(name);
  if (!wall) return null;
  const [, local] = inBothZones(instantOf(wall), language);
  return <span className="readers-time">{t('act.yourTime', { local })}</span>;
}
