/** The rules of penalty points (PT-1, PT-2), pure: the ledger's entries and a year in, the shop's standing out. */
import type { Policy } from '../lib/policy';
import { dayOf } from '../lib/time';
import type { PointsEntry } from './points.entity';
import { ViolationSeverity } from './violation.entity';

/** PT-2: the shop hears of each multiple of it. */
export const MULTIPLE = 12;

/** PT-2: so many SEVERE points at a year's end stay. */
export const STAYS_FROM = 48;

/** What counts of an entry. */
export type Counted = Pick<PointsEntry, 'severity' | 'year' | 'points'>;

/** PT-2: the calendar year of the platform zone that an instant falls in. */
export const yearOf = (instant: number, zone: string): number =>
  Number(dayOf(instant, zone).slice(0, 4));

/** PT-1: what a violation costs. */
export const pointsOf = (
  severity: ViolationSeverity,
  { generalPoints, severePoints }: Pick<Policy, 'generalPoints' | 'severePoints'>,
): number => (severity === ViolationSeverity.SEVERE ? severePoints : generalPoints);

const sumOf = (entries: readonly Counted[], severity: ViolationSeverity, year: number): number =>
  entries
    .filter((entry) => entry.severity === severity && entry.year === year)
    .reduce((sum, { points }) => sum + points, 0);

/**
 * PT-2: the SEVERE points that stayed when the years before this one ended: all of them where there were 48 or more, what
 * stayed before included; else none.
 */
export function carriedInto(year: number, entries: readonly Counted[]): number {
  const { SEVERE } = ViolationSeverity;
  const earlier = entries.filter((entry) => entry.severity === SEVERE && entry.year < year);
  const years = [...new Set(earlier.map((entry) => entry.year))].sort((a, b) => a - b);
  return years.reduce((carried, ended) => {
    const atItsEnd = carried + sumOf(earlier, SEVERE, ended);
    return atItsEnd >= STAYS_FROM ? atItsEnd : 0;
  }, 0);
}

export interface Standing {
  readonly year: number;
  readonly general: number;
  /** What stayed of earlier years included. */
  readonly severe: number;
  readonly severeCarriedOver: number;
}

/** PT-2: a shop's points in a year. */
export function standingIn(year: number, entries: readonly Counted[]): Standing {
  const { GENERAL, SEVERE } = ViolationSeverity;
  const severeCarriedOver = carriedInto(year, entries);
  const severe = severeCarriedOver + sumOf(entries, SEVERE, year);
  return { year, general: sumOf(entries, GENERAL, year), severe, severeCarriedOver };
}

/** The points of one kind, to which a violation of that kind adds. */
export const standingOf = (severity: ViolationSeverity, standing: Standing): number =>
  severity === ViolationSeverity.SEVERE ? standing.severe : standing.general;

/** PT-2: the multiples of 12 reached or passed on the way up, lowest first. */
export function multiplesCrossed(before: number, after: number): number[] {
  const first = Math.floor(before / MULTIPLE) + 1;
  const count = Math.floor(after / MULTIPLE) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * MULTIPLE);
}
