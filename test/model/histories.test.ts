import fc from 'fast-check';
import { checkLedger } from '../../src/compensation/ledger.check';
import { eachDatabase } from '../services/databases';
import { scale, seed } from '../services/scale';
import { playHistories, type Tally } from './histories';
import { Market } from './market-under-test';

const HISTORIES = { sqlite: 2_000, mysql: 300 };

/** Of 200 histories each of these comes up in a dozen or more. */
const REACHED = [
  ...['3 cards', 'ACCEPTED', 'DECLINED', 'EXPIRED', 'VOIDED', 'MET', 'BREACHED', 'VOID'],
  ...['ORDER_CONSIGNED', 'ORDER_PICKED_UP', 'ORDER_DELIVERED', 'ORDER_CLOSED', 'MESSAGE_SENT'],
  ...['SHIP_BY_BREACHED', 'SHIP_BY_MET', 'SHIP_BY_MOVED', 'COMPLAINT_FILED'],
  ...['REPORT APPROVED', 'REPORT REJECTED', 'REPORT CANCELLED'],
  ...['approved before the limit', 'approved after the limit', 'approved without effect'],
  ...['AUTOMATIC PAID', 'AUTOMATIC REVERSED', 'COMPLAINT PAID', 'COMPLAINT REVERSED'],
  ...['paid for two latenesses', 'paid by a policy published on the way', 'complaint judged anew'],
];

eachDatabase('an order and its reference', (database) => {
  let market: Market;
  beforeAll(async () => {
    market = await Market.open(await database.createUrl());
  });
  afterAll(() => market.node.stop());

  test(
    'TM-5 SP-3 SP-4 SP-5 SP-6 SP-9 SP-10 SP-12 SP-13 OR-2 OR-4 OR-5 OR-6 OR-7 OR-8 OR-9 OR-10 DR-1 DR-2 DR-3 DR-4 CO-1 CO-2 CO-3 CO-4 CO-5 AC-5 MS-1 IN-1 IN-2 random histories get the same answers',
    async () => {
      const histories = scale(HISTORIES[database.kind]);
      const { details, tally } = await playHistories(market, { histories, seed: seed() });
      if (details.failed)
        throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
      expect(details.numRuns).toBe(histories);
      if (histories >= 200) expectReached(tally);
      const findings = await checkLedger(market.node.app.db);
      expect(findings.filter(({ contradictions }) => contradictions > 0)).toEqual([]);
    },
    20 * 60_000,
  );
});

function expectReached(tally: Tally): void {
  const missed = REACHED.filter((what) => !tally.has(what));
  expect(missed).toEqual([]);
}
