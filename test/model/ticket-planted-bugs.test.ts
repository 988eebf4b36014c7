import { onSqlite } from '../services/databases';
import { isFullScale, seed } from '../services/scale';
import { Market } from './market-under-test';
import { playTicketHistories } from './ticket-histories';
import { OrderModel, TicketModel, type Action, type Reply } from './ticket.model';

/** Every bug is found long before the last of them. */
const ENOUGH = 2_000;
const LIMIT_MS = 10 * 60_000;

/**
 * References that are wrong in one thing each, as the code might be; with the history of seed 1 that shows it first: the
 * quick run plays that one alone.
 */
const PLANTED = {
  'TK-3 an urge missed is sent later all the same': [
    class extends OrderModel {
      protected override missed(instants: readonly number[]): readonly number[] {
        return instants;
      }
    },
    '12',
  ],
  'TK-5 a contact of the second before counts': [
    class extends OrderModel {
      override open(): void {
        const ticket = new TicketModel(this.now, this.worryFree);
        ticket.counting = () => ticket.contacts.filter(({ at }) => at >= ticket.openedAt - 1_000);
        this.tickets.push(ticket);
      }
    },
    '3',
  ],
  'TK-9 proof before the ticket is proof': [
    class extends OrderModel {
      override lacks(reply: Reply): string[] {
        const isProven = this.newest.contacts.some(({ proof }) => proof);
        return super.lacks({ ...reply, proof: reply.proof || isProven });
      }
    },
    '56',
  ],
  'TK-11 what staff asked for may come at any time': [
    class extends OrderModel {
      override refusal(action: Action): string | null {
        const refusal = super.refusal(action);
        return refusal === 'EVIDENCE_WAIVED' && this.newest.until !== null ? null : refusal;
      }
    },
    '6',
  ],
  'TK-15 every judgment of an order counts': [
    class extends OrderModel {
      override metric(): number {
        return this.tickets.filter(({ outcome }) => outcome === 'SELLER_LIABLE').length;
      }
    },
    '21',
  ],
  'TK-17 the second after the last is in time': [
    class extends OrderModel {
      override refusal(action: Action): string | null {
        const { appealBy, appeal } = this.newest;
        const isOpen = appealBy !== null && appeal === null && this.now < appealBy + 2_000;
        return action === 'APPEAL' && isOpen ? null : super.refusal(action);
      }
    },
    '219',
  ],
} as const;

onSqlite('a reference of tickets with a planted bug', (database) => {
  let market: Market;
  beforeAll(async () => {
    market = await Market.open(await database.createUrl());
  });
  afterAll(() => market.node.stop());

  test.each(Object.entries(PLANTED))(
    '%s: it is found',
    async (_, [reference, path]) => {
      const search = isFullScale() ? { seed: seed() } : { seed: 1, path };
      const run = { histories: ENOUGH, ...search, reference, shrinks: false };
      expect((await playTicketHistories(market, run)).details.failed).toBe(true);
    },
    LIMIT_MS,
  );
});
