/** Random histories of an order's tickets, each played on the reference and on a running node. */
import fc from 'fast-check';
import { eachDatabase } from '../services/databases';
import { scale, seed } from '../services/scale';
import { shanghai } from '../support/shared-node';
import { Market } from './market-under-test';
import { TicketsUnderTest } from './ticket-under-test';
import { BEGINNINGS, ticketCommands } from './ticket.commands';
import { OrderModel, TicketModel } from './ticket.model';

const HISTORIES = { sqlite: 2_000, mysql: 300 };
/** Long enough for a judgment with its appeal, and a second ticket. */
const LONGEST = 30;
const OPENED = shanghai('2023-01-30 15:20:00');

/** Of 200 histories each of these comes up in several. */
const REACHED = [
  ...['RESOLVED_AGREED', 'UNRESOLVED_NOT_AGREED', 'UNRESOLVED_UNREACHABLE', 'OTHER', 'waived'],
  ...['AGREED_CONFIRMED', 'OTHER_ACCEPTED', 'SELLER_LIABLE', 'SELLER_NOT_LIABLE', 'NO_FAULT'],
  ...['WORRY_FREE_SETTLED', 'WITHDRAWN', 'CLOSED_BY_PLATFORM', 'urged', 'UPHELD', 'REJECTED'],
];

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

eachDatabase('tickets and their reference', (database) => {
  let market: Market;
  beforeAll(async () => {
    market = await Market.open(await database.createUrl());
  });
  afterAll(() => market.node.stop());

  test(
    'TK-1 TK-2 TK-3 TK-5 TK-6 TK-7 TK-8 TK-9 TK-10 TK-11 TK-12 TK-13 TK-14 TK-15 TK-16 TK-17 TK-18 TM-5 random histories get the same answers',
    async () => {
      const histories = scale(HISTORIES[database.kind]);
      const seen = new Map<string, number>();
      const property = fc.asyncProperty(
        fc.constantFrom(false, false, true),
        fc.constantFrom(0, 700),
        fc.constantFrom(...BEGINNINGS),
        fc.commands(ticketCommands, { maxCommands: LONGEST, size: 'max' }),
        async (worryFree, milliseconds, beginning, steps) => {
          const model = new OrderModel(OPENED + milliseconds, worryFree);
          const tickets = await TicketsUnderTest.place(market, model.now, worryFree);
          expect(await tickets.open()).toEqual([]);
          model.tickets.push(new TicketModel(model.now, worryFree));
          for (const step of beginning) await step.run(model, tickets);
          await fc.asyncModelRun(() => ({ model, real: tickets }), steps);
          await expectInvariants(tickets, model);
          tally(seen, model);
        },
      );
      const details = await fc.check(property, { numRuns: histories, seed: seed() });
      if (details.failed)
        throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
      if (histories >= 200) expect(REACHED.filter((name) => !seen.has(name))).toEqual([]);
    },
    20 * 60_000,
  );
});
