/**
 * Facts become sentences in the reader's language (MS-2): zh-CN or en. Instants are told in the platform zone (TM-2).
 *
 * i18next: the best-kept of its kind, typed, without dependencies, and front ends can share its files.
 */
import i18next, { type i18n } from 'i18next';
import type { Facts, Refusal } from './refusal';
import { en } from './wording/en';
import { zhCN } from './wording/zh-CN';

export type Language = 'en' | 'zh-CN';

/** The better of the two languages for an Accept-Language value; English when neither is asked for. */
export function languageOf(accepted: string | undefined): Language {
  const wanted = (accepted ?? '')
    .split(',')
    .map(weighed)
    .sort((a, b) => b.weight - a.weight);
  const first = wanted.find(({ tag, weight }) => weight > 0 && /^(zh|en)\b/i.test(tag));
  return first !== undefined && /^zh/i.test(first.tag) ? 'zh-CN' : 'en';
}

function weighed(range: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return { tag, weight: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
}

/** Facts that hold instants end in `At` or `By`. */
const isInstant = (name: string, value: unknown): value is number =>
  typeof value === 'number' && /(At|By)$/.test(name);

/** Facts whose values have words of their own. */
const WORDED = new Set(['status', 'reason', 'cause', 'category', 'option', 'outcome', 'severity']);

export class Wordings {
  private readonly engine: i18n = i18next.createInstance();
  private readonly formats: Record<Language, Intl.DateTimeFormat>;

  constructor(zone: string) {
    void this.engine.init({
      resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
      fallbackLng: false,
      initAsync: false,
      interpolation: { escapeValue: false },
    });
    this.formats = { en: clockFace('sv-SE', zone), 'zh-CN': clockFace('zh-CN', zone) };
  }

  /** The sentence under a key such as `message.PROPOSAL_EXPIRED`. */
  say(language: Language, key: string, facts: Facts = {}): string {
    return this.engine.t(key, { lng: language, ...this.worded(language, facts) });
  }

  refusal(language: Language, { code, facts }: Refusal): string {
    const problem = facts?.['problem'];
    const key = typeof problem === 'string' ? `invalid.${problem}` : `refusal.${code}`;
    return this.say(language, key, facts);
  }

  private worded(language: Language, facts: Facts): Record<string, string> {
    return Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [name, this.word(language, name, value)]),
    );
  }

  private word(language: Language, name: string, value: string | number | null): string {
    if (isInstant(name, value)) return this.formats[language].format(value);
    if (value === null) return '';
    return WORDED.has(name) ? this.engine.t(`${name}.${value}`, { lng: language }) : value;
  }
}

/** Swedish writes dates as ISO does, which no English reader takes for another day. */
const clockFace = (locale: string, zone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
