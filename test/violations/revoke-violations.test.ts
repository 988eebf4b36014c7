import { TicketVerdict } from '../../src/tickets/judgment.entity';
import { ViolationSeverity } from '../../src/violations/violation.entity';
import { eachDatabase } from '../services/databases';
import { entriesOf } from '../support/inbox';
import { codesOf, done, openShop, placeOrder } from '../support/market';
import { seller, staff } from '../support/people';
import { shanghai, sharedNode } from '../support/shared-node';
import {
  appeal,
  contact,
  decide,
  judge,
  opened,
  piece,
  readTicket,
  reply,
  wordsAbout,
} from '../support/tickets';
import { given, pointsOf, readViolation, record, recorded } from '../support/violations';
import { ReplyOption } from '../../src/tickets/reply.entity';

const { GENERAL, SEVERE } = ViolationSeverity;
const NOON = shanghai('2023-12-30 12:00:00');
const NEW_YEAR = shanghai('2024-01-01 00:00:00');

eachDatabase('an upheld appeal and violations', (database) => {
  const node = sharedNode(database);
  let shops = 0;
  beforeEach(() => node().stopClockAt(NOON));

  /** A judged and appealed ticket of a shop of its own, with two violations for its evidence. */
  async function appealed() {
    const shopId = `appellant-${String((shops += 1))}`;
    await openShop(node(), shopId);
    const orderId = await placeOrder(node(), { shopId, paidAt: NOON });
    const ticketId = await opened(node(), orderId);
    const pieces = [0, 1].map(() => piece(node(), orderId, { shopKey: shopId }));
    const evidenceIds = await Promise.all(pieces);
    await done(contact(node(), ticketId, { evidenceIds }, seller(shopId)));
    const option = ReplyOption.UNRESOLVED_NOT_AGREED;
    await done(reply(node(), ticketId, { option }, seller(shopId)));
    await done(judge(node(), ticketId));
    const [general, severe] = [
      await done(record(node(), evidenceIds[0]!)),
      await done(record(node(), evidenceIds[1]!, { severity: SEVERE })),
    ];
    await done(appeal(node(), ticketId, seller(shopId)));
    return { shopId, orderId, ticketId, general, severe, evidenceIds };
  }
  const uphold = (ticketId: string, revokeViolationIds: string[]) =>
    decide(node(), ticketId, { upheld: true, verdict: TicketVerdict.NO_FAULT, revokeViolationIds });
  const ledgerOf = (shopId: string) =>
    node().app.db.rows<{ cause: string; points: number; year: number }>(
      'SELECT cause, points, year FROM penalty_points WHERE shop_key = ? ORDER BY id',
      [shopId],
    );

  test('TK-17 PT-2 revokes the violations named with it, by counter-entries, and no others', async () => {
    const { shopId, ticketId, general, severe } = await appealed();
    await done(uphold(ticketId, [severe]));
    expect(await pointsOf(node(), shopId)).toMatchObject({ general: 12, severe: 0 });
    expect(await readViolation(node(), general, staff)).toMatchObject({ revokedAt: null });
    expect(await readViolation(node(), severe, staff)).toMatchObject({
      points: 48,
      revokedAt: '2023-12-30T04:00:00Z',
      history: [
        { rule: 'PT-1' },
        { rule: 'PT-2' },
        { rule: 'TK-17', from: 'SEVERE 48', to: 'REVOKED', actorId: 'staff-1' },
      ],
    });
    expect(await ledgerOf(shopId)).toEqual([
      { cause: 'RECORDED', points: 12, year: 2023 },
      { cause: 'RECORDED', points: 48, year: 2023 },
      { cause: 'REVOKED', points: -48, year: 2023 },
    ]);
  });

  test('TK-17 IN-1 every violation has an entry of its own, and a message, before the appeal’s', async () => {
    const { shopId, ticketId, general, severe } = await appealed();
    await done(uphold(ticketId, [general, severe]));
    const fields = 'kind violation { id revokedAt } message { text } ticket { id outcome }';
    for (const person of [seller(shopId), staff]) {
      const told = (await entriesOf(node(), person, { fields })).slice(-3);
      expect(told.map(({ kind }) => kind).sort()).toEqual([
        'TICKET_APPEAL_UPHELD',
        'VIOLATION_REVOKED',
        'VIOLATION_REVOKED',
      ]);
      expect(told.at(-1)).toMatchObject({ kind: 'TICKET_APPEAL_UPHELD', violation: null });
      expect(told.flatMap(({ violation }) => violation?.id ?? []).sort()).toEqual(
        [general, severe].sort(),
      );
      expect(told[0]).toMatchObject({ violation: { revokedAt: '2023-12-30T04:00:00Z' } });
    }
    const texts = (await wordsAbout(node(), ticketId, seller(shopId))).map(({ text }: any) => text);
    expect(texts).toContain('The 48 penalty points for forged evidence (severe) are taken back.');
  });

  test('TK-17 PT-2 revoked in the next year, it is as if its points had never stayed', async () => {
    const { shopId, ticketId, general, severe } = await appealed();
    await node().stopClockAt(NEW_YEAR);
    expect(await pointsOf(node(), shopId)).toMatchObject({ year: 2024, general: 0, severe: 48 });
    await done(uphold(ticketId, [general, severe]));
    expect(await pointsOf(node(), shopId)).toEqual({
      year: 2024,
      general: 0,
      severe: 0,
      severeCarriedOver: 0,
    });
    expect(await ledgerOf(shopId)).toHaveLength(4);
  });

  test('TK-17 PT-2 a multiple that is reached again is heard of again', async () => {
    const { shopId, ticketId, general } = await appealed();
    await done(uphold(ticketId, [general]));
    const again = await readViolation(node(), await recorded(node(), shopId), staff);
    expect(again.multiplesCrossed).toEqual([12]);
  });

  test('PT-1 TK-17 evidence whose violation was revoked is not recorded a second time', async () => {
    const { ticketId, general, evidenceIds } = await appealed();
    await done(uphold(ticketId, [general]));
    expect(codesOf(await record(node(), evidenceIds[0]!, { severity: GENERAL }))).toEqual([
      'VIOLATION_ALREADY_RECORDED',
    ]);
  });

  test('TK-17 AC-1 another shop’s violation is not there, and then nothing is changed at all', async () => {
    const { shopId, ticketId, general } = await appealed();
    const other = await done(record(node(), await given(node())));
    for (const strange of [other, 'vio_01h455vb4pex5vsknk084sn02q', ticketId])
      expect(codesOf(await uphold(ticketId, [general, strange]))).toEqual(['NOT_FOUND']);
    expect(codesOf(await uphold(ticketId, [general, general]))).toEqual(['INVALID_INPUT']);
    expect(await pointsOf(node(), shopId)).toMatchObject({ general: 12, severe: 48 });
    expect(await readTicket(node(), ticketId, staff)).toMatchObject({
      outcome: 'SELLER_LIABLE',
      appeal: { status: 'SUBMITTED' },
    });
  });

  test('TK-17 one that was revoked before needs no more', async () => {
    const { shopId, ticketId, general } = await appealed();
    const orderId = await placeOrder(node(), { shopId, paidAt: NOON });
    const second = await opened(node(), orderId);
    await done(contact(node(), second, {}, seller(shopId)));
    const option = ReplyOption.UNRESOLVED_NOT_AGREED;
    await done(reply(node(), second, { option }, seller(shopId)));
    await done(judge(node(), second));
    await done(appeal(node(), second, seller(shopId)));
    await done(uphold(ticketId, [general]));
    await done(uphold(second, [general]));
    expect(await pointsOf(node(), shopId)).toMatchObject({ general: 0, severe: 48 });
  });
});
