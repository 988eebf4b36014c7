import { put, readPiece } from '../evidence/uploads';
import { eachDatabase } from '../services/databases';
import { around } from '../support/shared-node';
import { staff } from '../support/people';
import * as play from './ticket.cast';
import {
  ask,
  inside,
  perform,
  performed,
  refusedWith,
  type Cast,
  type Theatre,
} from './ticket.cast';

const HOUR = 3_600_000;
const PAID_AT = '2023-01-30T02:00:00Z';
const OPENED_AT = Date.parse('2023-01-30T04:00:00Z');
const DUE_AT = OPENED_AT + 24 * HOUR;
const iso = (instant: number) => new Date(instant).toISOString().replace('.000', '');

const NOT_AGREED = 'UNRESOLVED_NOT_AGREED';
const CONTACTED = 'TICKET_CONTACT_RECORDED';

/** Two tickets from beginning to end, as three front ends live through them, on what a laptop has and on what many machines have. */
eachDatabase('the story of a ticket', (database) => {
  let theatre: Theatre;
  let node: Theatre['node'];
  let cast: Cast;
  let ticketId: string;

  beforeAll(async () => {
    theatre = await play.openTheatre(database);
    ({ node } = theatre);
  });
  afterAll(() => theatre.close());

  beforeEach(async () => {
    await node.stopClockAt(OPENED_AT);
    cast = await play.gather(node, PAID_AT);
    const request = { category: 'REFUND', statement: 'It is not the green I chose.' };
    const ticket = await performed(node, staff, 'ticketOpen', {
      orderId: cast.orderId,
      ...request,
    });
    expect(ticket).toMatchObject({ status: 'AWAITING_SELLER', dueAt: iso(DUE_AT) });
    ticketId = ticket.id;
  });
  afterEach(() => play.leave(cast));

  const call = (contactedAt: number, evidenceIds: string[] = []) => ({
    ...{ ticketId, channel: 'PHONE', contactedAt: iso(contactedAt), reached: true },
    ...{ note: inside('She does not agree.'), evidenceIds },
  });

  const option = async () => {
    const { replyOptions } = await ask(
      node,
      cast.shop,
      ticketId,
      'replyOptions { option allowed reasons }',
    );
    return replyOptions.find((choice: { option: string }) => choice.option === NOT_AGREED);
  };

  test('TK-1 TK-3 TK-5 TK-8 TK-14 PT-1 a consumer asks for help, the shop replies, the platform judges', async () => {
    const { shop, consumer, screens } = cast;
    const [card] = (await screens.seller.kinds()).length === 1 ? screens.seller.entries : [];
    expect(card).toMatchObject({ kind: 'TICKET_OPENED', message: { sender: 'PLATFORM_SERVICE' } });

    const urge = around(DUE_AT - 12 * HOUR);
    await node.stopClockAt(urge.before);
    await node.recordDue();
    expect(await screens.seller.kinds()).toEqual(['TICKET_OPENED']);
    await node.stopClockAt(urge.at);
    await node.recordDue();
    expect(await screens.seller.kinds()).toEqual(['TICKET_OPENED', 'TICKET_URGED']);
    expect(screens.seller.entries[1]).toMatchObject({
      occurredAt: iso(urge.at),
      message: { sender: 'PLATFORM_OPERATIONS' },
    });

    const early = await performed(node, shop, 'ticketRecordContact', call(OPENED_AT - 1_000));
    expect(early).toMatchObject({ counts: false });
    expect(early.notCountingReason).toContain('before the ticket was opened');
    expect(await option()).toMatchObject({ allowed: false, reasons: ['CONTACT_REQUIRED'] });
    const reply = { ticketId, option: NOT_AGREED, remark: inside('It is the very green.') };
    expect(await refusedWith(node, shop, 'ticketReply', reply)).toEqual(['CONTACT_REQUIRED']);

    const evidenceId = await play.upload(node, cast, ticketId);
    const contact = await performed(
      node,
      shop,
      'ticketRecordContact',
      call(OPENED_AT, [evidenceId]),
    );
    expect(contact).toMatchObject({ counts: true, notCountingReason: null });
    expect(await option()).toMatchObject({ allowed: true, reasons: [] });
    const replied = await performed(node, shop, 'ticketReply', reply);
    expect(replied).toMatchObject({ status: 'INTERVENTION', outcome: null });

    const verdict = { verdict: 'SELLER_LIABLE', reason: inside('Another bowl.') };
    const judgment = { ticketId, ...verdict, evidenceIds: [evidenceId] };
    expect(await refusedWith(node, shop, 'ticketAdjudicate', judgment)).toEqual(['FORBIDDEN']);
    const judged = await performed(node, staff, 'ticketAdjudicate', judgment);
    expect(judged).toMatchObject({ status: 'CLOSED', outcome: 'SELLER_LIABLE' });
    const finding = { evidenceId, severity: 'GENERAL', note: inside('Drawn by a program.') };
    const violation = await performed(node, staff, 'violationRecord', finding);
    expect(violation).toMatchObject({ points: 12, multiplesCrossed: [12] });
    expect(await play.standingOf(node, cast)).toEqual(play.standing(1, 12));

    const handled = ['TICKET_OPENED', 'TICKET_URGED', CONTACTED, CONTACTED, 'TICKET_REPLIED'];
    const all = [...handled, 'TICKET_ADJUDICATED', 'VIOLATION_RECORDED'];
    expect(await screens.seller.kinds()).toEqual(all);
    expect(await screens.staff.kinds()).toEqual(all);
    const told = ['TICKET_OPENED', 'TICKET_REPLIED', 'TICKET_ADJUDICATED'];
    expect(await screens.buyer.kinds()).toEqual(told);
    expect(screens.buyer.entries.at(-1).ticket).toMatchObject({
      reply: {
        option: NOT_AGREED,
        remark: null,
        noContactReason: null,
        seat: null,
        evidence: null,
      },
      outcome: 'SELLER_LIABLE',
    });
    const secrets = [evidenceId, early.id, contact.id, violation.id];
    await play.expectDiscretion(node, cast, ticketId, secrets);
    expect(await readPiece(node, evidenceId, consumer)).toBeNull();
  });

  test('EV-1 EV-2 EV-3 AC-3 the picture comes back byte by byte to shop and platform, as a file no browser runs', async () => {
    const evidenceId = await play.upload(node, cast, ticketId);
    await performed(node, cast.shop, 'ticketRecordContact', call(OPENED_AT, [evidenceId]));
    for (const person of [cast.shop, staff]) {
      const file = await play.download(node, person, evidenceId);
      expect(file?.status).toBe(200);
      expect(file?.bytes.equals(play.PICTURE)).toBe(true);
      expect(Object.fromEntries(file?.headers ?? [])).toMatchObject({
        'content-type': 'image/png',
        'content-disposition': expect.stringMatching(/^attachment; /),
        'x-content-type-options': 'nosniff',
      });
    }
    expect(await play.download(node, cast.consumer, evidenceId)).toBeNull();
    const { uploadUrl, downloadUrl } = await readPiece(node, evidenceId, cast.shop);
    expect(uploadUrl).toBeNull();
    expect(await put(node, downloadUrl, play.PICTURE)).toMatchObject({
      status: 403,
      code: 'URL_INVALID',
    });
    const kept = theatre.storage.files().filter((path) => path.includes(evidenceId));
    expect(kept).toHaveLength(1);
    // Closed, it is silent: the staff's inbox is also that of the other stories.
    await performed(node, staff, 'ticketClose', { ticketId });
  });

  test('TK-3 TK-11 nobody answers: of missed urges the latest, then the platform steps in', async () => {
    const { shop, consumer, screens } = cast;
    const moments = [DUE_AT - 12 * HOUR, DUE_AT - HOUR, DUE_AT];
    for (const moment of moments) {
      await node.stopClockAt(moment);
      await node.recordDue();
    }
    const urged = ['TICKET_OPENED', 'TICKET_URGED', 'TICKET_URGED'];
    expect(await screens.seller.kinds()).toEqual(urged);
    expect((await ask(node, shop, ticketId)).status).toBe('AWAITING_SELLER');

    // The shop's wire is cut: what it misses meanwhile comes when it is back.
    screens.seller.cut();
    await node.stopClockAt(DUE_AT + 1_000);
    expect(await ask(node, consumer, ticketId)).toMatchObject({ status: 'INTERVENTION' });
    const late = { ticketId, option: 'OTHER', remark: inside('Sorry.'), noContactReason: 'None.' };
    expect(await refusedWith(node, shop, 'ticketReply', late)).toEqual(['TICKET_DUE_PASSED']);
    await node.recordDue();
    const kinds = [...urged, 'TICKET_EXPIRED'];
    expect(await screens.seller.kinds()).toEqual(kinds);
    expect(await screens.staff.kinds()).toEqual(kinds);
    expect(await screens.buyer.kinds()).toEqual(['TICKET_OPENED', 'TICKET_EXPIRED']);
    expect(screens.seller.entries.map(({ occurredAt }) => occurredAt)).toEqual(
      [OPENED_AT, DUE_AT - 12 * HOUR, DUE_AT - HOUR, DUE_AT + 1_000].map(iso),
    );

    expect(await perform(node, shop, 'ticketReply', late)).toMatchObject({ ticket: null });
    const evidenceId = await play.upload(node, cast, ticketId);
    const offer = { ticketId, evidenceIds: [evidenceId] };
    expect(await refusedWith(node, shop, 'ticketAddEvidence', offer)).toEqual(['EVIDENCE_WAIVED']);
    expect(await refusedWith(node, shop, 'ticketRecordContact', call(DUE_AT))).toEqual([
      'EVIDENCE_WAIVED',
    ]);
    const { history, evidenceWaived } = await ask(node, shop, ticketId);
    expect(evidenceWaived).toBe(true);
    const why = ['TK-1 AWAITING_SELLER', 'TK-3 URGED', 'TK-3 URGED', 'TK-11 INTERVENTION'];
    expect(history.map(({ rule, to }: any) => `${rule} ${to}`)).toEqual(why);
    const whyForBuyer = (await ask(node, consumer, ticketId)).history;
    expect(whyForBuyer.map(({ rule }: any) => rule)).toEqual(['TK-1', 'TK-11']);
  });
});
