/** Instants in the platform's zone (TM-2), in the reader's language; the reader's own time beside it. */
import type { Language } from '../words';
import { facts } from '../api/facts';

const cache = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a hundred times what using it costs. */
function format(language: Language, name: string, options: Intl.DateTimeFormatOptions) {
  const key = `${language} ${name}`;
  const made =
    cache.get(key) ?? new Intl.DateTimeFormat(language, { hourCycle: 'h23', ...options });
  cache.set(key, made);
  return made;
}

const MINUTE: Intl.DateTimeFormatOptions = {
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
};
const WHOLE: Intl.DateTimeFormatOptions = { ...MINUTE, year: 'numeric', second: '2-digit' };

/** Month, day, hour and minute in the platform's zone. */
export const inPlatformZone = (instant: string, language: Language): string =>
  format(language, 'platform', { ...MINUTE, timeZone: facts.zone }).format(new Date(instant));

/** To the second, in the platform's zone and in the reader's. */
export function inBothZones(instant: string, language: Language): [string, string] {
  const date = new Date(instant);
  return [
    format(language, 'whole', { ...WHOLE, timeZone: facts.zone, timeZoneName: 'shortOffset' }),
    format(language, 'local', { ...WHOLE, timeZoneName: 'shortOffset' }),
  ].map((each) => each.format(date)) as [string, string];
}

/** The hour of a message. */
export const hourOf = (instant: string, language: Language): string =>
  format(language, 'hour', { hour: '2-digit', minute: '2-digit', timeZone: facts.zone }).format(
    new Date(instant),
  );

/** The day of an instant in the platform's zone, written out. */
export const dayOf = (instant: string, language: Language): string =>
  format(language, 'day', { dateStyle: 'medium', timeZone: facts.zone }).format(new Date(instant));

/** A calendar day with its weekday; it has no zone. */
export const calendarDay = (day: string, language: Language): string =>
  format(language, 'calendar', {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
