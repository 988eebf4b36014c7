import { checkLedger } from '../../src/compensation/ledger.check';
import { eachDatabase } from '../services/databases';
import { scale } from '../services/scale';
import { pickUp } from './contenders';
import { RaceCourse, SENT } from './race-course';
import {
  AGREED,
  approve,
  complain,
  passAndSweep,
  reject,
  settle,
  SHIP_BY,
  sweep,
  type Settled,
  type SettlementRace,
} from './settlement-races';

const RACES = 1_000;
const LIMIT_MS = 10 * 60_000;

const LATE = SHIP_BY + 1_000;
const NOTHING = { reports: [], complaints: [], paid: [], told: [] };
const scanned = { ...NOTHING, answers: ['', ''], sla: 'MET' };
const granted = { ...NOTHING, answers: ['', ''], sla: 'RUNNING', reports: ['APPROVED'] };
const reversed = { paid: ['AUTOMATIC REVERSED'] };

/** Where both finishes can come, chance brings both; the passing of a second it may bring on one side only. */
const RACED: readonly (SettlementRace & { readonly bringsAll: boolean })[] = [
  {
    title: 'OR-6 OR-7 a late report of a scan in time, and the sweep of the breach',
    at: LATE,
    before: null,
    contenders: [pickUp, sweep],
    finishes: [{ ...scanned, ...reversed, told: ['SHIP_BY_BREACHED', 'SHIP_BY_MET'] }],
    bringsAll: true,
  },
  {
    title: 'OR-4 OR-6 TM-5 a scan while the ship-by passes, and the sweep',
    at: SHIP_BY,
    before: null,
    contenders: [pickUp, passAndSweep],
    finishes: [
      { ...scanned, told: ['ORDER_PICKED_UP'] },
      { ...scanned, ...reversed, told: ['SHIP_BY_BREACHED', 'SHIP_BY_MET'] },
    ],
    bringsAll: false,
  },
  {
    title: 'DR-2 an approval after the limit, and the sweep of the breach',
    at: LATE,
    before: 'reported',
    contenders: [approve, sweep],
    finishes: [{ ...granted, ...reversed, told: ['SHIP_BY_BREACHED', 'REPORT_APPROVED'] }],
    bringsAll: true,
  },
  {
    title: 'DR-2 TM-5 an approval while the ship-by passes, and the sweep',
    at: SHIP_BY,
    before: 'reported',
    contenders: [approve, passAndSweep],
    finishes: [
      { ...granted, told: ['REPORT_APPROVED'] },
      { ...granted, ...reversed, told: ['SHIP_BY_BREACHED', 'REPORT_APPROVED'] },
    ],
    bringsAll: false,
  },
  {
    title: 'CO-3 CO-4 two complaints about a missed agreed day',
    at: AGREED + 1_000,
    before: 'agreed',
    contenders: [complain, complain],
    finishes: [
      {
        ...NOTHING,
        answers: ['', ''],
        sla: 'BREACHED',
        complaints: ['UPHELD'],
        paid: ['COMPLAINT PAID'],
        told: ['SHIP_BY_BREACHED', 'COMPLAINT_FILED'],
      },
    ],
    bringsAll: true,
  },
  {
    title: 'DR-2 DR-4 two decisions of one report',
    at: SENT,
    before: 'reported',
    contenders: [approve, reject],
    finishes: [
      { ...granted, answers: ['', 'REPORT_NOT_SUBMITTED'], told: ['REPORT_APPROVED'] },
      {
        ...{ ...granted, answers: ['REPORT_NOT_SUBMITTED', ''] },
        ...{ reports: ['REJECTED'], told: ['REPORT_REJECTED'] },
      },
    ],
    bringsAll: true,
  },
];

eachDatabase('a race for an order’s money', (database) => {
  let course: RaceCourse;
  beforeAll(async () => {
    course = await RaceCourse.open(database);
  });
  afterAll(() => course.close());

  test.each(RACED.map((race) => [race.title, race] as const))(
    '%s: one effect each, and the ledger is sound',
    async (_title, race) => {
      const finishes = await settle(course, race, scale(RACES));
      const allowed = new Set(race.finishes.map(asText));
      const seen = new Set(finishes.map(asText));
      expect([...seen].filter((finish) => !allowed.has(finish))).toEqual([]);
      if (race.bringsAll) expect(seen).toEqual(allowed);
      const findings = await checkLedger(course.nodes[0]!.app.db);
      expect(findings.filter(({ contradictions }) => contradictions > 0)).toEqual([]);
    },
    LIMIT_MS,
  );
});

/** The same text for the same finish, whatever the order of its names. */
const asText = ({ answers, sla, reports, complaints, paid, told }: Settled): string =>
  JSON.stringify({ answers, sla, reports, complaints, paid, told });
