import fc from 'fast-check';
import { eachDatabase } from '../services/databases';
import { scale, seed } from '../services/scale';
import { Market } from './market-under-test';
import { playTicketHistories } from './ticket-histories';

const HISTORIES = { sqlite: 2_000, mysql: 300 };

/** Of 2,000 histories each of these comes up in dozens; of 200 one may be missed by chance. */
const REACHED = [
  ...['RESOLVED_AGREED', 'UNRESOLVED_NOT_AGREED', 'UNRESOLVED_UNREACHABLE', 'OTHER', 'waived'],
  ...['AGREED_CONFIRMED', 'OTHER_ACCEPTED', 'SELLER_LIABLE', 'SELLER_NOT_LIABLE', 'NO_FAULT'],
  ...['WORRY_FREE_SETTLED', 'WITHDRAWN', 'CLOSED_BY_PLATFORM', 'urged', 'UPHELD', 'REJECTED'],
];

eachDatabase('tickets and their reference', (database) => {
  let market: Market;
  beforeAll(async () => {
    market = await Market.open(await database.createUrl());
  });
  afterAll(() => market.node.stop());

  test(
    'TK-1 TK-2 TK-3 TK-5 TK-6 TK-7 TK-8 TK-9 TK-10 TK-11 TK-12 TK-13 TK-14 TK-15 TK-16 TK-17 TK-18 MT-1 TM-5 random histories get the same answers',
    async () => {
      const histories = scale(HISTORIES[database.kind]);
      const { details, seen } = await playTicketHistories(market, { histories, seed: seed() });
      if (details.failed)
        throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
      if (histories >= 2_000) expect(REACHED.filter((name) => !seen.has(name))).toEqual([]);
    },
    20 * 60_000,
  );
});
