/** The page's own words in two languages; what the API words (messages, advice, refusals) comes from there. */
import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import { Kept } from '../session/kept';
import type { en } from './en';

export type Language = 'en' | 'zh-CN';
type Words = Record<keyof typeof en, string>;
type Written = keyof Words;
/** A key as it is asked for: of a plural without its ending. */
export type Key = Written extends infer K
  ? K extends `${infer Stem}_${'one' | 'other'}`
    ? Stem
    : K
  : never;

/** Few readers need both: the words of a language are loaded when it is chosen. */
const WORDS: Record<Language, () => Promise<Words>> = {
  en: async () => (await import('./en')).en,
  'zh-CN': async () => (await import('./zh-CN')).zhCN,
};

export type Say = (key: Key, facts?: Record<string, string | number>) => string;

const kept = new Kept('localStorage', 'parley.language');

const isLanguage = (value: unknown): value is Language => value === 'en' || value === 'zh-CN';

function chosenLanguage(): Language {
  const chosen = kept.read();
  if (isLanguage(chosen)) return chosen;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

const engine = i18next.createInstance();
void engine.init({
  resources: {},
  lng: chosenLanguage(),
  fallbackLng: false,
  initAsync: false,
  // Keys are flat; a full stop belongs to the key.
  keySeparator: false,
  // React escapes.
  interpolation: { escapeValue: false },
});

const listeners = new Set<() => void>();

export const languageNow = (): Language => (engine.language === 'zh-CN' ? 'zh-CN' : 'en');

/** Brings the words of a language; before the first of them there is nothing to show. */
export async function loadWords(language: Language): Promise<void> {
  if (engine.hasResourceBundle(language, 'translation')) return;
  engine.addResourceBundle(language, 'translation', await WORDS[language]());
}

/** Whether there are words for what an open set of codes holds, such as states in a history. */
export const isKey = (key: string): key is Key => engine.exists(key);

export async function chooseLanguage(language: Language): Promise<void> {
  kept.write(language);
  await loadWords(language);
  await engine.changeLanguage(language);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const say: Record<Language, Say> = {
  en: (key, facts) => engine.t(key, { lng: 'en', ...facts }),
  'zh-CN': (key, facts) => engine.t(key, { lng: 'zh-CN', ...facts }),
};

/** The language of the moment, and its words. */
export function useWords(): { readonly language: Language; readonly t: Say } {
  const language = useSyncExternalStore(subscribe, languageNow);
  return { language, t: say[language] };
}
