import { eachDatabase } from '../services/databases';
import { answer, sent } from '../support/cards';
import { entriesOf } from '../support/inbox';
import { act, codesOf, done, openShop, orderRow, placeOrder } from '../support/market';
import { buyer, seller, staff, system } from '../support/people';
import { cancel, decide, readReport, storedEvidence, submit, submitted } from '../support/reports';
import { close, scan } from '../support/settlement';
import { around, shanghai, sharedNode } from '../support/shared-node';
import { consignOrder } from '../../src/orders/consign-order';

const NOON = shanghai('2023-01-30 12:00:00');
const SHIP_BY = shanghai('2023-02-01 10:00:00');
const LATEST = NOON + 30 * 86_400_000;

eachDatabase('submitting a report', (database) => {
  const node = sharedNode(database);
  beforeAll(() => openShop(node(), 'shop-2'));
  beforeEach(() => node().stopClockAt(NOON));

  test('DR-1 takes reason, remark, new ship-by and evidence, and waits for staff', async () => {
    const orderId = await placeOrder(node());
    const evidence = await storedEvidence(node(), orderId);
    const id = await submitted(node(), orderId, { remark: '大雪 🌨', evidenceIds: [evidence] });
    expect(await readReport(node(), id)).toMatchObject({
      status: 'SUBMITTED',
      reason: 'WEATHER',
      remark: '大雪 🌨',
      newShipBy: '2023-02-03T02:00:00Z',
      shipByBefore: '2023-02-01T02:00:00Z',
      submittedAt: '2023-01-30T04:00:00Z',
      seatId: 'shop-1-seat',
      evidence: [{ id: evidence, fileName: 'storm.png' }],
      order: { id: orderId },
      history: [{ rule: 'DR-1', from: null, to: 'SUBMITTED', actor: 'SELLER' }],
    });
  });

  test('DR-1 in time in the last second before the ship-by passes, not a second later', async () => {
    const answers: string[] = [];
    for (const instant of Object.values(around(SHIP_BY))) {
      await node().stopClockAt(NOON);
      const orderId = await placeOrder(node());
      await node().stopClockAt(instant);
      answers.push(codesOf(await submit(node(), orderId)).join());
    }
    expect(answers).toEqual(['', '', 'SHIP_BY_PASSED']);
  });

  test.each([
    ['the second before the ship-by in force', SHIP_BY - 1_000, 'SHIP_DATE_NOT_LATER'],
    ['the ship-by in force', SHIP_BY, 'SHIP_DATE_NOT_LATER'],
    ['a part of a second later, which does not count', SHIP_BY + 999, 'SHIP_DATE_NOT_LATER'],
    ['a second later', SHIP_BY + 1_000, ''],
    ['the second before 30 days ahead', LATEST - 1_000, ''],
    ['30 days ahead', LATEST, ''],
    ['a second more', LATEST + 1_000, 'SHIP_DATE_TOO_FAR'],
  ])('DR-1 TM-3 TM-4 the new ship-by: %s', async (_, newShipBy, expected) => {
    const orderId = await placeOrder(node());
    expect(codesOf(await submit(node(), orderId, { newShipBy })).join()).toBe(expected);
  });

  test('DR-1 also when consigned; not after the pick-up, and not when closed', async () => {
    const [consigned, closed] = [await placeOrder(node()), await placeOrder(node())];
    const pickedUp = orderRow();
    const pickedUpId = await placeOrder(node(), pickedUp);
    await done(act(node(), seller(), consignOrder, { orderId: consigned }));
    await scan(node(), pickedUp.orderNo, NOON);
    await close(node(), closed);
    expect(codesOf(await submit(node(), consigned))).toEqual([]);
    expect(codesOf(await submit(node(), pickedUpId))).toEqual(['ORDER_NOT_AWAITING_SHIPMENT']);
    expect(codesOf(await submit(node(), closed))).toEqual(['ORDER_NOT_AWAITING_SHIPMENT']);
  });

  test('DR-1 EV-1 needs evidence of this order, at most five pieces', async () => {
    const [orderId, other] = [await placeOrder(node()), await placeOrder(node())];
    const pieces: string[] = [];
    for (let count = 0; count < 6; count += 1) pieces.push(await storedEvidence(node(), orderId));
    const codes = async (evidenceIds: string[]) =>
      codesOf(await submit(node(), orderId, { evidenceIds }));
    expect(await codes([])).toEqual(['EVIDENCE_REQUIRED']);
    expect(await codes(pieces)).toEqual(['EVIDENCE_LIMIT']);
    expect(await codes([await storedEvidence(node(), other)])).toEqual(['NOT_FOUND']);
    expect(await codes([await storedEvidence(node(), orderId, { storedAt: null })])).toHaveLength(
      1,
    );
    expect(await codes(pieces.slice(0, 5))).toEqual([]);
  });

  test('DR-4 one submitted per order; the next once it is over', async () => {
    const orderId = await placeOrder(node());
    const first = await submitted(node(), orderId);
    expect(codesOf(await submit(node(), orderId))).toEqual(['REPORT_ALREADY_SUBMITTED']);
    await done(decide(node(), first, false));
    const second = await submitted(node(), orderId);
    await done(cancel(node(), second));
    await submitted(node(), orderId);
  });

  test('AC-1 AC-2 by a seat with `reports`; staff see it, nobody else knows of it', async () => {
    const orderId = await placeOrder(node());
    const codes = async (person: typeof staff) =>
      codesOf(await submit(node(), orderId, {}, person));
    expect(await codes(seller('shop-1', ['proposals', 'chat', 'tickets']))).toEqual(['FORBIDDEN']);
    expect(await codes(buyer())).toEqual(['FORBIDDEN']);
    expect(await codes(staff)).toEqual(['FORBIDDEN']);
    expect(await codes(system)).toEqual(['FORBIDDEN']);
    expect(await codes(seller('shop-2'))).toEqual(['NOT_FOUND']);
    expect(await codes(buyer('buyer-2'))).toEqual(['NOT_FOUND']);
    expect(await codes(seller('shop-1', ['reports']))).toEqual([]);
  });

  test('AC-5 the buyer learns nothing of a report: not by id, list, order, history or inbox', async () => {
    const orderId = await placeOrder(node(), { buyerId: 'buyer-ac5' });
    const id = await submitted(node(), orderId);
    const query = `query ($id: ID!, $order: ID!) { node(id: $id) { id } deadlineReport(id: $id) { id }
      deadlineReports { totalCount nodes { id } }
      order(id: $order) { reports { id } canReport { allowed reasons } history { rule } } }`;
    const ask = async (person: typeof staff) =>
      (await node().ask(person, query, { id, order: orderId })).data;
    expect(await ask(buyer('buyer-ac5'))).toEqual({
      node: null,
      deadlineReport: null,
      deadlineReports: { totalCount: 0, nodes: [] },
      order: {
        reports: [],
        canReport: { allowed: false, reasons: ['FORBIDDEN'] },
        history: [{ rule: 'OR-1' }],
      },
    });
    const seen = await ask(seller());
    expect(seen.order.reports).toEqual([{ id }]);
    expect(seen.order.history.map(({ rule }: any) => rule)).toEqual(['OR-1', 'DR-1']);
    expect(seen.deadlineReports.totalCount).toBeGreaterThan(0);
    const kinds = async (person: typeof staff) =>
      (await entriesOf(node(), person, { fields: 'kind report { id }' }))
        .filter(({ report }) => report?.id === id)
        .map(({ kind }) => kind);
    expect(await kinds(seller())).toEqual(['REPORT_SUBMITTED']);
    expect(await kinds(staff)).toEqual(['REPORT_SUBMITTED']);
    expect(await kinds(buyer('buyer-ac5'))).toEqual([]);
  });

  test('what can be done with a report is read off the rules that guard it', async () => {
    const orderId = await placeOrder(node());
    const id = await submitted(node(), orderId);
    const allowed = async (person: typeof staff) =>
      (await readReport(node(), id, person)).availableActions
        .filter((action: any) => action.allowed)
        .map(({ action }: any) => action);
    expect(await allowed(staff)).toEqual(['APPROVE', 'REJECT']);
    expect(await allowed(seller())).toEqual(['CANCEL']);
    expect(await allowed(seller('shop-1', ['chat']))).toEqual([]);
    await done(cancel(node(), id));
    expect(await allowed(staff)).toEqual([]);
    const card = await sent(node(), orderId);
    await done(answer(node(), 'ACCEPT', card));
    const { data } = await node().ask(
      seller(),
      'query ($id: ID!) { order(id: $id) { canReport { allowed laterThan latest } } }',
      { id: orderId },
    );
    expect(data.order.canReport).toEqual({
      allowed: true,
      laterThan: '2023-02-05T15:59:59Z',
      latest: '2023-03-01T04:00:00Z',
    });
  });
});
