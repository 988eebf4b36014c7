/** Random histories of one order, each played on the reference and on a running node. */
import fc from 'fast-check';
import type { Market } from './market-under-test';
import type { Start } from './model.types';
import { begin, commands, finish, start } from './order.commands';
import { OrderModel } from './order.model';
import { OrderUnderTest } from './order-under-test';

/** Long enough for three cards with their answers, the order's end and what comes after it. */
const LONGEST = 30;

export interface Run {
  readonly histories: number;
  readonly seed: number;
  /** Which reference: the right one, or one with a planted bug. */
  readonly reference?: new (start: Start) => OrderModel;
  /** False stops at the first failure instead of looking for the shortest history that fails. */
  readonly shrinks?: boolean;
}

/** How many histories saw what: random histories that never get anywhere would agree, too. */
export type Tally = Map<string, number>;

export async function playHistories(market: Market, run: Run) {
  const { reference: Reference = OrderModel, histories, seed, shrinks = true } = run;
  const tally: Tally = new Map();
  const property = fc.asyncProperty(
    fc.noBias(start), // else the rare beginnings are not rare
    fc.constantFrom(0, 0, 0, 1, 2),
    fc.commands(commands, { maxCommands: LONGEST, size: 'max' }),
    async (from, declined, steps) => {
      const model = new Reference(from);
      const order = await OrderUnderTest.import(market, from);
      await begin(model, order, declined);
      await fc.asyncModelRun(() => ({ model, real: order }), steps);
      await finish(model, order);
      count(tally, model);
    },
  );
  const details = await fc.check(property, { numRuns: histories, seed, endOnFailure: !shrinks });
  return { details, tally };
}

function count(tally: Tally, { status, sla, cards, entries }: OrderModel): void {
  const seen = new Set([
    status,
    sla,
    `${String(cards.length)} cards`,
    ...cards.map((card) => card.status),
    ...entries.map((entry) => entry.kind),
  ]);
  for (const what of seen) tally.set(what, (tally.get(what) ?? 0) + 1);
}
