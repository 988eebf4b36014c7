import { ContactChannel } from '../../src/tickets/contact.entity';
import { ReplyOption } from '../../src/tickets/reply.entity';
import { eachDatabase } from '../services/databases';
import { codesOf, done, placeOrder } from '../support/market';
import { buyer, seller, staff, system } from '../support/people';
import { around, shanghai, sharedNode } from '../support/shared-node';
import {
  contact,
  newsOf,
  opened,
  OTHERWISE,
  piece,
  readTicket,
  reply,
  wordsAbout,
} from '../support/tickets';

const OPENED = around(shanghai('2023-01-30 15:20:00'));
const DUE = around(OPENED.at + 86_400_000);
const LATER = OPENED.at + 3_600_000;
const { RESOLVED_AGREED, UNRESOLVED_NOT_AGREED, UNRESOLVED_UNREACHABLE, OTHER } = ReplyOption;
const UNREACHABLE = { option: UNRESOLVED_UNREACHABLE };
const MISSED = { reached: false };

eachDatabase('contacts', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(OPENED.at));

  async function place() {
    const orderId = await placeOrder(node());
    const id = await opened(node(), orderId);
    await node().stopClockAt(LATER);
    return { orderId, id };
  }
  const read = async (id: string) => (await readTicket(node(), id)).contacts;

  test.each([
    ['a second before the ticket', OPENED.before, false],
    ['in the very second of the ticket', OPENED.at, true],
    ['a second after it', OPENED.after, true],
  ])('TK-5 a contact %s', async (_, contactedAt, counts) => {
    const { id } = await place();
    await done(contact(node(), id, { contactedAt }));
    const reason =
      'It was before the ticket was opened at 2023-01-30 15:20:00: contact the consumer again.';
    expect(await read(id)).toMatchObject([
      { counts, notCountingReason: counts ? null : reason, reached: true, channel: 'PHONE' },
    ]);
    const expected = counts ? [] : ['CONTACT_REQUIRED'];
    expect(codesOf(await reply(node(), id))).toEqual(expected);
  });

  test('TK-5 TM-3 in the second of a ticket that was opened within it', async () => {
    await node().stopClockAt(OPENED.at + 700);
    const id = await opened(node(), await placeOrder(node()));
    await done(contact(node(), id, { contactedAt: OPENED.at }));
    await done(contact(node(), id, { contactedAt: OPENED.at - 1 }));
    expect(await read(id)).toMatchObject([{ counts: true }, { counts: false }]);
  });

  test.each([
    ['a second ago', LATER - 1_000, []],
    ['in this second', LATER + 999, []],
    ['a second ahead', LATER + 1_000, ['CONTACT_IN_FUTURE']],
  ])('TK-5 a contact %s', async (_, contactedAt, expected) => {
    const { id } = await place();
    expect(codesOf(await contact(node(), id, { contactedAt }))).toEqual(expected);
  });

  test.each(Object.values(ContactChannel))('TK-5 by %s counts like any other', async (channel) => {
    const { id } = await place();
    await done(contact(node(), id, { channel }));
    expect(await read(id)).toMatchObject([{ channel, counts: true }]);
    expect(codesOf(await reply(node(), id))).toEqual([]);
  });

  test('TK-5 IN-1 AC-5 a contact is told to shop and staff, not to the buyer', async () => {
    const { id } = await place();
    await done(contact(node(), id));
    for (const person of [seller(), staff])
      expect((await newsOf(node(), id, person)).at(-1)).toMatchObject({
        kind: 'TICKET_CONTACT_RECORDED',
        actor: 'SELLER',
      });
    expect(await newsOf(node(), id, buyer())).toHaveLength(1);
  });

  test('TK-5 EV-1 evidence of another order, or not uploaded, is refused', async () => {
    const { id, orderId } = await place();
    const elsewhere = await piece(node(), await placeOrder(node()));
    const unstored = await piece(node(), orderId, { storedAt: null });
    const own = await piece(node(), orderId);
    const give = async (...evidenceIds: string[]) =>
      codesOf(await contact(node(), id, { evidenceIds }));
    expect(await give(elsewhere)).toEqual(['NOT_FOUND']);
    expect(await give(unstored)).toEqual(['INVALID_INPUT']);
    expect(await give(own)).toEqual([]);
    expect(await read(id)).toMatchObject([{ evidence: [{ id: own }] }]);
  });
});

eachDatabase('replying to a ticket', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(OPENED.at));

  async function place(row = {}) {
    const orderId = await placeOrder(node(), row);
    const id = await opened(node(), orderId);
    await node().stopClockAt(LATER);
    return { orderId, id };
  }
  const status = async (id: string) => (await readTicket(node(), id)).status;
  const optionOf = async (id: string, option: string) =>
    (await readTicket(node(), id)).replyOptions.find(
      (choice: { option: string }) => choice.option === option,
    );

  test.each([
    ['a second before due', DUE.before, []],
    ['in the due second', DUE.at, []],
    ['in its last millisecond', DUE.at + 999, []],
    ['a second after it, without any sweep', DUE.after, ['TICKET_DUE_PASSED']],
  ])('TK-6 TM-3 TM-5 %s', async (_, now, expected) => {
    const { id } = await place();
    await node().stopClockAt(now);
    expect(codesOf(await reply(node(), id, OTHERWISE))).toEqual(expected);
  });

  test.each([
    ['the buyer', buyer(), ['FORBIDDEN']],
    ['staff', staff, ['FORBIDDEN']],
    ['the back end', system, ['FORBIDDEN']],
    ['a seat without tickets', seller('shop-1', ['proposals', 'reports', 'chat']), ['FORBIDDEN']],
    ['a seat with tickets', seller('shop-1', ['tickets'], 's-2'), []],
    ['another buyer', buyer('buyer-2'), ['NOT_FOUND']],
    ['another shop', seller('shop-2'), ['NOT_FOUND']],
  ])('TK-6 AC-1 AC-2 by %s', async (_, person, expected) => {
    const { id } = await place();
    expect(codesOf(await reply(node(), id, OTHERWISE, person))).toEqual(expected);
  });

  test('TK-6 one reply per ticket', async () => {
    const { id } = await place();
    await done(reply(node(), id, OTHERWISE));
    expect(codesOf(await reply(node(), id, OTHERWISE))).toEqual(['TICKET_ALREADY_REPLIED']);
    await node().stopClockAt(DUE.after);
    expect(codesOf(await reply(node(), id, OTHERWISE))).toEqual(['TICKET_ALREADY_REPLIED']);
  });

  test('TK-6 AC-1 an id that is none, or of another type, is not found', async () => {
    const { orderId } = await place();
    for (const id of ['', 'tkt_1', orderId, 'tkt_01h455vb4pex5vsknk084sn02q'])
      expect(codesOf(await reply(node(), id, OTHERWISE))).toEqual(['NOT_FOUND']);
  });

  describe.each([
    [RESOLVED_AGREED, 'AWAITING_PLATFORM', 'TK-7'],
    [UNRESOLVED_NOT_AGREED, 'INTERVENTION', 'TK-8'],
  ])('%s', (option, leadsTo, rule) => {
    test(`${rule} needs a counting contact that reached the consumer`, async () => {
      const { id } = await place();
      const needed = { allowed: false, reasons: ['CONTACT_REQUIRED'], requires: [], leadsTo };
      expect(await optionOf(id, option)).toMatchObject(needed);
      expect(codesOf(await reply(node(), id, { option }))).toEqual(['CONTACT_REQUIRED']);
      await done(contact(node(), id, MISSED));
      await done(contact(node(), id, { contactedAt: OPENED.before }));
      expect(await optionOf(id, option)).toMatchObject(needed);
      expect(codesOf(await reply(node(), id, { option }))).toEqual(['CONTACT_REQUIRED']);
      await done(contact(node(), id));
      expect(await optionOf(id, option)).toMatchObject({ allowed: true, reasons: [] });
      expect(codesOf(await reply(node(), id, { option }))).toEqual([]);
      expect(await status(id)).toBe(leadsTo);
    });
  });

  test('TK-9 UNRESOLVED_UNREACHABLE needs two counting contacts and proof', async () => {
    const { id, orderId } = await place();
    const proof = { ...UNREACHABLE, evidenceIds: [await piece(node(), orderId)] };
    expect(codesOf(await reply(node(), id, proof))).toEqual(['CONTACT_REQUIRED']);
    await done(contact(node(), id, MISSED));
    await done(contact(node(), id, { ...MISSED, contactedAt: OPENED.before }));
    expect(codesOf(await reply(node(), id, proof))).toEqual(['CONTACT_REQUIRED']);
    await done(contact(node(), id, MISSED));
    expect(await optionOf(id, UNRESOLVED_UNREACHABLE)).toMatchObject({
      allowed: true,
      reasons: [],
      requires: ['evidenceIds'],
      leadsTo: 'INTERVENTION',
    });
    expect(codesOf(await reply(node(), id, UNREACHABLE))).toEqual(['EVIDENCE_REQUIRED']);
    expect(codesOf(await reply(node(), id, proof))).toEqual([]);
    expect(await readTicket(node(), id)).toMatchObject({
      status: 'INTERVENTION',
      reply: { evidence: [{ id: proof.evidenceIds[0] }] },
      evidence: [{ id: proof.evidenceIds[0] }],
    });
  });

  test('TK-9 the proof may lie on a counting contact, not on one before the ticket', async () => {
    const { id, orderId } = await place();
    const evidenceIds = [await piece(node(), orderId)];
    await done(contact(node(), id, { ...MISSED, contactedAt: OPENED.before, evidenceIds }));
    await done(contact(node(), id, MISSED));
    await done(contact(node(), id, MISSED));
    expect(codesOf(await reply(node(), id, UNREACHABLE))).toEqual(['EVIDENCE_REQUIRED']);
    await done(contact(node(), id, { ...MISSED, evidenceIds }));
    expect(await optionOf(id, UNRESOLVED_UNREACHABLE)).toMatchObject({ requires: [] });
    expect(codesOf(await reply(node(), id, UNREACHABLE))).toEqual([]);
  });

  test('TK-9 a consumer who was reached since the ticket is not unreachable', async () => {
    const { id, orderId } = await place();
    const evidenceIds = [await piece(node(), orderId)];
    await done(contact(node(), id, { ...MISSED, evidenceIds }));
    await done(contact(node(), id, MISSED));
    await done(contact(node(), id, { contactedAt: OPENED.before }));
    expect(await optionOf(id, UNRESOLVED_UNREACHABLE)).toMatchObject({ allowed: true });
    await done(contact(node(), id));
    expect(await optionOf(id, UNRESOLVED_UNREACHABLE)).toMatchObject({
      allowed: false,
      reasons: ['CONTACT_REACHED'],
    });
    expect(codesOf(await reply(node(), id, UNREACHABLE))).toEqual(['CONTACT_REACHED']);
  });

  test('TK-10 OTHER needs a remark, and without a counting contact the reason why', async () => {
    const { id } = await place();
    const words = { option: OTHER, remark: 'On its way.', noContactReason: ' ' };
    expect(await optionOf(id, OTHER)).toMatchObject({
      allowed: true,
      requires: ['remark', 'noContactReason'],
      leadsTo: 'AWAITING_PLATFORM',
    });
    expect(await reply(node(), id, { option: OTHER })).toMatchObject({
      reasons: [
        { code: 'REMARK_REQUIRED', field: ['input', 'remark'] },
        { code: 'REMARK_REQUIRED', field: ['input', 'noContactReason'] },
      ],
    });
    expect(codesOf(await reply(node(), id, words))).toEqual(['REMARK_REQUIRED']);
    await done(contact(node(), id, MISSED));
    expect(await optionOf(id, OTHER)).toMatchObject({ requires: ['remark'] });
    expect(codesOf(await reply(node(), id, words))).toEqual([]);
    expect(await status(id)).toBe('AWAITING_PLATFORM');
  });

  test.each([
    [1_000, []],
    [1_001, ['INVALID_INPUT']],
  ])('TK-10 a remark of %d characters', async (length, expected) => {
    const { id } = await place();
    const given = await reply(node(), id, { ...OTHERWISE, remark: 'x'.repeat(length) });
    expect(codesOf(given)).toEqual(expected);
  });

  test('TK-6 before anybody replied, and after, the options say why not', async () => {
    const { id } = await place();
    await done(reply(node(), id, OTHERWISE));
    const { replyOptions } = await readTicket(node(), id);
    expect(replyOptions).toHaveLength(4);
    for (const { allowed, reasons } of replyOptions) {
      expect(allowed).toBe(false);
      expect(reasons).toContain('TICKET_ALREADY_REPLIED');
    }
    expect((await readTicket(node(), id, staff)).replyOptions).toBeNull();
  });

  test('TK-12 of a worry-free order the replies lead to the worry-free path', async () => {
    const { id } = await place({ worryFree: true });
    await done(contact(node(), id));
    const { replyOptions } = await readTicket(node(), id);
    expect(replyOptions.map(({ leadsTo }: { leadsTo: string }) => leadsTo)).toEqual([
      'AWAITING_PLATFORM',
      'WORRY_FREE_PROCESS',
      'WORRY_FREE_PROCESS',
      'AWAITING_PLATFORM',
    ]);
    await done(reply(node(), id, { option: UNRESOLVED_NOT_AGREED }));
    expect(await readTicket(node(), id)).toMatchObject({ status: 'WORRY_FREE_PROCESS' });
    expect((await readTicket(node(), id)).history.at(-1)).toMatchObject({
      rule: 'TK-12',
      from: 'AWAITING_SELLER',
      to: 'WORRY_FREE_PROCESS',
    });
  });

  test('TK-6 IN-1 AC-5 the reply is told to all three; the buyer learns its option alone', async () => {
    const { id } = await place();
    await done(reply(node(), id, OTHERWISE));
    const told = { kind: 'TICKET_REPLIED', ticket: { reply: { option: 'OTHER' } } };
    for (const person of [seller(), staff, buyer()])
      expect((await newsOf(node(), id, person)).at(-1)).toMatchObject(told);
    expect((await newsOf(node(), id, buyer())).at(-1).message).toBeNull();
    expect((await wordsAbout(node(), id)).at(-1)).toMatchObject({
      kind: 'SYSTEM',
      code: 'TICKET_REPLIED',
      text: 'The seller replied: another answer. The ticket is now waiting for confirmation. It is on its way.',
    });
    expect((await readTicket(node(), id, buyer())).reply).toEqual({
      option: 'OTHER',
      remark: null,
      noContactReason: null,
      seat: null,
      repliedAt: '2023-01-30T08:20:00Z',
      evidence: null,
    });
  });
});
