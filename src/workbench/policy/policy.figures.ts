/** Every value of a policy in the order people look for them, and how each is written, typed in and sent (domain.md §9). */
import type { PolicyPublishInput, PolicyValuesFragment } from '../api/operations';
import { amountOf, majorOf, minorOf } from '../orders/goods';
import type { Key, Language, Say } from '../words';

export type Name = Exclude<keyof PolicyPublishInput, 'effectiveFrom' | 'idempotencyKey'>;
export type Typed = number | string;
type Is = 'hours' | 'days' | 'count' | 'points' | 'percent' | 'megabytes' | 'money' | 'urges';

export interface Figure {
  readonly name: Name;
  readonly is: Is;
  /** The least and the most that may be typed in; the API says the same. */
  readonly range: readonly [number, number];
}

export interface Group {
  readonly title: Key;
  readonly figures: readonly Figure[];
}

const figure = (name: Name, is: Is, least: number, most: number): Figure => ({
  name,
  is,
  range: [least, most],
});

const MONTH_HOURS = 720;
const MOST_MONEY = 1_000_000;

export const GROUPS: readonly Group[] = [
  {
    title: 'policy.group.proposals',
    figures: [
      figure('proposalLimit', 'count', 0, 100),
      figure('answerWithinHours', 'hours', 1, MONTH_HOURS),
      figure('minimumLeadHours', 'hours', 0, MONTH_HOURS),
      figure('shipDateWithinDays', 'days', 1, 365),
    ],
  },
  {
    title: 'policy.group.lateness',
    figures: [
      figure('promisedHours', 'hours', 1, 8_760),
      figure('lateRatePercent', 'percent', 0, 100),
      figure('lateMinimumMinor', 'money', 0, MOST_MONEY),
      figure('lateMaximumMinor', 'money', 0, MOST_MONEY),
    ],
  },
  {
    title: 'policy.group.tickets',
    figures: [
      figure('ticketWithinHours', 'hours', 1, MONTH_HOURS),
      figure('urgesBeforeHours', 'urges', 1, MONTH_HOURS),
      figure('unreachableContacts', 'count', 1, 20),
      figure('appealWithinDays', 'days', 1, 90),
    ],
  },
  {
    title: 'policy.group.evidence',
    figures: [
      figure('evidenceFiles', 'count', 1, 20),
      figure('evidenceMegabytes', 'megabytes', 1, 50),
      figure('generalPoints', 'points', 1, 1_000),
      figure('severePoints', 'points', 1, 1_000),
    ],
  },
];

export const FIGURES: readonly Figure[] = GROUPS.flatMap(({ figures }) => figures);

/** What a form begins with: hours and days as they are, amounts as people write them, urges one after the other. */
export function typedOf(policy: PolicyValuesFragment, { name }: Figure): Typed {
  if (name === 'lateMinimumMinor') return majorOf(policy.lateMinimum);
  if (name === 'lateMaximumMinor') return majorOf(policy.lateMaximum);
  if (name === 'urgesBeforeHours') return policy.urgesBeforeHours.join(', ');
  return policy[name];
}

/** As people may write several numbers. Nothing means no urges. */
export const URGES = /^\s*(\d+(\s*[,，、\s]\s*\d+)*)?\s*$/;

const numbersIn = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);

/** What was typed in, as the API takes it. */
export function sentOf({ is }: Figure, typed: Typed): number | number[] {
  if (is === 'urges') return numbersIn(String(typed));
  return is === 'money' ? minorOf(Number(typed)) : Number(typed);
}

/** The same value, whatever way it is written. */
export const isSame = (one: Figure, a: Typed, b: Typed): boolean =>
  String(sentOf(one, a)) === String(sentOf(one, b));

/** With its unit, for reading. */
export function writtenOf(one: Figure, typed: Typed, currency: string, words: Words): string {
  const { t, language } = words;
  const sent = sentOf(one, typed);
  if (Array.isArray(sent))
    return sent.length === 0
      ? t('policy.noUrges')
      : t('policy.unit.urges', { hours: sent.join(' / ') });
  if (one.is === 'money') return amountOf({ amountMinor: sent, currency }, language);
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(sent);
  return one.is === 'count' ? number : t(`policy.unit.${one.is}`, { number });
}

interface Words {
  readonly t: Say;
  readonly language: Language;
}

/** Which values two policies differ in. */
export const differencesOf = (
  before: PolicyValuesFragment,
  after: PolicyValuesFragment,
): readonly Figure[] =>
  FIGURES.filter((one) => !isSame(one, typedOf(before, one), typedOf(after, one)));
