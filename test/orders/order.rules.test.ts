import { FIRST_POLICY } from '../../src/lib/policy';
import { OrderKind, OrderStatus, ShipBySource, Sla } from '../../src/orders/order.entity';
import {
  afterClosing,
  afterDelivery,
  afterPickup,
  differences,
  isBreachDue,
  isPossible,
  originalShipBy,
  shipByInForce,
  shipBySource,
  slaAt,
} from '../../src/orders/order.rules';
import { anOrder } from '../support/entities';
import { around, shanghai } from '../support/shared-node';

const ZONE = 'Asia/Shanghai';
const PAID_AT = shanghai('2023-01-30 10:00:00');
const SHIP_BY = shanghai('2023-02-01 10:00:00');
const { AWAITING_SHIPMENT, CONSIGNED, PICKED_UP, DELIVERED, CLOSED } = OrderStatus;

describe('the original ship-by', () => {
  test.each([
    ['an explicit instant', { shipBy: shanghai('2023-02-03 08:00:00') }, '2023-02-03 08:00:00'],
    ['an instant with a fraction, cut off', { shipBy: SHIP_BY + 999 }, '2023-02-01 10:00:00'],
    ['a day', { shipByDate: '2023-02-03' }, '2023-02-03 23:59:59'],
    ['promised hours', { promisedHours: 24 }, '2023-01-31 10:00:00'],
    ['the policy’s promise', {}, '2023-02-01 10:00:00'],
    [
      'nulls, which say nothing',
      { shipBy: null, shipByDate: null, promisedHours: null },
      '2023-02-01 10:00:00',
    ],
  ])('OR-1 by %s', (_, promise, expected) => {
    expect(originalShipBy({ paidAt: PAID_AT, ...promise }, FIRST_POLICY, ZONE)).toBe(
      shanghai(expected),
    );
  });
});

describe('the ship-by in force', () => {
  const EARLIER = SHIP_BY - 1_000;
  const LATER = SHIP_BY + 1_000;

  test.each([
    ['without an agreement or a report the original', null, null, SHIP_BY, ShipBySource.ORIGINAL],
    ['a reported one', null, LATER, LATER, ShipBySource.REPORTED],
    ['an agreed one that is later', LATER, null, LATER, ShipBySource.AGREED],
    ['an agreed one that is earlier than both', EARLIER, LATER, EARLIER, ShipBySource.AGREED],
  ])(
    'OR-2 OR-3 is %s: precedence, not the later',
    (_, agreedShipBy, reported, expected, source) => {
      const order = anOrder({ agreedShipBy, reportedShipBy: reported });
      expect(shipByInForce(order)).toBe(expected);
      expect(shipBySource(order)).toBe(source);
    },
  );
});

describe('the judgment', () => {
  const { before, at, after } = around(SHIP_BY);

  test.each([
    ['a second before', before, Sla.RUNNING],
    ['at', at, Sla.RUNNING],
    ['in the last millisecond of', at + 999, Sla.RUNNING],
    ['a second after', after, Sla.BREACHED],
  ])('OR-6 TM-5 without pick-up %s the ship-by', (_, now, sla) => {
    expect(slaAt(anOrder(), now)).toBe(sla);
    expect(isBreachDue(anOrder(), now)).toBe(sla === Sla.BREACHED);
  });

  test.each([Sla.MET, Sla.BREACHED, Sla.VOID])(
    'OR-6 %s is not judged again by time',
    (recordedSla) => {
      expect(slaAt(anOrder({ recordedSla }), after)).toBe(recordedSla);
      expect(isBreachDue(anOrder({ recordedSla }), after)).toBe(false);
    },
  );

  test.each([AWAITING_SHIPMENT, CONSIGNED])(
    'OR-4 %s is not shipped: the ship-by passes',
    (status) => {
      expect(slaAt(anOrder({ status }), after)).toBe(Sla.BREACHED);
    },
  );

  test.each([
    ['OR-4 a second before the ship-by', before, Sla.MET],
    ['OR-4 at the ship-by', at, Sla.MET],
    ['OR-4 in its last millisecond', at + 999, Sla.MET],
    ['OR-4 a second after it', after, Sla.BREACHED],
    ['OR-5 before payment, which happens', PAID_AT - 1_000, Sla.MET],
  ])('%s picked up', (_, pickedUpAt, sla) => {
    for (const status of [AWAITING_SHIPMENT, CONSIGNED])
      expect(afterPickup(anOrder({ status }), pickedUpAt)).toEqual({ status: PICKED_UP, sla });
  });

  test.each([
    ['OR-7 at the ship-by', at, Sla.MET],
    ['OR-7 a second after it', after, Sla.BREACHED],
  ])('%s, known only after the breach', (_, pickedUpAt, sla) => {
    const order = anOrder({ recordedSla: Sla.BREACHED });
    expect(afterPickup(order, pickedUpAt)).toEqual({ status: PICKED_UP, sla });
  });

  test('OR-4 by the ship-by in force, not by the original', () => {
    const shipBy = SHIP_BY + 86_400_000;
    const order = anOrder({ agreedShipBy: shipBy, shipBy });
    expect(afterPickup(order, shipBy)?.sla).toBe(Sla.MET);
    expect(afterPickup(order, shipBy + 1_000)?.sla).toBe(Sla.BREACHED);
  });

  test('OR-5 a later scan changes nothing', () => {
    expect(afterPickup(anOrder({ pickedUpAt: before }), after)).toBeNull();
  });

  test.each([
    ['a second before now', -1_000, true],
    ['now', 0, true],
    ['later in this second', 999, true],
    ['a second after now', 1_000, false],
  ])('OR-5 OR-11 a scan of %s', (_, offset, possible) => {
    expect(isPossible(SHIP_BY + offset, SHIP_BY)).toBe(possible);
  });

  test.each([Sla.MET, Sla.BREACHED, Sla.VOID])(
    'OR-8 a pick-up after closing leaves %s',
    (recordedSla) => {
      const order = anOrder({ status: CLOSED, recordedSla });
      expect(afterPickup(order, before)).toEqual({ status: CLOSED, sla: recordedSla });
    },
  );

  test.each([
    [Sla.RUNNING, Sla.VOID],
    [Sla.MET, Sla.MET],
    [Sla.BREACHED, Sla.BREACHED],
    [Sla.VOID, Sla.VOID],
  ])('OR-8 closing a %s order makes it %s', (recordedSla, sla) => {
    expect(afterClosing(anOrder({ recordedSla }))).toEqual({ status: CLOSED, sla });
  });

  test.each([
    [AWAITING_SHIPMENT, AWAITING_SHIPMENT],
    [CONSIGNED, CONSIGNED],
    [PICKED_UP, DELIVERED],
    [DELIVERED, DELIVERED],
    [CLOSED, CLOSED],
  ])('OR-4 a delivery makes a %s order %s: only the pick-up is shipping', (status, after) => {
    expect(afterDelivery(anOrder({ status }))).toBe(after);
  });

  test('OR-4 a pick-up known after the delivery makes the order delivered', () => {
    expect(afterPickup(anOrder({ deliveredAt: before }), before)).toEqual({
      status: DELIVERED,
      sla: Sla.MET,
    });
  });
});

describe('an order imported again', () => {
  test.each([
    ['buyerId', { buyerId: 'buyer-2' }],
    ['kind', { kind: OrderKind.VIRTUAL }],
    ['worryFree', { worryFree: true }],
    ['paidAt', { paidAt: PAID_AT + 1 }],
    ['ship-by', { originalShipBy: SHIP_BY + 1_000 }],
    ['lines', { lines: [] }],
  ])('OR-9 with another %s differs', (name, facts) => {
    expect(differences(anOrder(), anOrder(facts))).toEqual([name]);
  });

  test('OR-9 says everything that differs, and nothing of what may change', () => {
    expect(differences(anOrder(), anOrder({ buyerId: 'buyer-2', lines: [] }))).toEqual([
      'buyerId',
      'lines',
    ]);
    const changed = anOrder({
      status: PICKED_UP,
      recordedSla: Sla.MET,
      agreedShipBy: SHIP_BY + 1_000,
    });
    expect(differences(changed, anOrder())).toEqual([]);
  });
});
