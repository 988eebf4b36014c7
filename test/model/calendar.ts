/** The reference's own arithmetic of days: UTC+8 all year round. Nothing of src is in it. */

export const SECOND = 1_000;
export const HOUR = 3_600 * SECOND;
export const DAY = 24 * HOUR;

const OFFSET = 8 * HOUR;

export const dayOf = (instant: number): string =>
  new Date(instant + OFFSET).toISOString().slice(0, 10);

/** TM-2: 23:59:59. */
export const endOfDay = (day: string): number => Date.parse(`${day}T23:59:59+08:00`);

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

/** TM-3: deadlines have whole seconds. */
export const toSecond = (instant: number): number => instant - (instant % SECOND);
