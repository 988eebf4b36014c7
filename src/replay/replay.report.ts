import type { RefusedRow } from './replay.player';
import type { OrderNode } from './replay.result';

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
  return {
    imported: orders.length,
    refused: new Set(problems.map(({ line }) => line)).size,
    pickedUpInTime: count((order) => order.pickedUpAt !== null && !isLate(order)),
    pickedUpLate: count(isLate),
    neverPickedUp: count(({ pickedUpAt }) => pickedUpAt === null),
    met,
    breached,
    undecided: orders.length - met - breached,
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
  const lines: [string, number][] = [
    ['orders imported', report.imported],
    ['rows refused', report.refused],
    ['picked up in time', report.pickedUpInTime],
    ['picked up late', report.pickedUpLate],
    ['never picked up', report.neverPickedUp],
    ['ship-by MET', report.met],
    ['ship-by BREACHED', report.breached],
  ];
  if (report.undecided > 0) lines.push(['undecided', report.undecided]);
  if (cards) lines.push(...cardLines(cards));
  return lines
    .map(([name, count]) => `  ${name.padEnd(20)}${grouped(count).padStart(9)}`)
    .join('\n');
}

const cardLines = (cards: CardReport): [string, number][] => [
  ['cards sent', cards.sent],
  ['cards accepted', cards.accepted],
  ['cards declined', cards.declined],
  ['cards expired', cards.expired],
  ['cards voided', cards.voided],
  ['cards refused', cards.refused],
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
