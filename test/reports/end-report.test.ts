import { checkLedger } from '../../src/compensation/ledger.check';
import { eachDatabase } from '../services/databases';
import { answer, readCard, readOrder, sent } from '../support/cards';
import { entriesAbout } from '../support/inbox';
import { codesOf, done, openShop, orderRow, placeOrder } from '../support/market';
import { buyer, seller, staff, system } from '../support/people';
import { cancel, decide, readReport, submitted } from '../support/reports';
import { close, complain, ledgerOf, paidFor, scan, settled } from '../support/settlement';
import { shanghai, sharedNode } from '../support/shared-node';

const NOON = shanghai('2023-01-30 12:00:00');
const SHIP_BY = shanghai('2023-02-01 10:00:00');
const REPORTED = shanghai('2023-02-03 10:00:00');

eachDatabase('deciding a report', (database) => {
  const node = sharedNode(database);
  beforeAll(() => openShop(node(), 'shop-2'));
  beforeEach(() => node().stopClockAt(NOON));
  afterEach(async () => {
    const findings = await checkLedger(node().app.db);
    expect(findings.filter(({ contradictions }) => contradictions > 0)).toEqual([]);
  });

  const reported = async (row = orderRow()) => {
    const id = await placeOrder(node(), row);
    return { id, orderNo: row.orderNo, reportId: await submitted(node(), id) };
  };
  const recordAt = async (instant: number) => {
    await node().stopClockAt(instant);
    await node().recordDue();
  };

  test('DR-2 OR-2 OR-3 approved before the old limit: the reported ship-by is in force', async () => {
    const { id, reportId } = await reported();
    await done(decide(node(), reportId, true, staff, '可以'));
    expect(await readReport(node(), reportId)).toMatchObject({ status: 'APPROVED', note: '可以' });
    expect(await settled(node(), id)).toMatchObject({
      sla: 'RUNNING',
      shipBy: '2023-02-03T02:00:00Z',
      shipBySource: 'REPORTED',
    });
    await recordAt(REPORTED);
    expect(await paidFor(node(), id)).toEqual([]);
    await recordAt(REPORTED + 1_000);
    expect(await settled(node(), id)).toMatchObject({ sla: 'BREACHED' });
    expect(await paidFor(node(), id)).toEqual(['AUTOMATIC PAID 1990']);
  });

  test('DR-2 approved after the old limit: judged anew, RUNNING, and what was paid is taken back', async () => {
    const { id, reportId } = await reported();
    await recordAt(SHIP_BY + 1_000);
    await done(complain(node(), id));
    expect(await paidFor(node(), id)).toEqual(['AUTOMATIC PAID 1990']);
    await done(decide(node(), reportId));
    expect(await settled(node(), id)).toMatchObject({
      sla: 'RUNNING',
      complaint: { status: 'REJECTED' },
    });
    expect(await paidFor(node(), id)).toEqual(['AUTOMATIC REVERSED 1990']);
    expect(await ledgerOf(node(), id)).toMatchObject({ buyer: 0, shop: 0, postings: 2 });
    await recordAt(REPORTED + 1_000);
    expect(await settled(node(), id)).toMatchObject({
      sla: 'BREACHED',
      complaint: { status: 'UPHELD' },
    });
    expect(await paidFor(node(), id)).toEqual(['AUTOMATIC REVERSED 1990', 'AUTOMATIC PAID 1990']);
    expect(await ledgerOf(node(), id)).toMatchObject({ buyer: 1_990, postings: 3 });
  });

  test.each([
    ['in the last second of the reported ship-by: MET', REPORTED, 'MET', 'REVERSED'],
    ['a second later: still BREACHED', REPORTED + 1_000, 'BREACHED', 'PAID'],
  ])('DR-2 approved after a pick-up %s', async (_, pickedUpAt, sla, status) => {
    const { id, orderNo, reportId } = await reported();
    await recordAt(REPORTED + 60_000);
    await scan(node(), orderNo, pickedUpAt);
    await done(decide(node(), reportId));
    expect(await settled(node(), id)).toMatchObject({ sla });
    expect(await paidFor(node(), id)).toEqual([`AUTOMATIC ${status} 1990`]);
  });

  test('DR-2 a later approval replaces an earlier one', async () => {
    const { id, reportId } = await reported();
    await done(decide(node(), reportId));
    const next = await submitted(node(), id, { newShipBy: REPORTED + 3_600_000 });
    await done(decide(node(), next));
    expect(await settled(node(), id)).toMatchObject({ shipBy: '2023-02-03T03:00:00Z' });
    expect(await readReport(node(), next)).toMatchObject({ shipByBefore: '2023-02-03T02:00:00Z' });
  });

  test('DR-2 SP-6 SP-8 it never extends a pending card, and an agreed day prevails though it is earlier', async () => {
    const { id, reportId } = await reported();
    const card = await sent(node(), id, { shipDate: '2023-02-01' });
    await done(decide(node(), reportId));
    expect(await readCard(node(), card)).toMatchObject({ answerBy: '2023-01-31T04:00:00Z' });
    await done(answer(node(), 'ACCEPT', card));
    expect(await settled(node(), id)).toMatchObject({
      shipBy: '2023-02-01T15:59:59Z',
      shipBySource: 'AGREED',
    });
    const { conversation } = await readOrder(node(), id);
    expect(conversation.messages.nodes.at(-1)).toMatchObject({
      code: 'PROPOSAL_ACCEPTED',
      text: 'The buyer agreed: the order ships by 2023-02-01 23:59:59. That prevails over the later 2023-02-03 10:00:00.',
    });
  });

  test('DR-3 OR-2 with an agreed ship-by it is recorded and has no effect; the buyer hears nothing', async () => {
    const { id, reportId } = await reported();
    const card = await sent(node(), id, { shipDate: '2023-02-02' });
    await done(answer(node(), 'ACCEPT', card));
    const before = await readOrder(node(), id);
    await done(decide(node(), reportId));
    expect(await readReport(node(), reportId)).toMatchObject({ status: 'APPROVED' });
    const after = await readOrder(node(), id);
    expect(after.shipBy).toBe(before.shipBy);
    expect(after.shipBySource).toBe('AGREED');
    expect(after.conversation.lastNumber).toBe(before.conversation.lastNumber);
    const { data } = await node().ask(
      seller(),
      'query ($id: ID!) { order(id: $id) { reportedShipBy } }',
      { id },
    );
    expect(data.order.reportedShipBy).toBeNull();
  });

  test('AC-5 DR-2 the buyer is told of the moved ship-by, not of the report', async () => {
    const { id, reportId } = await reported();
    await done(decide(node(), reportId));
    const fields = 'kind order { id shipBy } report { id } message { code text }';
    const told = await entriesAbout(node(), id, buyer(), fields);
    expect(told.at(-1)).toEqual({
      kind: 'SHIP_BY_MOVED',
      order: { id, shipBy: '2023-02-03T02:00:00Z' },
      report: null,
      message: {
        code: 'SHIP_BY_MOVED',
        text: 'The platform granted more time: the order ships by 2023-02-03 10:00:00.',
      },
    });
    expect(told).toHaveLength(2);
    for (const person of [seller(), staff])
      expect((await entriesAbout(node(), id, person, fields)).at(-1)).toMatchObject({
        kind: 'REPORT_APPROVED',
        report: { id: reportId },
      });
  });

  test('DR-2 rejected: the ship-by stays', async () => {
    const { id, reportId } = await reported();
    await done(decide(node(), reportId, false, staff, 'no storm there'));
    expect(await settled(node(), id)).toMatchObject({
      shipBy: '2023-02-01T02:00:00Z',
      shipBySource: 'ORIGINAL',
    });
    expect(await readReport(node(), reportId)).toMatchObject({ status: 'REJECTED' });
  });

  test('DR-4 only a submitted one can be cancelled or decided', async () => {
    const { reportId } = await reported();
    await done(cancel(node(), reportId));
    expect(codesOf(await cancel(node(), reportId))).toEqual(['REPORT_NOT_SUBMITTED']);
    expect(codesOf(await decide(node(), reportId))).toEqual(['REPORT_NOT_SUBMITTED']);
    expect(codesOf(await decide(node(), reportId, false))).toEqual(['REPORT_NOT_SUBMITTED']);
  });

  test('DR-4 a pick-up in the last second cancels it; a late one leaves it to staff', async () => {
    const statuses: string[] = [];
    for (const pickedUpAt of [SHIP_BY, SHIP_BY + 1_000]) {
      await node().stopClockAt(NOON);
      const { orderNo, reportId } = await reported();
      await node().stopClockAt(SHIP_BY + 60_000);
      await scan(node(), orderNo, pickedUpAt);
      statuses.push((await readReport(node(), reportId)).status);
    }
    expect(statuses).toEqual(['CANCELLED', 'SUBMITTED']);
  });

  test('DR-4 OR-8 IN-1 closing cancels it, told in the entry of the closing', async () => {
    const { id, reportId } = await reported();
    await close(node(), id);
    expect(await readReport(node(), reportId)).toMatchObject({ status: 'CANCELLED' });
    const told = await entriesAbout(node(), id, seller(), 'kind order { id } report { status }');
    expect(told.at(-1)).toMatchObject({
      kind: 'ORDER_CLOSED',
      report: { status: 'CANCELLED' },
    });
  });

  test('AC-1 staff are told which of them decided, the shop that the platform did', async () => {
    const { id, reportId } = await reported();
    await done(decide(node(), reportId));
    const decidedBy = async (person: typeof staff) =>
      (await readReport(node(), reportId, person)).history.at(-1);
    const told = async (person: typeof staff) =>
      (await entriesAbout(node(), id, person, 'kind actor actorId order { id }')).at(-1);
    const approved = { actor: 'PLATFORM', actorId: 'staff-1' };
    expect(await decidedBy(staff)).toMatchObject(approved);
    expect(await told(staff)).toMatchObject(approved);
    for (const seen of [await decidedBy(seller()), await told(seller()), await told(buyer())])
      expect(seen).toMatchObject({ actor: 'PLATFORM', actorId: null });
  });

  test('AC-1 staff decide, a seat with `reports` cancels; what is not yours is not there', async () => {
    const { reportId } = await reported();
    expect(codesOf(await decide(node(), reportId, true, seller()))).toEqual(['FORBIDDEN']);
    expect(codesOf(await decide(node(), reportId, true, system))).toEqual(['FORBIDDEN']);
    expect(codesOf(await cancel(node(), reportId, staff))).toEqual(['FORBIDDEN']);
    const chat = seller('shop-1', ['chat']);
    expect(codesOf(await cancel(node(), reportId, chat))).toEqual(['FORBIDDEN']);
    expect(codesOf(await cancel(node(), reportId, seller('shop-2')))).toEqual(['NOT_FOUND']);
    expect(codesOf(await decide(node(), reportId, true, buyer()))).toEqual(['NOT_FOUND']);
    expect(codesOf(await decide(node(), 'ord_01h455vb4pex5vsknk084sn02q'))).toEqual(['NOT_FOUND']);
  });

  test('deciding with too long a note changes nothing', async () => {
    const { reportId } = await reported();
    const result = await decide(node(), reportId, true, staff, 'x'.repeat(501));
    expect(codesOf(result)).toEqual(['INVALID_INPUT']);
    expect(await readReport(node(), reportId)).toMatchObject({ status: 'SUBMITTED' });
    expect(codesOf(await decide(node(), reportId, true, staff, 'x'.repeat(500)))).toEqual([]);
  });
});
