import { checkLedger } from '../../src/compensation/ledger.check';
import { consignOrder } from '../../src/orders/consign-order';
import { publishPolicy } from '../../src/policies/publish-policy';
import { eachDatabase } from '../services/databases';
import { answer, sent } from '../support/cards';
import { entriesAbout } from '../support/inbox';
import { act, codesOf, done, orderRow, placeOrder } from '../support/market';
import { buyer, seller, staff, system } from '../support/people';
import { close, complain, ledgerOf, paidFor, scan, settled } from '../support/settlement';
import { around, shanghai, sharedNode } from '../support/shared-node';

const FIELDS = 'kind order { id } compensation { status }';
const NOON = shanghai('2023-01-30 12:00:00');
const SHIP_BY = shanghai('2023-02-01 10:00:00');
const AGREED = shanghai('2023-02-05 23:59:59');

eachDatabase('a missed ship-by', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(NOON));
  afterEach(async () => {
    const findings = await checkLedger(node().app.db);
    expect(findings.filter(({ contradictions }) => contradictions > 0)).toEqual([]);
  });

  const placed = async () => {
    const row = orderRow();
    return { id: await placeOrder(node(), row), orderNo: row.orderNo };
  };
  const recordAt = async (instant: number) => {
    await node().stopClockAt(instant);
    await node().recordDue();
  };
  const agreed = async (shipDate = '2023-02-05') => {
    const order = await placed();
    const card = await sent(node(), order.id, { shipDate });
    await done(answer(node(), 'ACCEPT', card));
    return order;
  };

  test('OR-6 CO-1 pays once, a second after the ship-by, and not before', async () => {
    const { id } = await placed();
    const paid: string[][] = [];
    for (const instant of Object.values(around(SHIP_BY))) {
      await recordAt(instant);
      await node().recordDue();
      paid.push(await paidFor(node(), id));
    }
    expect(paid).toEqual([[], [], ['AUTOMATIC PAID 1990']]);
    expect(await ledgerOf(node(), id)).toEqual({
      buyer: 1_990,
      shop: -1_990,
      clearing: 0,
      postings: 1,
    });
  });

  test('CO-1 IN-1 the breach and its compensation are one entry for buyer and shop each', async () => {
    const { id } = await placed();
    await recordAt(SHIP_BY + 1_000);
    for (const person of [buyer(), seller()]) {
      const told = await entriesAbout(node(), id, person, FIELDS);
      expect(told.map(({ kind }) => kind)).toEqual(['ORDER_IMPORTED', 'SHIP_BY_BREACHED']);
      expect(told[1].compensation).toEqual({ status: 'PAID' });
    }
  });

  test('history says why: rule, amount, policy, and when it became true', async () => {
    const { id } = await placed();
    await recordAt(SHIP_BY + 5_000);
    const { history } = await settled(node(), id);
    expect(history.slice(-2)).toEqual([
      {
        rule: 'OR-6',
        from: 'RUNNING',
        to: 'BREACHED',
        at: '2023-02-01T02:00:01Z',
        actor: 'SYSTEM',
        policyVersion: 1,
      },
      {
        rule: 'CO-1',
        from: null,
        to: 'PAID CNY 19.90',
        at: '2023-02-01T02:00:05Z',
        actor: 'SYSTEM',
        policyVersion: 1,
      },
    ]);
  });

  test('TM-5 what was due is nobody’s doing, though the seller’s act records it', async () => {
    const { id } = await placed();
    await node().stopClockAt(SHIP_BY + 60_000);
    await done(act(node(), seller(), consignOrder, { orderId: id }));
    const { history } = await settled(node(), id);
    const actors = history.map(({ rule, actor }: any) => [rule, actor]);
    expect(actors).toEqual([
      ['OR-1', 'SYSTEM'],
      ['OR-6', 'SYSTEM'],
      ['CO-1', 'SYSTEM'],
      ['OR-4', 'SELLER'],
    ]);
  });

  test('OR-7 CO-5 a scan in the last second that comes late takes it back by a counter-entry', async () => {
    const { id, orderNo } = await placed();
    await recordAt(SHIP_BY + 60_000);
    await scan(node(), orderNo, SHIP_BY);
    expect(await settled(node(), id)).toMatchObject({ sla: 'MET', status: 'PICKED_UP' });
    expect(await paidFor(node(), id)).toEqual(['AUTOMATIC REVERSED 1990']);
    expect(await ledgerOf(node(), id)).toEqual({ buyer: 0, shop: 0, clearing: 0, postings: 2 });
    const told = await entriesAbout(node(), id, seller(), FIELDS);
    expect(told.at(-1)).toMatchObject({
      kind: 'SHIP_BY_MET',
      compensation: { status: 'REVERSED' },
    });
  });

  test('OR-5 OR-7 a scan a second too late changes nothing of what was paid', async () => {
    const { id, orderNo } = await placed();
    await recordAt(SHIP_BY + 60_000);
    await scan(node(), orderNo, SHIP_BY + 1_000);
    expect(await paidFor(node(), id)).toEqual(['AUTOMATIC PAID 1990']);
    expect((await ledgerOf(node(), id)).postings).toBe(1);
  });

  test('OR-6 a late scan that comes before the sweep breaches and pays first', async () => {
    const { id, orderNo } = await placed();
    await node().stopClockAt(SHIP_BY + 60_000);
    await scan(node(), orderNo, SHIP_BY + 1_000);
    expect(await settled(node(), id)).toMatchObject({ sla: 'BREACHED', status: 'PICKED_UP' });
    expect(await paidFor(node(), id)).toEqual(['AUTOMATIC PAID 1990']);
  });

  test('OR-8 closing keeps what was paid; a scan after it changes nothing', async () => {
    const { id, orderNo } = await placed();
    await recordAt(SHIP_BY + 1_000);
    await close(node(), id);
    await scan(node(), orderNo, SHIP_BY);
    expect(await settled(node(), id)).toMatchObject({ sla: 'BREACHED', status: 'CLOSED' });
    expect(await paidFor(node(), id)).toEqual(['AUTOMATIC PAID 1990']);
  });

  test('OR-8 an order closed in the last second never pays; a second later it has', async () => {
    const [inTime, late] = [await placed(), await placed()];
    await node().stopClockAt(SHIP_BY);
    await close(node(), inTime.id);
    await node().stopClockAt(SHIP_BY + 1_000);
    await close(node(), late.id);
    await node().recordDue();
    expect(await paidFor(node(), inTime.id)).toEqual([]);
    expect(await paidFor(node(), late.id)).toEqual(['AUTOMATIC PAID 1990']);
  });

  test('CO-2 an agreed day ends automatic compensation, also when it is missed', async () => {
    const { id } = await agreed();
    await recordAt(AGREED);
    expect(await settled(node(), id)).toMatchObject({ sla: 'RUNNING', shipBySource: 'AGREED' });
    await recordAt(AGREED + 1_000);
    expect(await settled(node(), id)).toMatchObject({ sla: 'BREACHED', compensations: [] });
  });

  test('CO-4 a complaint about a missed agreed day pays the same amount, once', async () => {
    const { id, orderNo } = await agreed();
    await recordAt(AGREED + 1_000);
    const first = await done(complain(node(), id));
    expect(await done(complain(node(), id))).toBe(first);
    expect(await paidFor(node(), id)).toEqual(['COMPLAINT PAID 1990']);
    expect(await settled(node(), id)).toMatchObject({ complaint: { status: 'UPHELD' } });
    await scan(node(), orderNo, AGREED);
    expect(await paidFor(node(), id)).toEqual(['COMPLAINT REVERSED 1990']);
    expect(await settled(node(), id)).toMatchObject({
      sla: 'MET',
      complaint: { id: first, status: 'REJECTED' },
    });
  });

  test('CO-3 a complaint is refused before the ship-by has passed, and judged the second after', async () => {
    const { id } = await placed();
    const answers: string[] = [];
    for (const instant of Object.values(around(SHIP_BY))) {
      await node().stopClockAt(instant);
      answers.push(codesOf(await complain(node(), id)).join());
    }
    expect(answers).toEqual(['SHIP_BY_NOT_PASSED', 'SHIP_BY_NOT_PASSED', '']);
    expect(await settled(node(), id)).toMatchObject({ complaint: { status: 'UPHELD' } });
  });

  test('CO-4 upheld on an order that paid by itself, a complaint pays nothing more', async () => {
    const { id, orderNo } = await placed();
    await node().stopClockAt(SHIP_BY + 1_000);
    await done(complain(node(), id));
    expect(await paidFor(node(), id)).toEqual(['AUTOMATIC PAID 1990']);
    await scan(node(), orderNo, SHIP_BY);
    expect(await paidFor(node(), id)).toEqual(['AUTOMATIC REVERSED 1990']);
    expect(await settled(node(), id)).toMatchObject({ complaint: { status: 'REJECTED' } });
  });

  test('CO-3 rejected when the pick-up was in the last second, upheld a second later', async () => {
    const statuses: string[] = [];
    for (const pickedUpAt of [SHIP_BY, SHIP_BY + 1_000]) {
      await node().stopClockAt(NOON);
      const { id, orderNo } = await placed();
      await node().stopClockAt(SHIP_BY + 60_000);
      await scan(node(), orderNo, pickedUpAt);
      await done(complain(node(), id));
      statuses.push((await settled(node(), id)).complaint.status);
    }
    expect(statuses).toEqual(['REJECTED', 'UPHELD']);
  });

  test('CO-3 refused on a VOID order, and to everybody but its buyer', async () => {
    const { id } = await placed();
    await close(node(), id);
    await node().stopClockAt(SHIP_BY + 1_000);
    expect(codesOf(await complain(node(), id))).toEqual(['ORDER_NOT_AWAITING_SHIPMENT']);
    const other = await placed();
    const codes = async (person: typeof staff) => codesOf(await complain(node(), other.id, person));
    expect(await codes(seller())).toEqual(['FORBIDDEN']);
    expect(await codes(staff)).toEqual(['FORBIDDEN']);
    expect(await codes(system)).toEqual(['FORBIDDEN']);
    expect(await codes(buyer('buyer-2'))).toEqual(['NOT_FOUND']);
  });

  test('OR-10 what had passed before the import pays nothing; what passes after it does', async () => {
    const imported: string[] = [];
    for (const importedAt of Object.values(around(SHIP_BY))) {
      await node().stopClockAt(importedAt);
      imported.push(await placeOrder(node()));
    }
    await recordAt(SHIP_BY + 60_000);
    const paid = await Promise.all(imported.map((id) => paidFor(node(), id)));
    expect(paid).toEqual([['AUTOMATIC PAID 1990'], ['AUTOMATIC PAID 1990'], []]);
    await done(complain(node(), imported[2]!));
    expect(await settled(node(), imported[2]!)).toMatchObject({
      sla: 'BREACHED',
      complaint: { status: 'UPHELD' },
      compensations: [],
    });
  });

  test('the policy in force when the ship-by is missed decides, however late it is recorded', async () => {
    const [at, after] = [orderRow(), orderRow({ paidAt: orderRow().paidAt + 1_000 })];
    const ids = [await placeOrder(node(), at), await placeOrder(node(), after)];
    const effectiveFrom = SHIP_BY + 2_000;
    await done(act(node(), staff, publishPolicy, { effectiveFrom, lateRatePercent: 20 }));
    await recordAt(SHIP_BY + 3_600_000);
    expect(await paidFor(node(), ids[0]!)).toEqual(['AUTOMATIC PAID 1990']);
    expect(await paidFor(node(), ids[1]!)).toEqual(['AUTOMATIC PAID 3980']);
    const { history } = await settled(node(), ids[1]!);
    expect(history.at(-1)).toMatchObject({ rule: 'CO-1', policyVersion: 2 });
  });
});
