import type { Call } from '../story';
import type { RefusedRow } from './replay.player';

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

interface OrderNode {
  readonly id: string;
  readonly sla: 'RUNNING' | 'MET' | 'BREACHED' | 'VOID';
  readonly shipBy: string;
  readonly pickedUpAt: string | null;
}

interface OrdersPage {
  readonly orders: {
    readonly edges: readonly { readonly node: OrderNode }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const ORDERS = `query Orders($after: String) {
  orders(first: 100, after: $after) {
    edges { node { id sla shipBy pickedUpAt } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Reads the given orders back, page by page, among all the viewer sees, until all are found. */
export async function readBack(call: Call, ids: ReadonlySet<string>): Promise<OrderNode[]> {
  const found: OrderNode[] = [];
  let after: string | null = null;
  let hasMore = true;
  while (hasMore && found.length < ids.size) {
    const { orders }: OrdersPage = await call<OrdersPage>(ORDERS, { after });
    found.push(...orders.edges.map(({ node }) => node).filter(({ id }) => ids.has(id)));
    after = orders.pageInfo.endCursor;
    hasMore = orders.pageInfo.hasNextPage;
  }
  return found;
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

/** A pick-up in the very second of the ship-by is in time (TM-3, OR-4). */
function isLate({ pickedUpAt, shipBy }: OrderNode): boolean {
  const second = (instant: string) => Math.floor(Date.parse(instant) / 1000);
  return pickedUpAt !== null && second(pickedUpAt) > second(shipBy);
}

/** The final table, one line per count. */
export function tableOf(report: ReplayReport): string {
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
  return lines
    .map(([name, count]) => `  ${name.padEnd(20)}${grouped(count).padStart(9)}`)
    .join('\n');
}

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
