/** What may be published as a policy (domain.md §9), pure. */
import { checkRange, invalid } from '../lib/check';
import type { Refusal } from '../lib/refusal';
import type { PolicyValues } from '../lib/policy';
import { DAY_MS, HOUR_MS, isInTime } from '../lib/time';

const MEGABYTE = 1_024 * 1_024;
/** Hundredths of a percent in one percent. */
const PERCENT = 100;

/** The values as people read and write them: hours, days, percent, megabytes. */
export interface PolicyFigures {
  readonly proposalLimit: number;
  readonly answerWithinHours: number;
  readonly minimumLeadHours: number;
  readonly shipDateWithinDays: number;
  readonly promisedHours: number;
  readonly lateRatePercent: number;
  readonly lateMinimumMinor: number;
  readonly lateMaximumMinor: number;
  readonly ticketWithinHours: number;
  readonly urgesBeforeHours: readonly number[];
  readonly unreachableContacts: number;
  readonly evidenceFiles: number;
  readonly evidenceMegabytes: number;
  readonly generalPoints: number;
  readonly severePoints: number;
  readonly appealWithinDays: number;
}

export const figuresOf = (values: PolicyValues): PolicyFigures => ({
  proposalLimit: values.proposalLimit,
  answerWithinHours: values.answerWithinMs / HOUR_MS,
  minimumLeadHours: values.minimumLeadMs / HOUR_MS,
  shipDateWithinDays: values.shipDateWithinDays,
  promisedHours: values.promisedMs / HOUR_MS,
  lateRatePercent: values.lateRateBasisPoints / PERCENT,
  lateMinimumMinor: values.lateMinimumMinor,
  lateMaximumMinor: values.lateMaximumMinor,
  ticketWithinHours: values.ticketWithinMs / HOUR_MS,
  urgesBeforeHours: values.urgesBeforeMs.map((ms) => ms / HOUR_MS),
  unreachableContacts: values.unreachableContacts,
  evidenceFiles: values.evidenceFiles,
  evidenceMegabytes: values.evidenceBytes / MEGABYTE,
  generalPoints: values.generalPoints,
  severePoints: values.severePoints,
  appealWithinDays: values.appealWithinMs / DAY_MS,
});

/** Urges are kept the longest before the due time first, each once. */
const longestFirst = (hours: readonly number[]): number[] =>
  [...new Set(hours)].sort((a, b) => b - a);

export const valuesOf = (figures: PolicyFigures): PolicyValues => ({
  proposalLimit: figures.proposalLimit,
  answerWithinMs: figures.answerWithinHours * HOUR_MS,
  minimumLeadMs: figures.minimumLeadHours * HOUR_MS,
  shipDateWithinDays: figures.shipDateWithinDays,
  promisedMs: figures.promisedHours * HOUR_MS,
  lateRateBasisPoints: Math.round(figures.lateRatePercent * PERCENT),
  lateMinimumMinor: figures.lateMinimumMinor,
  lateMaximumMinor: figures.lateMaximumMinor,
  ticketWithinMs: figures.ticketWithinHours * HOUR_MS,
  urgesBeforeMs: longestFirst(figures.urgesBeforeHours).map((hours) => hours * HOUR_MS),
  unreachableContacts: figures.unreachableContacts,
  evidenceFiles: figures.evidenceFiles,
  evidenceBytes: figures.evidenceMegabytes * MEGABYTE,
  generalPoints: figures.generalPoints,
  severePoints: figures.severePoints,
  appealWithinMs: figures.appealWithinDays * DAY_MS,
});

const MONTH_HOURS = 720;
const YEAR_HOURS = 8_760;
const MOST_URGES = 10;

/** Generous, but a slip of the finger is refused. Lowest and highest, both allowed. */
export const RANGES = {
  proposalLimit: [0, 100],
  answerWithinHours: [1, MONTH_HOURS],
  minimumLeadHours: [0, MONTH_HOURS],
  shipDateWithinDays: [1, 365],
  promisedHours: [1, YEAR_HOURS],
  lateRatePercent: [0, 100],
  lateMinimumMinor: [0, 100_000_000],
  lateMaximumMinor: [0, 100_000_000],
  ticketWithinHours: [1, MONTH_HOURS],
  unreachableContacts: [1, 20],
  evidenceFiles: [1, 20],
  evidenceMegabytes: [1, 50],
  generalPoints: [1, 1_000],
  severePoints: [1, 1_000],
  appealWithinDays: [1, 90],
} as const satisfies Partial<Record<keyof PolicyFigures, readonly [number, number]>>;

type Ranged = keyof typeof RANGES;

const rangeRefusals = (figures: PolicyFigures): Refusal[] =>
  (Object.keys(RANGES) as Ranged[]).flatMap((name) => {
    const [lowest, highest] = RANGES[name];
    return checkRange(name, figures[name], lowest, highest);
  });

function urgeRefusals({ urgesBeforeHours, ticketWithinHours }: PolicyFigures): Refusal[] {
  if (urgesBeforeHours.length > MOST_URGES)
    return [invalid('urgesBeforeHours', 'tooMany', { most: MOST_URGES })];
  const last = ticketWithinHours - 1;
  return urgesBeforeHours.flatMap((hours) => checkRange('urgesBeforeHours', hours, 1, last));
}

/** Every reason why these figures cannot be published. */
export function figureRefusals(figures: PolicyFigures): Refusal[] {
  const reasons = [...rangeRefusals(figures), ...urgeRefusals(figures)];
  const { lateRatePercent, lateMinimumMinor, lateMaximumMinor } = figures;
  // What a computer makes of 0.07 × 100 is not 7.
  if (Math.abs(lateRatePercent * PERCENT - Math.round(lateRatePercent * PERCENT)) > 1e-9)
    reasons.push(invalid('lateRatePercent', 'twoDecimals'));
  if (lateMinimumMinor > lateMaximumMinor)
    reasons.push(invalid('lateMinimumMinor', 'minimumAboveMaximum'));
  return reasons;
}

/** A policy judges nothing that has happened: it is effective from now at the earliest, by the second (TM-3). */
export const effectiveRefusals = (effectiveFrom: number, now: number): Refusal[] =>
  isInTime(now, effectiveFrom) ? [] : [invalid('effectiveFrom', 'effectiveInPast')];
