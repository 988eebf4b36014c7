/**
 * Facts become sentences in the reader's language (MS-2): zh-CN or en. Instants are told in the platform zone (TM-2).
 *
 * The files are in the form of i18next, for front ends to share. They are read here without it: a sentence is a text with marks, and to
 * find and fill it there took half of the time that it takes to make the text of an event (`npm run bench -- --only screen-across`).
 */
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

/** Texts by key, or more of them: `message.PROPOSAL_EXPIRED` is the text `PROPOSAL_EXPIRED` of `message`. */
interface Catalog {
  readonly [key: string]: string | Catalog;
}

/** Text, then by turns the name of a fact and more text. */
type Sentence = readonly string[];

const sentencesOf = (catalog: Catalog, prefix = ''): [string, Sentence][] =>
  Object.entries(catalog).flatMap(([key, value]): [string, Sentence][] =>
    typeof value === 'string'
      ? [[prefix + key, value.split(/\{\{(\w+)\}\}/)]]
      : sentencesOf(value, `${prefix}${key}.`),
  );

export class Wordings {
  private readonly sentences: Record<Language, ReadonlyMap<string, Sentence>> = {
    en: new Map(sentencesOf(en)),
    'zh-CN': new Map(sentencesOf(zhCN)),
  };
  private readonly formats: Record<Language, Intl.DateTimeFormat>;

  constructor(zone: string) {
    this.formats = { en: clockFace('sv-SE', zone), 'zh-CN': clockFace('zh-CN', zone) };
  }

  /**
   * The sentence under a key such as `message.PROPOSAL_EXPIRED`; the key itself where there is none. A fact named `context` asks for
   * another one where there is: `message.PROPOSAL_ACCEPTED_EARLIER`.
   */
  say(language: Language, key: string, facts: Facts = {}): string {
    const sentences = this.sentences[language];
    const { context } = facts;
    const special = context === undefined ? undefined : sentences.get(`${key}_${context}`);
    const sentence = special ?? sentences.get(key) ?? [key];
    return sentence
      .map((part, index) => (index % 2 === 0 ? part : this.word(language, part, facts[part])))
      .join('');
  }

  refusal(language: Language, { code, facts }: Refusal): string {
    const problem = facts?.['problem'];
    const key = typeof problem === 'string' ? `invalid.${problem}` : `refusal.${code}`;
    return this.say(language, key, facts);
  }

  private word(language: Language, name: string, value: Facts[string] | undefined): string {
    if (isInstant(name, value)) return this.formats[language].format(value);
    if (value === null || value === undefined) return '';
    return WORDED.has(name) ? this.say(language, `${name}.${value}`) : value;
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
