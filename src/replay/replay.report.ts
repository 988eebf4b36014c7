import type { RefusedRow } from './replay.player';
import { automaticOf, type OrderNode } from './replay.result';

/** What became of the orders, counted from the API's answers. */
export interface ReplayReport {
  readonly imported: number;
  readonly refused: number;
  readonly pickedUpInTime: number;
  readonly pickedUpLate: number;
  readonly neverPickedUp: number;
  readonly met: number;
  readonly breached: number;
  /** Still RUNNING, or VOID: none after a replay to its end on a server of its own. */
  readonly undecided: number;
  /** Automatic compensations, and their sum in minor units (CO-1). */
  readonly compensations: number;
  readonly compensationMinor: number;
}

/** What became of the cards of `--proposals`. */
export interface CardReport {
  readonly sent: number;
  readonly accepted: number;
  readonly declined: number;
  readonly expired: number;
  readonly voided: number;
  /** Not sent: the order was on its way already, or its ship-by had passed (SP-1). */
  readonly refused: number;
}

/** Counts what was read back, and the rows with a problem. */
export function countUp(orders: readonly OrderNode[], problems: readonly Problem[]): ReplayReport {
  const count = (isCounted: (order: OrderNode) => boolean) => orders.filter(isCounted).length;
  const met = count(({ sla }) => sla === 'MET');
  const breached = count(({ sla }) => sla === 'BREACHED');
  const paid = orders.flatMap(automaticOf);
  return {
    imported: orders.length,
    refused: new Set(problems.map(({ line }) => line)).size,
    pickedUpInTime: count((order) => order.pickedUpAt !== null && !isLate(order)),
    pickedUpLate: count(isLate),
    neverPickedUp: count(({ pickedUpAt }) => pickedUpAt === null),
    met,
    breached,
    undecided: orders.length - met - breached,
    compensations: paid.length,
    compensationMinor: paid.reduce((sum, amountMinor) => sum + amountMinor, 0),
  };
}

/** Counts the cards that were read back with their orders. */
export function countCards(orders: readonly OrderNode[], refused: number): CardReport {
  const ends = orders.flatMap(({ proposals }) => proposals.map(({ status }) => status));
  const count = (status: (typeof ends)[number]) => ends.filter((end) => end === status).length;
  return {
    sent: ends.length,
    accepted: count('ACCEPTED'),
    declined: count('DECLINED'),
    expired: count('EXPIRED'),
    voided: count('VOIDED'),
    refused,
  };
}

/** A pick-up in the very second of the ship-by is in time (TM-3, OR-4). */
function isLate({ pickedUpAt, shipBy }: OrderNode): boolean {
  const second = (instant: string) => Math.floor(Date.parse(instant) / 1000);
  return pickedUpAt !== null && second(pickedUpAt) > second(shipBy);
}

/** The final table, one line per count. */
export function tableOf(report: ReplayReport, cards?: CardReport): string {
  const counts: [string, number][] = [
    ['orders imported', report.imported],
    ['rows refused', report.refused],
    ['picked up in time', report.pickedUpInTime],
    ['picked up late', report.pickedUpLate],
    ['never picked up', report.neverPickedUp],
    ['ship-by MET', report.met],
    ['ship-by BREACHED', report.breached],
  ];
  if (report.undecided > 0) counts.push(['undecided', report.undecided]);
  counts.push(['compensations', report.compensations]);
  const lines: [string, string][] = counts.map(([name, count]) => [name, grouped(count)]);
  lines.push(['their sum in yuan', yuan(report.compensationMinor)]);
  if (cards) lines.push(...cardLines(cards));
  return lines.map(([name, value]) => `  ${name.padEnd(20)}${value.padStart(12)}`).join('\n');
}

/** 649595 → "6,495.95". */
const yuan = (minor: number): string =>
  (minor / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });

const cardLines = (cards: CardReport): [string, string][] => [
  ['cards sent', grouped(cards.sent)],
  ['cards accepted', grouped(cards.accepted)],
  ['cards declined', grouped(cards.declined)],
  ['cards expired', grouped(cards.expired)],
  ['cards voided', grouped(cards.voided)],
  ['cards refused', grouped(cards.refused)],
];

/** 1500 → "1,500". */
export const grouped = (count: number): string => count.toLocaleString('en-US');

/** A row of the file that was not taken, and why. */
export interface Problem {
  readonly line: number;
  readonly what: string;
}

/** The rows that could not be read and those the API refused, in the order of the file. */
export function problemsOf(
  unreadable: readonly Problem[],
  refused: readonly RefusedRow[],
): Problem[] {
  return [...unreadable, ...refused.map(problemOf)].sort((one, other) => one.line - other.line);
}

function problemOf({ line, event, errors }: RefusedRow): Problem {
  const reasons = errors.map(({ code, message }) => `${message} (${code})`);
  return { line, what: `${event} refused: ${reasons.join('; ')}` };
}
