import { publishPolicy } from '../../src/policies/publish-policy';
import { ViolationSeverity } from '../../src/violations/violation.entity';
import { eachDatabase } from '../services/databases';
import { entriesOf } from '../support/inbox';
import { act, codesOf, done, openShop, placeOrder } from '../support/market';
import { buyer, seller, staff, system } from '../support/people';
import { submitted, storedEvidence } from '../support/reports';
import { shanghai, sharedNode } from '../support/shared-node';
import { contact, opened, piece, reply, OTHERWISE, wordsAbout } from '../support/tickets';
import { give, given, pointsOf, readViolation, record, recorded } from '../support/violations';

const { GENERAL, SEVERE } = ViolationSeverity;
const NOON = shanghai('2023-01-30 12:00:00');
const SOMEWHERE = 'evd_01h455vb4pex5vsknk084sn02q';

eachDatabase('recording a violation', (database) => {
  const node = sharedNode(database);
  let shops = 0;
  /** A shop of its own for every test, so that points start at none. */
  const newShop = async () => {
    const shopId = `forger-${String((shops += 1))}`;
    await openShop(node(), shopId);
    return shopId;
  };
  beforeEach(() => node().stopClockAt(NOON));

  const crossings = async (shopId: string, person = seller(shopId)) => {
    const fields = 'kind violation { id multiplesCrossed shop { shopId } }';
    const entries = await entriesOf(node(), person, { fields });
    return entries
      .filter(
        ({ kind, violation }) => kind === 'VIOLATION_RECORDED' && violation.shop.shopId === shopId,
      )
      .map(({ violation }) => violation.multiplesCrossed);
  };

  test.each([
    [GENERAL, 12, { general: 12, severe: 0 }],
    [SEVERE, 48, { general: 0, severe: 48 }],
  ])('PT-1 %s: %i points', async (severity, points, standing) => {
    const shopId = await newShop();
    const id = await recorded(node(), shopId, severity);
    expect(await readViolation(node(), id, staff)).toMatchObject({
      severity,
      points,
      note: 'The date on the receipt was changed.',
      recordedAt: '2023-01-30T04:00:00Z',
      year: 2023,
      revokedAt: null,
      shop: { shopId },
      history: [
        { rule: 'PT-1', from: null, to: `${severity} ${String(points)}`, actorId: 'staff-1' },
        { rule: 'PT-2', from: '0', to: String(points) },
      ],
    });
    expect(await pointsOf(node(), shopId)).toMatchObject({ year: 2023, ...standing });
  });

  test('PT-1 each time, but once per piece of evidence', async () => {
    const shopId = await newShop();
    const evidence = await given(node(), shopId);
    await done(record(node(), evidence));
    for (const severity of [GENERAL, SEVERE])
      expect(codesOf(await record(node(), evidence, { severity }))).toEqual([
        'VIOLATION_ALREADY_RECORDED',
      ]);
    await recorded(node(), shopId);
    expect(await pointsOf(node(), shopId)).toMatchObject({ general: 24, severe: 0 });
  });

  test('PT-1 twice at once is once', async () => {
    const shopId = await newShop();
    const evidence = await given(node(), shopId);
    const results = await Promise.all([1, 2, 3].map(() => record(node(), evidence)));
    expect(results.flatMap(codesOf)).toEqual(
      Array.from({ length: 2 }, () => 'VIOLATION_ALREADY_RECORDED'),
    );
    expect(await pointsOf(node(), shopId)).toMatchObject({ general: 12 });
  });

  test('PT-1 in a report: told without a message, as nobody talks about reports', async () => {
    const orderId = await placeOrder(node());
    const evidenceId = await storedEvidence(node(), orderId);
    const reportId = await submitted(node(), orderId, { evidenceIds: [evidenceId] });
    const id = await done(record(node(), evidenceId));
    expect(await readViolation(node(), id)).toMatchObject({ reportId, ticketId: null });
    const fields =
      'kind violation { id } report { id } ticket { id } message { code } order { id }';
    for (const person of [seller(), staff])
      expect((await entriesOf(node(), person, { fields })).at(-1)).toEqual({
        kind: 'VIOLATION_RECORDED',
        violation: { id },
        report: { id: reportId },
        ticket: null,
        message: null,
        order: { id: orderId },
      });
  });

  test('PT-1 MS-1 in a ticket, by contact or by reply: told in its conversation', async () => {
    const orderId = await placeOrder(node());
    const ticketId = await opened(node(), orderId);
    const [ofContact, ofReply] = [await piece(node(), orderId), await piece(node(), orderId)];
    await done(contact(node(), ticketId, { evidenceIds: [ofContact] }));
    await done(reply(node(), ticketId, { ...OTHERWISE, evidenceIds: [ofReply] }));
    const named = await done(record(node(), ofContact, { ticketId }));
    const found = await done(record(node(), ofReply, { severity: SEVERE }));
    for (const id of [named, found])
      expect(await readViolation(node(), id)).toMatchObject({ ticketId, reportId: null });
    const words = await wordsAbout(node(), ticketId);
    expect(words.at(-1)).toMatchObject({
      code: 'VIOLATION_RECORDED',
      text: 'Forged evidence (severe): 48 penalty points, 48 of this kind now, which crosses 12, 24, 36, 48. The date on the receipt was changed.',
    });
    const [entry] = (
      await entriesOf(node(), seller(), { fields: 'kind ticket { id } message { code }' })
    ).slice(-1);
    expect(entry).toEqual({
      kind: 'VIOLATION_RECORDED',
      ticket: { id: ticketId },
      message: { code: 'VIOLATION_RECORDED' },
    });
  });

  test('PT-1 not of a file that is in no ticket and no report', async () => {
    const orderId = await placeOrder(node());
    const loose = await piece(node(), orderId);
    expect(codesOf(await record(node(), loose))).toEqual(['INVALID_INPUT']);
    // What staff bring for a judgment is not the shop's.
    await give(node(), loose, 'jdg_01h455vb4pex5vsknk084sn02q');
    expect(codesOf(await record(node(), loose))).toEqual(['INVALID_INPUT']);
  });

  test('PT-1 AC-1 a ticket that does not hold the evidence is not there', async () => {
    const orderId = await placeOrder(node());
    const evidence = await given(node(), 'shop-1', orderId);
    for (const ticketId of [await opened(node(), orderId), SOMEWHERE])
      expect(codesOf(await record(node(), evidence, { ticketId }))).toEqual(['NOT_FOUND']);
  });

  test('PT-1 AC-1 staff record; to the shop it is forbidden, to others the evidence is not there', async () => {
    const evidence = await given(node());
    const codes = async (person = seller()) => codesOf(await record(node(), evidence, {}, person));
    expect(await codes()).toEqual(['FORBIDDEN']);
    for (const person of [seller('shop-2'), buyer(), system])
      expect(await codes(person)).toEqual(['NOT_FOUND']);
    expect(codesOf(await record(node(), SOMEWHERE))).toEqual(['NOT_FOUND']);
    expect(codesOf(await record(node(), 'ord_01h455vb4pex5vsknk084sn02q'))).toEqual(['NOT_FOUND']);
  });

  test.each([
    ['', ['INVALID_INPUT']],
    [' ', ['INVALID_INPUT']],
    ['x'.repeat(1_000), []],
    ['x'.repeat(1_001), ['INVALID_INPUT']],
  ])('the note says what was found: %j', async (note, codes) => {
    expect(codesOf(await record(node(), await given(node()), { note }))).toEqual(codes);
  });

  test('the same idempotencyKey is the same violation', async () => {
    const evidenceId = await given(node());
    const mutation = `mutation ($input: ViolationRecordInput!) { violationRecord(input: $input) {
      violation { id points } userErrors { code } } }`;
    const input = { evidenceId, severity: GENERAL, note: 'forged', idempotencyKey: 'once' };
    const [first, again] = [
      await node().ask(staff, mutation, { input }),
      await node().ask(staff, mutation, { input }),
    ];
    expect(first.data.violationRecord.userErrors).toEqual([]);
    expect(again.data).toEqual(first.data);
  });

  test('PT-2 each multiple is announced to the shop and to staff, in the entry of the violation', async () => {
    const shopId = await newShop();
    for (const severity of [GENERAL, SEVERE, GENERAL]) await recorded(node(), shopId, severity);
    for (const person of [seller(shopId), staff])
      expect(await crossings(shopId, person)).toEqual([[12], [12, 24, 36, 48], [24]]);
  });

  test.each([
    ['in the last second of the year', '2023-12-31 23:59:59', 2023, { general: 24, severe: 48 }],
    ['in the first of the next', '2024-01-01 00:00:00', 2024, { general: 12, severe: 48 }],
  ])('PT-2 TM-2 recorded %s', async (_, then, year, standing) => {
    const shopId = await newShop();
    const [one, other] = [await given(node(), shopId), await given(node(), shopId)];
    for (const severity of [GENERAL, SEVERE]) await recorded(node(), shopId, severity);
    await node().stopClockAt(shanghai(then));
    const id = await done(record(node(), one));
    expect(await readViolation(node(), id, staff)).toMatchObject({ year });
    expect(await pointsOf(node(), shopId)).toMatchObject({ year, ...standing });
    const severe = await done(record(node(), other, { severity: SEVERE }));
    expect(await readViolation(node(), severe, staff)).toMatchObject({
      multiplesCrossed: [60, 72, 84, 96],
    });
  });

  test('PT-2 TM-5 read in the second after, the year’s GENERAL points are gone and nothing was recorded', async () => {
    const shopId = await newShop();
    await recorded(node(), shopId);
    await recorded(node(), shopId, SEVERE);
    await node().stopClockAt(shanghai('2023-12-31 23:59:59'));
    expect(await pointsOf(node(), shopId)).toEqual({
      year: 2023,
      general: 12,
      severe: 48,
      severeCarriedOver: 0,
    });
    await node().stopClockAt(shanghai('2024-01-01 00:00:00'));
    expect(await pointsOf(node(), shopId)).toEqual({
      year: 2024,
      general: 0,
      severe: 48,
      severeCarriedOver: 48,
    });
  });

  test('AC-1 AC-5 the shop sees its own, the platform all, buyers and other shops nothing', async () => {
    const shopId = await newShop();
    const id = await recorded(node(), shopId);
    const query = `{ violations(first: 100, filter: { shopId: "${shopId}" }) { totalCount nodes { id } } }`;
    const seen = async (person = staff) => (await node().ask(person, query)).data.violations;
    for (const person of [seller(shopId, ['chat']), staff, system]) {
      expect(await seen(person)).toEqual({ totalCount: 1, nodes: [{ id }] });
      expect(await readViolation(node(), id, person)).toMatchObject({ id });
    }
    for (const person of [seller(), buyer()]) {
      expect(await seen(person)).toEqual({ totalCount: 0, nodes: [] });
      expect(await readViolation(node(), id, person)).toBeNull();
    }
    expect(await pointsOf(node(), shopId, seller(shopId))).toMatchObject({ general: 12 });
    expect(await pointsOf(node(), shopId, buyer())).toBeNull();
    expect(JSON.stringify(await entriesOf(node(), buyer(), { fields: 'kind' }))).not.toContain(
      'VIOLATION',
    );
  });

  test('AC-5 a buyer’s history of the order says nothing of it', async () => {
    const orderId = await placeOrder(node());
    await done(record(node(), await given(node(), 'shop-1', orderId)));
    const query = 'query ($id: ID!) { order(id: $id) { history { rule } } }';
    const rules = async (person = seller()) =>
      (await node().ask(person, query, { id: orderId })).data.order.history.map(
        ({ rule }: { rule: string }) => rule,
      );
    expect(await rules()).toEqual(expect.arrayContaining(['PT-1', 'PT-2']));
    expect(await rules(buyer())).not.toEqual(expect.arrayContaining(['PT-1']));
  });

  test('violations are filtered, sorted and paged', async () => {
    const shopId = await newShop();
    const ids: string[] = [];
    for (const [index, severity] of [GENERAL, SEVERE, GENERAL].entries()) {
      await node().stopClockAt(NOON + index * 1_000);
      ids.push(await recorded(node(), shopId, severity));
    }
    const list = async (args: string) => {
      const query = `{ violations(${args}) { nodes { id } pageInfo { hasNextPage endCursor } } }`;
      const { nodes, pageInfo } = (await node().ask(seller(shopId), query)).data.violations;
      return { ids: nodes.map(({ id }: { id: string }) => id), pageInfo };
    };
    expect((await list('first: 9')).ids).toEqual([...ids].reverse());
    expect((await list('filter: { severity: [SEVERE] }')).ids).toEqual([ids[1]]);
    expect((await list('filter: { revoked: true }')).ids).toEqual([]);
    expect((await list('filter: { revoked: false }, sort: RECORDED_AT_ASC')).ids).toEqual(ids);
    const first = await list('first: 2, sort: RECORDED_AT_ASC');
    expect(first).toMatchObject({ ids: ids.slice(0, 2), pageInfo: { hasNextPage: true } });
    const { endCursor } = first.pageInfo;
    expect((await list(`first: 2, sort: RECORDED_AT_ASC, after: "${endCursor}"`)).ids).toEqual(
      ids.slice(2),
    );
  });
});

eachDatabase('violations under policies of 8 and then 18 points', (database) => {
  const node = sharedNode(database);
  const publish = (generalPoints: number) =>
    done(act(node(), staff, publishPolicy, { generalPoints }));
  const told = async (shopId: string) => {
    const fields = 'violation { points multiplesCrossed } message { text }';
    const entries = await entriesOf(node(), seller(shopId), { fields });
    return entries.flatMap(({ violation }) => (violation === null ? [] : [violation]));
  };

  test('PT-1 PT-2 one shop crosses two multiples and hears of both; another crosses two at once', async () => {
    await node().stopClockAt(NOON);
    await openShop(node(), 'shop-2');
    await openShop(node(), 'shop-3');
    await publish(8);
    for (const shopId of ['shop-1', 'shop-1', 'shop-2']) await recorded(node(), shopId);
    const before = await Promise.all(Array.from({ length: 6 }, () => given(node(), 'shop-3')));
    await node().stopClockAt(NOON + 1_000);
    await publish(18);
    for (const shopId of ['shop-1', 'shop-2']) await recorded(node(), shopId);
    expect(await told('shop-1')).toEqual([
      { points: 8, multiplesCrossed: [] },
      { points: 8, multiplesCrossed: [12] },
      { points: 18, multiplesCrossed: [24] },
    ]);
    expect(await told('shop-2')).toEqual([
      { points: 8, multiplesCrossed: [] },
      { points: 18, multiplesCrossed: [12, 24] },
    ]);
    expect(await pointsOf(node(), 'shop-1')).toMatchObject({ general: 34 });
    // All at once, on orders of their own: every multiple is still heard of exactly once.
    await Promise.all(before.map((evidence) => done(record(node(), evidence))));
    const multiples = (await told('shop-3')).flatMap(({ multiplesCrossed }) => multiplesCrossed);
    expect(multiples).toEqual([12, 24, 36, 48, 60, 72, 84, 96, 108]);
  });
});
