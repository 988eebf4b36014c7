/** Random histories of an order's tickets, each played on the reference and on a running node. */
import fc from 'fast-check';
import { shanghai } from '../support/shared-node';
import type { Market } from './market-under-test';
import { TicketsUnderTest } from './ticket-under-test';
import { BEGINNINGS, ticketCommands } from './ticket.commands';
import { OrderModel } from './ticket.model';

/** Long enough for a judgment with its appeal, and a second ticket. */
const LONGEST = 30;
const OPENED = shanghai('2023-01-30 15:20:00');

export interface TicketRun {
  readonly histories: number;
  readonly seed: number;
  /** Which of them alone, as fast-check names it. */
  readonly path?: string;
  /** Which reference: the right one, or one with a planted bug. */
  readonly reference?: new (now: number, worryFree: boolean) => OrderModel;
  /** False stops at the first failure instead of looking for the shortest history that fails. */
  readonly shrinks?: boolean;
}

export async function playTicketHistories(market: Market, run: TicketRun) {
  const { reference: Reference = OrderModel, histories, seed, path, shrinks = true } = run;
  const seen = new Map<string, number>();
  const property = fc.asyncProperty(
    fc.constantFrom(false, false, true),
    fc.constantFrom(0, 700),
    fc.constantFrom(...BEGINNINGS),
    fc.commands(ticketCommands, { maxCommands: LONGEST, size: 'max' }),
    async (worryFree, milliseconds, beginning, steps) => {
      const model = new Reference(OPENED + milliseconds, worryFree);
      const tickets = await TicketsUnderTest.place(market, model.now, worryFree);
      expect(await tickets.open()).toEqual([]);
      model.open();
      for (const step of beginning) await step.run(model, tickets);
      await fc.asyncModelRun(() => ({ model, real: tickets }), steps);
      await expectInvariants(tickets, model);
      tally(seen, model);
    },
  );
  const details = await fc.check(property, {
    ...{ numRuns: histories, seed, endOnFailure: !shrinks },
    ...(path !== undefined && { path }),
  });
  return { details, seen };
}

/** What ends the time in which the seller may reply. */
const LEAVING = ['TICKET_REPLIED', 'TICKET_EXPIRED', 'TICKET_CLOSED', 'TICKET_WITHDRAWN'];
const CLOSING = ['TICKET_CONFIRMED', 'TICKET_ADJUDICATED', 'TICKET_SETTLED', 'TICKET_CLOSED', 'TICKET_WITHDRAWN']; // prettier-ignore

async function expectInvariants(tickets: TicketsUnderTest, model: OrderModel): Promise<void> {
  const { told, judgments } = await tickets.chronicle();
  expect(told).toHaveLength(model.tickets.length);
  for (const kinds of told) {
    expect(kinds[0]).toBe('TICKET_OPENED');
    const times = (wanted: readonly string[]) =>
      kinds.filter((kind) => wanted.includes(kind)).length;
    expect(times(['TICKET_REPLIED', 'TICKET_EXPIRED'])).toBeLessThanOrEqual(1);
    expect(times(CLOSING)).toBeLessThanOrEqual(1);
    const left = kinds.findIndex((kind) => LEAVING.includes(kind));
    if (left !== -1) expect(kinds.slice(left)).not.toContain('TICKET_URGED');
  }
  if (model.worryFree) expect(judgments).toEqual([]);
}

function tally(seen: Map<string, number>, model: OrderModel): void {
  const names = model.tickets.flatMap(({ outcome, reply, waived, appeal, urges }) => [
    ...[outcome, reply, appeal].flatMap((name) => name ?? []),
    ...(waived ? ['waived'] : []),
    ...(urges.length > 0 ? ['urged'] : []),
  ]);
  for (const name of new Set(names)) seen.set(name, (seen.get(name) ?? 0) + 1);
}
