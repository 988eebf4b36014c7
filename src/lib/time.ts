/**
 * Instants, days and deadlines (TM-2, TM-3).
 *
 * Inside Parley an instant is a number of milliseconds since 1970 in UTC, a day is a `YYYY-MM-DD` text. Deadlines carry
 * whole seconds. Only this file knows zones.
 */
import { Temporal } from 'temporal-polyfill';

export const SECOND_MS = 1_000;
export const HOUR_MS = 3_600_000;
/** TM-4: 86,400 elapsed seconds, whatever the calendar does that day. */
export const DAY_MS = 86_400_000;

/** TM-3: whole-second precision; what is finer is cut off. */
export const wholeSecond = (instant: number): number => Math.floor(instant / SECOND_MS) * SECOND_MS;

/** TM-3: inclusive; the deadline's own second is still in time. */
export const isInTime = (instant: number, deadline: number): boolean =>
  Math.floor(instant / SECOND_MS) <= Math.floor(deadline / SECOND_MS);

/** TM-3: passed in the second after the deadline's. */
export const hasPassed = (deadline: number, now: number): boolean => !isInTime(now, deadline);

/** TM-5: the instant at which a missed deadline became a fact: the first second after it. */
export const firstSecondAfter = (deadline: number): number => wholeSecond(deadline) + SECOND_MS;

/**
 * The highest deadline that has passed at `now`, for comparing in SQL: `deadline <= latestPassed(now)` is
 * `hasPassed(deadline, now)` for whole-second deadlines (TM-5).
 */
export const latestPassed = (now: number): number => wholeSecond(now) - SECOND_MS;

/** TM-3: whole seconds to the deadline; 0 is still in time; null once it has passed. */
export const secondsLeft = (deadline: number, now: number): number | null =>
  hasPassed(deadline, now) ? null : Math.floor(deadline / SECOND_MS) - Math.floor(now / SECOND_MS);

/** TM-2: 23:59:59 of that day in the zone. A clock change at midnight counts with the later reading. */
export function endOfDay(day: string, zone: string): number {
  const last = Temporal.PlainDate.from(day).toPlainDateTime('23:59:59');
  return last.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds;
}

/** TM-2: the calendar day an instant falls on in the zone. */
export const dayOf = (instant: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate().toString();

/** The day so many calendar days later. */
export const daysLater = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString();

/** Of the days written lately, `2023-02-05T`: answers are full of instants, and those of few days. */
const days = new Map<number, string>();
const MOST_DAYS = 1_000;

/** What a Date can hold. */
const MOST_MS = 8.64e15;

function dayText(day: number): string {
  const known = days.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY_MS).toISOString().slice(0, -'00:00:00.000Z'.length);
  if (days.size >= MOST_DAYS) days.clear();
  days.set(day, text);
  return text;
}

const DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const digits = (number: number): string => DIGITS[Math.floor(number)] ?? '';

/** RFC 3339 in UTC, without a fraction where there is none: 2023-02-05T15:59:59Z. Throws RangeError for what is no instant. */
export function rfc3339(instant: number): string {
  if (!(Math.abs(instant) <= MOST_MS)) throw new RangeError(`${instant} is no instant.`);
  const day = Math.floor(instant / DAY_MS);
  const ms = instant - day * DAY_MS;
  const time = `${digits(ms / HOUR_MS)}:${digits((ms / 60_000) % 60)}:${digits((ms / SECOND_MS) % 60)}`;
  const fraction = ms % SECOND_MS === 0 ? '' : `.${String(ms % SECOND_MS).padStart(3, '0')}`;
  return `${dayText(day)}${time}${fraction}Z`;
}
