/** Reports, complaints and policies: what decides whether the ship-by was kept and what a miss costs. */
import fc from 'fast-check';
import { HOUR, SECOND } from './calendar';
import { no, type Outcome } from './model.types';
import type { OrderModel } from './order.model';
import type { Figures } from './policy.model';
import type { ReportEnd } from './report.model';
import { anybody, asPermitted, personOf, remark, Step, type By, type Commands } from './step';

/** A new ship-by by its distance from the one in force or the last allowed: mostly hours later, now and then at the edge. */
const newShipBy = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constant('ship-by'), hours(1, 72)) },
  {
    weight: 2,
    arbitrary: fc.tuple(
      fc.constantFrom('ship-by', 'ship-by', 'latest'),
      fc.constantFrom(-SECOND, 0, 999, SECOND, SECOND + 999),
    ),
  },
);

function hours(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min, max }).map((count) => count * HOUR);
}

export const submit: Commands = fc
  .record({
    by: anybody('seller'),
    newShipBy,
    remark,
    withEvidence: fc.constantFrom(true, true, true, true, true, true, true, false),
  })
  .map(({ by, newShipBy: [from, plus], ...rest }) => {
    const said = `${by} reports ${from}${plus < 0 ? '' : '+'}${String(plus / SECOND)}s`;
    return new Step(said, async (model, order) => {
      const first = from === 'latest' ? model.latestShipBy : model.shipBy;
      const report = { ...rest, newShipBy: first + plus };
      const outcome = asPermitted(by, ['seller'], () => model.submit(report));
      expect(await order.submit(personOf(by, order), report)).toEqual(outcome);
    });
  });

/** AC-5: to a buyer a report does not exist. */
function asReportPermitted(by: By, permitted: By, outcome: () => Outcome): Outcome {
  return by === 'buyer' ? no('NOT_FOUND') : asPermitted(by, [permitted], outcome);
}

const endBy = (end: ReportEnd, permitted: By): Commands =>
  fc
    .record({ by: anybody(permitted), which: fc.constantFrom(0, 0, 0, 0, 1, 2) })
    .map(({ by, which }) => {
      const report = which === 0 ? 'the newest report' : `report ${String(which)}`;
      return new Step(`${by}: ${report} ${end}`, async (model, order) => {
        const number = which === 0 ? model.reports.length : which;
        const isKnown = model.reports[number - 1] !== undefined;
        const act = () => asReportPermitted(by, permitted, () => model.endReport(number, end));
        const outcome = isKnown ? act() : no('NOT_FOUND');
        expect(await order.endReport(personOf(by, order), number, end)).toEqual(outcome);
      });
    });

export const approve = endBy('APPROVED', 'staff');
export const reject = endBy('REJECTED', 'staff');
export const cancel = endBy('CANCELLED', 'seller');

export const complain: Commands = anybody('buyer').map(
  (by) =>
    new Step(`${by} complains`, async (model, order) => {
      const outcome = asPermitted(by, ['buyer'], () => model.complain());
      expect(await order.complain(personOf(by, order))).toEqual(outcome);
    }),
);

const figures = fc.constantFrom<Partial<Figures>>(
  { lateRatePercent: 20 },
  { lateRatePercent: 12.5 },
  { lateRatePercent: 0, lateMinimumMinor: 0 },
  { lateMinimumMinor: 3_000 },
  { lateMaximumMinor: 1_500 },
  { lateMaximumMinor: 499 },
  { answerWithinHours: 6 },
  { answerWithinHours: 48 },
  { proposalLimit: 1 },
  { proposalLimit: 5 },
  { shipDateWithinDays: 3 },
  { shipDateWithinDays: 45 },
  { promisedHours: 12 },
);

/** When a policy takes effect: about the second in which the ship-by is missed, or soon. */
const effect = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant('ship-by'), fc.constantFrom(0, 1, 2, 60)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('now'), fc.constantFrom(0, 0, 0, 3_600, 90_000)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('now'), fc.constantFrom(-1)) },
);

const effectiveFrom = (from: string, seconds: number, { now, shipBy }: OrderModel): number =>
  (from === 'now' ? now : shipBy) + seconds * SECOND;

export const publish: Commands = fc
  .record({ by: anybody('staff'), figures, effect })
  .map(({ by, figures, effect: [from, seconds] }) => {
    const said = `${by} publishes ${JSON.stringify(figures)} from ${from}+${String(seconds)}s`;
    return new Step(said, async (model, order) => {
      const at = effectiveFrom(from, seconds, model);
      const outcome = by === 'staff' ? model.publish(figures, at) : no('FORBIDDEN');
      expect(await order.publish(personOf(by, order), figures, at)).toEqual(outcome);
    });
  });
