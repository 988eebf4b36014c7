import { FIRST_POLICY } from '../../src/lib/policy';
import { DAY_MS, HOUR_MS } from '../../src/lib/time';
import { OrderKind, OrderStatus } from '../../src/orders/order.entity';
import { ProposalStatus } from '../../src/shipping-proposals/shipping-proposal.entity';
import {
  answerByOf,
  answerRefusals,
  earliestShipDate,
  isSameAnswer,
  latestShipDate,
  proposalsLeft,
  sendRefusals,
  shipDateRefusals,
  statusAt,
  type SendState,
} from '../../src/shipping-proposals/shipping-proposal.rules';
import { aCard, anOrder } from '../support/entities';
import { buyer, seller, staff, system, viewerOf, type Person } from '../support/people';
import { shanghai } from '../support/shared-node';

const { PENDING, ACCEPTED, DECLINED, EXPIRED, VOIDED } = ProposalStatus;
const SHIP_BY = shanghai('2023-02-01 10:00:00');

const stateOf = (state: Partial<SendState> = {}): SendState => ({
  order: anOrder(),
  proposals: [],
  now: shanghai('2023-01-30 12:00:00'),
  policy: FIRST_POLICY,
  zone: 'Asia/Shanghai',
  ...state,
});

const codes = (state: Partial<SendState>, person: Person = seller()) =>
  sendRefusals(viewerOf(person), stateOf(state)).map(({ code }) => code);

/** So many cards that came to an end of this kind. */
const ended = (count: number, recordedStatus = DECLINED) =>
  Array.from({ length: count }, (_, index) => aCard({ number: index + 1, recordedStatus }));

describe('sending', () => {
  test.each([
    ['SP-1 in the second before the ship-by', SHIP_BY - 1_000, []],
    ['SP-1 in the second of the ship-by', SHIP_BY, []],
    ['SP-1 at its last millisecond', SHIP_BY + 999, []],
    ['SP-1 in the second after it', SHIP_BY + 1_000, ['SHIP_BY_PASSED']],
  ])('%s', (_, now, expected) => {
    expect(codes({ now })).toEqual(expected);
  });

  test.each([
    ['SP-1 a second more than the lead', SHIP_BY - HOUR_MS - 1_000, []],
    ['SP-1 exactly the lead away', SHIP_BY - HOUR_MS, []],
    ['SP-1 a second less than the lead', SHIP_BY - HOUR_MS + 1_000, ['LEAD_TIME_TOO_SHORT']],
  ])('%s, if the policy asks for an hour', (_, now, expected) => {
    expect(codes({ now, policy: { ...FIRST_POLICY, minimumLeadMs: HOUR_MS } })).toEqual(expected);
  });

  test.each([
    [OrderStatus.AWAITING_SHIPMENT, []],
    [OrderStatus.CONSIGNED, ['ORDER_NOT_AWAITING_SHIPMENT']],
    [OrderStatus.PICKED_UP, ['ORDER_NOT_AWAITING_SHIPMENT']],
    [OrderStatus.DELIVERED, ['ORDER_NOT_AWAITING_SHIPMENT']],
    [OrderStatus.CLOSED, ['ORDER_NOT_AWAITING_SHIPMENT']],
  ])('SP-1 while the order is %s', (status, expected) => {
    expect(codes({ order: anOrder({ status }) })).toEqual(expected);
  });

  test.each([
    ['a seat with proposals', seller('shop-1', ['proposals']), []],
    ['the owner', seller(), []],
    [
      'a seat with all but proposals',
      seller('shop-1', ['chat', 'tickets', 'reports']),
      ['FORBIDDEN'],
    ],
    ['the buyer', buyer(), ['FORBIDDEN']],
    ['staff', staff, ['FORBIDDEN']],
    ['the back end', system, ['FORBIDDEN']],
  ])('SP-1 AC-2 by %s', (_, person, expected) => {
    expect(codes({}, person)).toEqual(expected);
  });

  test.each([
    [OrderKind.PHYSICAL, []],
    [OrderKind.MADE_TO_ORDER, []],
    [OrderKind.VIRTUAL, ['ORDER_KIND_NOT_SUPPORTED']],
    [OrderKind.SCHEDULED_DELIVERY, ['ORDER_KIND_NOT_SUPPORTED']],
  ])('SP-2 for an order of kind %s', (kind, expected) => {
    expect(codes({ order: anOrder({ kind }) })).toEqual(expected);
  });

  test.each([
    ['a second', 1, DECLINED, 2, []],
    ['a third', 2, DECLINED, 1, []],
    ['a fourth after three declined', 3, DECLINED, 0, ['PROPOSAL_LIMIT_REACHED']],
    ['a fourth after three expired', 3, EXPIRED, 0, ['PROPOSAL_LIMIT_REACHED']],
    ['a fourth after three voided', 3, VOIDED, 0, ['PROPOSAL_LIMIT_REACHED']],
  ])('SP-3 %s card', (_, count, status, left, expected) => {
    const proposals = ended(count, status);
    expect(codes({ proposals })).toEqual(expected);
    expect(proposalsLeft(proposals, FIRST_POLICY)).toBe(left);
  });

  test('SP-4 no card after an acceptance, and none is left', () => {
    const proposals = [aCard({ recordedStatus: ACCEPTED })];
    expect(codes({ proposals })).toEqual(['PROPOSAL_ALREADY_ACCEPTED']);
    expect(proposalsLeft(proposals, FIRST_POLICY)).toBe(0);
  });

  test.each([
    ['a second before its deadline', -1_000, ['PROPOSAL_ALREADY_PENDING']],
    ['at its deadline', 0, ['PROPOSAL_ALREADY_PENDING']],
    ['a second after it, swept or not', 1_000, []],
  ])('SP-5 a second card beside a pending one %s', (_, offset, expected) => {
    const card = aCard();
    expect(codes({ proposals: [card], now: card.answerBy + offset })).toEqual(expected);
  });

  test('SP-14 every reason comes at once', () => {
    const order = anOrder({ status: OrderStatus.CONSIGNED, kind: OrderKind.VIRTUAL });
    const answerBy = SHIP_BY + DAY_MS;
    const proposals = [...ended(1), aCard({ recordedStatus: ACCEPTED }), aCard({ answerBy })];
    expect(codes({ order, proposals, now: SHIP_BY + 1_000 }, buyer())).toEqual([
      'FORBIDDEN',
      'ORDER_NOT_AWAITING_SHIPMENT',
      'ORDER_KIND_NOT_SUPPORTED',
      'SHIP_BY_PASSED',
      'PROPOSAL_LIMIT_REACHED',
      'PROPOSAL_ALREADY_ACCEPTED',
      'PROPOSAL_ALREADY_PENDING',
    ]);
  });
});

describe('the proposed day', () => {
  const refusedAs = (shipDate: string, state: Partial<SendState> = {}) =>
    shipDateRefusals(shipDate, stateOf(state)).map(({ code }) => code);

  test.each([
    ['SP-7 the day before the ship-by', '2023-01-31', ['SHIP_DATE_NOT_LATER']],
    ['SP-7 the day of the ship-by, which ends later', '2023-02-01', []],
    ['SP-7 the 30th day after sending', '2023-03-01', []],
    ['SP-7 the 31st day after sending', '2023-03-02', ['SHIP_DATE_TOO_FAR']],
  ])('%s', (_, shipDate, expected) => {
    expect(refusedAs(shipDate)).toEqual(expected);
  });

  test.each([
    ['a second before the end of a day', '2023-02-01 23:59:58', '2023-02-01'],
    ['at the end of a day', '2023-02-01 23:59:59', '2023-02-02'],
    ['a second after it', '2023-02-02 00:00:00', '2023-02-02'],
  ])('SP-7 the earliest day for a ship-by %s', (_, shipBy, earliest) => {
    expect(earliestShipDate(stateOf({ order: anOrder({ shipBy: shanghai(shipBy) }) }))).toBe(
      earliest,
    );
  });

  test.each([
    ['a second before midnight', '2023-01-30 23:59:59', '2023-03-01'],
    ['at midnight', '2023-01-31 00:00:00', '2023-03-02'],
  ])(
    'SP-7 TM-2 the latest day counts from the day of sending in the platform zone, %s',
    (_, now, latest) => {
      expect(latestShipDate(stateOf({ now: shanghai(now) }))).toBe(latest);
    },
  );

  test('SP-7 SP-14 when no day is left between the earliest and the latest, none can be sent', () => {
    const shipBy = shanghai('2023-03-01 23:59:58');
    expect(codes({ order: anOrder({ shipBy }) })).toEqual([]);
    expect(codes({ order: anOrder({ shipBy: shipBy + 1_000 }) })).toEqual(['SHIP_DATE_TOO_FAR']);
  });
});

describe('answering', () => {
  test.each([
    ['a second more than a day before', SHIP_BY - DAY_MS - 1_000, SHIP_BY - 1_000],
    ['a day before', SHIP_BY - DAY_MS, SHIP_BY],
    ['a second less than a day before', SHIP_BY - DAY_MS + 1_000, SHIP_BY],
    ['in the second of', SHIP_BY, SHIP_BY],
  ])(
    'SP-6 TM-4 a card sent %s the ship-by must be answered by the earlier of the two',
    (_, sent, by) => {
      expect(answerByOf(sent, SHIP_BY, FIRST_POLICY)).toBe(by);
      expect(answerByOf(sent + 999, SHIP_BY, FIRST_POLICY)).toBe(by);
    },
  );

  test.each([
    ['a second before', -1_000, PENDING, []],
    ['at', 0, PENDING, []],
    ['in the last millisecond of', 999, PENDING, []],
    ['a second after', 1_000, EXPIRED, ['PROPOSAL_NOT_PENDING']],
  ])('SP-6 SP-11 %s the deadline', (_, offset, status, expected) => {
    const card = aCard();
    const now = card.answerBy + offset;
    expect(statusAt(card, now)).toBe(status);
    expect(answerRefusals(viewerOf(buyer()), card, now).map(({ code }) => code)).toEqual(expected);
  });

  test.each([ACCEPTED, DECLINED, EXPIRED, VOIDED])('SP-12 %s is final', (recordedStatus) => {
    const card = aCard({ recordedStatus });
    for (const now of [card.answerBy, card.answerBy + 1_000]) {
      expect(statusAt(card, now)).toBe(recordedStatus);
      const [reason] = answerRefusals(viewerOf(buyer()), card, now);
      expect(reason).toMatchObject({
        code: 'PROPOSAL_NOT_PENDING',
        facts: { status: recordedStatus },
      });
    }
  });

  test.each([
    ['accepting an accepted card', 'ACCEPT', ACCEPTED, true],
    ['declining a declined card', 'DECLINE', DECLINED, true],
    ['accepting a declined card', 'ACCEPT', DECLINED, false],
    ['declining an accepted card', 'DECLINE', ACCEPTED, false],
    ['declining an expired card', 'DECLINE', EXPIRED, false],
  ] as const)('SP-12 %s: the same answer again? %#', (_, answer, recordedStatus, same) => {
    expect(isSameAnswer(viewerOf(buyer()), aCard({ recordedStatus }), answer)).toBe(same);
    expect(isSameAnswer(viewerOf(seller()), aCard({ recordedStatus }), answer)).toBe(false);
  });

  test.each([seller(), staff, system])(
    'SP-8 AC-1 $role does not answer for the buyer',
    (person) => {
      const card = aCard();
      expect(answerRefusals(viewerOf(person), card, card.sentAt)).toMatchObject([
        { code: 'FORBIDDEN' },
      ]);
    },
  );
});
