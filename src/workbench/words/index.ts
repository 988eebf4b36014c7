/** The page's own words in two languages; what the API words (messages, advice, refusals) comes from there. */
import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import { en } from './en';
import { zhCN } from './zh-CN';

export type Language = 'en' | 'zh-CN';
type Written = keyof typeof en;
/** A key as it is asked for: of a plural without its ending. */
export type Key = Written extends infer K
  ? K extends `${infer Stem}_${'one' | 'other'}`
    ? Stem
    : K
  : never;

/** Whether there are words for what an open set of codes holds, such as states in a history. */
export const isKey = (key: string): key is Key => Object.hasOwn(en, key);
export type Say = (key: Key, facts?: Record<string, string | number>) => string;

const KEPT = 'parley.language';

const isLanguage = (value: unknown): value is Language => value === 'en' || value === 'zh-CN';

function chosenLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept)) return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

const engine = i18next.createInstance();
void engine.init({
  resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
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

export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
  void engine.changeLanguage(language);
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
