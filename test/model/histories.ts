/** Random histories of one order, each played on the reference and on a running node. */
import fc from 'fast-check';
import type { Market } from './market-under-test';
import type { Start } from './model.types';
import { toSecond } from './calendar';
import { begin, beginning, commands, ending, finish, start, startAt } from './frame';
import { OrderModel } from './order.model';
import { OrderUnderTest } from './order-under-test';

/** Long enough for three cards with their answers, the order's end and what comes after it. */
const LONGEST = 30;

export interface Run {
  readonly histories: number;
  readonly seed: number;
  /** Which of them alone, as fast-check names it. */
  readonly path?: string;
  /** Which reference: the right one, or one with a planted bug. */
  readonly reference?: new (start: Start) => OrderModel;
  /** False stops at the first failure instead of looking for the shortest history that fails. */
  readonly shrinks?: boolean;
}

/** How many histories saw what: random histories that never get anywhere would agree, too. */
export type Tally = Map<string, number>;

export async function playHistories(market: Market, run: Run) {
  const { reference: Reference = OrderModel, histories, seed, path, shrinks = true } = run;
  const tally: Tally = new Map();
  const property = fc.asyncProperty(
    fc.noBias(start), // else the rare beginnings are not rare
    beginning,
    fc.commands(commands, { maxCommands: LONGEST, size: 'max' }),
    ending,
    async (written, begun, steps, end) => {
      const from = startAt(written, await market.nextEpoch());
      const model = new Reference(from);
      const order = await OrderUnderTest.import(market, from);
      await begin(model, order, begun);
      await fc.asyncModelRun(() => ({ model, real: order }), steps);
      await finish(model, order, end);
      count(tally, model);
    },
  );
  const details = await fc.check(property, {
    ...{ numRuns: histories, seed, endOnFailure: !shrinks },
    ...(path !== undefined && { path }),
  });
  return { details, tally };
}

function count(tally: Tally, model: OrderModel): void {
  const { status, sla, cards, reports, compensations, changes, buyerEntries, shopEntries } = model;
  const seen = new Set([
    status,
    sla,
    `${String(cards.length)} cards`,
    ...cards.map((card) => card.status),
    ...reports.map((report) => `REPORT ${report.status}`),
    ...compensations.map((paid) => `${paid.kind} ${paid.status}`),
    ...[...buyerEntries, ...shopEntries].map((entry) => entry.kind),
    ...turnsIn(model),
  ]);
  if (compensations.length > 1) seen.add('paid for two latenesses');
  if (compensations.some(({ policyVersion }) => policyVersion > model.start.policyVersion))
    seen.add('paid by a policy published on the way');
  if (changes.some(({ subject, from }) => subject === 'complaint' && from !== null))
    seen.add('complaint judged anew');
  for (const what of seen) tally.set(what, (tally.get(what) ?? 0) + 1);
}

/** When reports were approved: before or after the ship-by they were to move, or when an agreed day prevails. */
const turnsIn = ({ shopEntries, reports }: OrderModel): string[] =>
  shopEntries
    .filter(({ kind }) => kind === 'REPORT_APPROVED')
    .map(({ at, report, message }) => {
      if (message === null) return 'approved without effect';
      const limit = reports[(report ?? 0) - 1]!.shipByBefore;
      return toSecond(at) > limit ? 'approved after the limit' : 'approved before the limit';
    });
