import { planCard } from '../../src/replay/card.planner';
import { endOf, isPickedUpBeforePayment, planSteps } from '../../src/replay/step.planner';
import { orderRow } from './order-rows';

const at = (time: string) => Date.parse(`2023-01-${time}Z`);

/** Steps as times and order numbers, to be compared at a glance. */
function planned(...rows: Parameters<typeof planSteps>[0]) {
  const names = (some: readonly { orderNo: string }[]) => some.map(({ orderNo }) => orderNo).join();
  return planSteps(rows).map(({ at: instant, orders, pickups, deliveries }) =>
    [
      new Date(instant).toISOString().slice(8, 19),
      names(orders),
      names(pickups),
      names(deliveries),
    ].join(' '),
  );
}

describe('the order of events', () => {
  it('is that of their times, whatever the order of the rows', () => {
    const late = orderRow({ orderNo: 'L', paidAt: at('20T10:00:00') });
    const early = orderRow({
      orderNo: 'E',
      paidAt: at('10T10:00:00'),
      pickedUpAt: at('25T08:00:00'),
      deliveredAt: at('26T09:00:00'),
    });
    expect(planned(late, early)).toEqual([
      '10T10:00:00 E  ',
      '20T10:00:00 L  ',
      '25T08:00:00  E ',
      '26T09:00:00   E',
    ]);
  });

  it('puts what happens in one second into one step, orders first', () => {
    const second = at('20T10:00:00');
    const paid = orderRow({
      orderNo: 'A',
      paidAt: second,
      pickedUpAt: second,
      deliveredAt: second,
    });
    const picked = orderRow({ orderNo: 'B', paidAt: at('10T10:00:00'), pickedUpAt: second });
    expect(planned(picked, paid)).toEqual(['10T10:00:00 B  ', '20T10:00:00 A B,A A']);
  });

  it.each([
    ['one second before', at('20T09:59:59'), true, ['20T10:00:00 A  ']],
    ['at', at('20T10:00:00'), false, ['20T10:00:00 A A ']],
    ['one second after', at('20T10:00:01'), false, ['20T10:00:00 A  ', '20T10:00:01  A ']],
  ])(
    'OR-5 sends a pick-up %s payment with the import: %#',
    (_when, pickedUpAt, isWithImport, steps) => {
      const row = orderRow({ orderNo: 'A', paidAt: at('20T10:00:00'), pickedUpAt });
      expect(isPickedUpBeforePayment(row)).toBe(isWithImport);
      expect(planned(row)).toEqual(steps);
    },
  );

  it('records a delivery before payment once the order exists', () => {
    const row = orderRow({
      orderNo: 'A',
      paidAt: at('20T10:00:00'),
      deliveredAt: at('19T10:00:00'),
    });
    expect(planned(row)).toEqual(['20T10:00:00 A  A']);
  });

  it('records a delivery without a pick-up', () => {
    const row = orderRow({
      orderNo: 'A',
      paidAt: at('20T10:00:00'),
      deliveredAt: at('21T10:00:00'),
    });
    expect(planned(row)).toEqual(['20T10:00:00 A  ', '21T10:00:00   A']);
  });

  it('keeps one order number of two sellers apart, and sends a repeated row twice', () => {
    const row = orderRow({ orderNo: 'A', paidAt: at('20T10:00:00') });
    expect(planSteps([row, { ...row, sellerId: 'another' }, row])[0]?.orders).toHaveLength(3);
  });

  it('is empty for no rows', () => expect(planned()).toEqual([]));
});

describe('cards among the events', () => {
  // By its order number this order gets a card that is accepted.
  const row = orderRow({
    orderNo: 'A7',
    paidAt: at('10T10:00:00'),
    shipBy: at('12T10:00:00'),
    pickedUpAt: at('11T11:00:00'),
  });
  const cards = [planCard(row)!];

  it('SP-13 come last in their second, and a pick-up before an answer', () => {
    const steps = planSteps([row], cards);
    const names = steps.map(({ at: instant, pickups, answers, cards: sent }) => [
      new Date(instant).toISOString().slice(8, 19),
      [pickups.length, answers.length, sent.length].join(' '),
    ]);
    expect(names).toEqual([
      ['10T10:00:00', '0 0 0'],
      ['11T10:00:00', '0 0 1'],
      ['11T11:00:00', '1 1 0'],
    ]);
  });

  it('SP-8 let a replay end after the agreed ship-by', () => {
    expect(endOf([row], cards)).toBe(at('15T16:00:00'));
    expect(endOf([row])).toBe(at('12T10:00:01'));
  });

  it('are not answered when the buyer stays silent', () => {
    const silent = orderRow({ orderNo: 'A0' });
    expect(planSteps([silent], [planCard(silent)!]).flatMap(({ answers }) => answers)).toEqual([]);
  });
});

describe('the end of a replay', () => {
  it('TM-3 is the second after the last ship-by', () => {
    const rows = [orderRow({ shipBy: at('29T10:00:00') }), orderRow({ shipBy: at('28T10:00:00') })];
    expect(endOf(rows)).toBe(at('29T10:00:01'));
  });

  it('is the second after the last event when that comes later', () => {
    expect(endOf([orderRow({ shipBy: at('28T10:00:00'), pickedUpAt: at('30T10:00:00') })])).toBe(
      at('30T10:00:01'),
    );
    expect(endOf([orderRow({ shipBy: at('28T10:00:00'), deliveredAt: at('30T10:00:00') })])).toBe(
      at('30T10:00:01'),
    );
  });
});
