import { Tag } from 'antd';
import { Instant } from '../time/instant';
import { isKey, useWords, type Language, type Say } from '../words';
import type { WholeOrder } from './order-page';

type Line = WholeOrder['history'][number];

/** Where the words of a value may be: a state, how somebody was contacted, what was replied. */
const VOCABULARIES = ['state', 'channel', 'replyOption'];
/** An amount beside a state: `PAID CNY 5.00`. */
const AMOUNT = /^([A-Z]{3}) ([\d.]+)$/;
const AN_INSTANT = /^\d{4}-\d\d-\d\dT/;

/** What the line is about: an id says it with its first letters. */
function subjectOf({ subjectId, to }: Line, t: Say): string {
  // Of an order's values only its ship-by is an instant.
  if (subjectId.startsWith('ord_') && to !== null && AN_INSTANT.test(to)) return t('order.shipBy');
  const key = `subject.${subjectId.slice(0, subjectId.indexOf('_'))}`;
  return isKey(key) ? t(key) : '';
}

/** "Why?": every change with its rule, newest first. */
export function OrderHistory({ history }: { readonly history: readonly Line[] }) {
  const { t } = useWords();
  const newestFirst = history.toReversed();
  return (
    <ol className="history">
      {newestFirst.map((line, index) => (
        <li key={newestFirst.length - index}>
          <span>
            {subjectOf(line, t)}
            {line.to !== null && (
              <>
                {' · '}
                <Value of={line.to} />
              </>
            )}
          </span>
          <span className="row-quiet">
            <Instant at={line.at} /> · {t(`actor.${line.actor}`)}
          </span>
          <Tag className="tag-quiet">{line.rule}</Tag>
        </li>
      ))}
    </ol>
  );
}

/** A state in the reader's words, or an instant. */
function Value({ of: value }: { readonly of: string }) {
  const { t, language } = useWords();
  if (AN_INSTANT.test(value)) return <Instant at={value} />;
  const [code = value, ...beside] = value.split(' ');
  const key = VOCABULARIES.map((words) => `${words}.${code}`).find(isKey);
  const word = key === undefined ? code : t(key);
  return `${word} ${besideOf(beside.join(' '), language)}`;
}

/** Amounts as the reader writes them; points are plain numbers. */
function besideOf(text: string, language: Language): string {
  const [, currency, amount] = AMOUNT.exec(text) ?? [];
  if (currency === undefined) return text;
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(Number(amount));
}
