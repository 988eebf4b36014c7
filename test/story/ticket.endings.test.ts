import { eachDatabase } from '../services/databases';
import { staff } from '../support/people';
import * as play from './ticket.cast';
import { ask, inside, performed, refusedWith, type Cast, type Theatre } from './ticket.cast';

const PAID_AT = '2023-01-30T02:00:00Z';
const OPENED_AT = '2023-01-30T04:00:00Z';

const CONTACTED = 'TICKET_CONTACT_RECORDED';
const HANDLED = ['TICKET_OPENED', CONTACTED, 'TICKET_REPLIED'];

/** The other ways in which a ticket ends, each as three front ends live through it. */
eachDatabase('the endings of a ticket', (database) => {
  let theatre: Theatre;
  let node: Theatre['node'];
  let cast: Cast;

  beforeAll(async () => {
    theatre = await play.openTheatre(database);
    ({ node } = theatre);
  });
  afterAll(() => theatre.close());
  beforeEach(() => node.stopClockAt(OPENED_AT));
  afterEach(() => play.leave(cast));

  /** Opens a ticket; the shop calls the consumer, with a picture, and replies. */
  async function handle(option: string, order: object = {}) {
    cast = await play.gather(node, PAID_AT, order);
    const { orderId, shop } = cast;
    const request = { category: 'QUALITY', statement: 'It has a crack.' };
    const ticket = await performed(node, staff, 'ticketOpen', { orderId, ...request });
    const ticketId: string = ticket.id;
    const evidenceId = await play.upload(node, cast, ticketId);
    const call = { channel: 'CHAT', contactedAt: OPENED_AT, reached: true };
    const proven = { note: inside('Asked for a photo.'), evidenceIds: [evidenceId] };
    await performed(node, shop, 'ticketRecordContact', { ticketId, ...call, ...proven });
    const reply = { ticketId, option, remark: inside('Here is what we said.') };
    const { status } = await performed(node, shop, 'ticketReply', reply);
    return { ticketId, evidenceId, status };
  }

  /** IN-1, AC-5: the whole log of each inbox since the story began. */
  async function expectKinds(inside: readonly string[], buyers: readonly string[]): Promise<void> {
    const { screens } = cast;
    expect(await screens.seller.kinds()).toEqual(inside);
    expect(await screens.staff.kinds()).toEqual(inside);
    expect(await screens.buyer.kinds()).toEqual(buyers);
  }

  test('TK-12 a worry-free order’s ticket is never judged: staff settle it with a compensation', async () => {
    const { ticketId, evidenceId, status } = await handle('UNRESOLVED_NOT_AGREED', {
      worryFree: true,
    });
    expect(status).toBe('WORRY_FREE_PROCESS');
    const verdict = { ticketId, verdict: 'SELLER_LIABLE', reason: 'A crack.' };
    expect(await refusedWith(node, staff, 'ticketAdjudicate', verdict)).toEqual([
      'WORRY_FREE_NOT_ADJUDICATED',
    ]);
    const compensation = { amountMinor: 3_000, currency: 'CNY' };
    const settlement = { ticketId, compensation, note: inside('A crack it is.') };
    const settled = await performed(node, staff, 'ticketSettleWorryFree', settlement);
    expect(settled).toMatchObject({ status: 'CLOSED', outcome: 'WORRY_FREE_SETTLED' });

    await expectKinds(
      [...HANDLED, 'TICKET_SETTLED'],
      ['TICKET_OPENED', 'TICKET_REPLIED', 'TICKET_SETTLED'],
    );
    const paid = { kind: 'WORRY_FREE', status: 'PAID', amount: { amountMinor: 3_000 } };
    for (const { entries } of Object.values(cast.screens))
      expect(entries.at(-1).compensation).toEqual(paid);
    expect(await ask(node, staff, ticketId)).toMatchObject({ judgment: null, appealBy: null });
    expect(await play.standingOf(node, cast)).toEqual(play.standing(0, 0));
    await play.expectDiscretion(node, cast, ticketId, [evidenceId]);
  });

  test('TK-7 TK-13 what seller and consumer agreed on is confirmed by the consumer', async () => {
    const { ticketId, evidenceId, status } = await handle('RESOLVED_AGREED');
    expect(status).toBe('AWAITING_PLATFORM');
    const answer = { ticketId, confirmed: true };
    expect(await refusedWith(node, cast.shop, 'ticketConfirm', answer)).toEqual(['FORBIDDEN']);
    const confirmed = await performed(node, cast.consumer, 'ticketConfirm', answer);
    expect(confirmed).toMatchObject({ status: 'CLOSED', outcome: 'AGREED_CONFIRMED' });

    await expectKinds(
      [...HANDLED, 'TICKET_CONFIRMED'],
      ['TICKET_OPENED', 'TICKET_REPLIED', 'TICKET_CONFIRMED'],
    );
    expect(cast.screens.seller.entries.at(-1)).toMatchObject({ actor: 'BUYER' });
    await play.expectDiscretion(node, cast, ticketId, [evidenceId]);
  });

  test('TK-15 TK-17 MT-1 PT-1 PT-2 an appeal is upheld: verdict, metric, violation and points are taken back', async () => {
    const { ticketId, evidenceId } = await handle('UNRESOLVED_NOT_AGREED');
    const { shop, screens } = cast;
    const verdict = { verdict: 'SELLER_LIABLE', reason: inside('The photo is forged.') };
    const judged = await performed(node, staff, 'ticketAdjudicate', { ticketId, ...verdict });
    const finding = { evidenceId, ticketId, severity: 'GENERAL', note: inside('Painted.') };
    const violation = await performed(node, staff, 'violationRecord', finding);
    expect(await play.standingOf(node, cast)).toEqual(play.standing(1, 12));

    await node.stopClockAt(judged.appealBy);
    const appeal = { ticketId, reason: inside('It is a photo; here is the camera.') };
    await performed(node, shop, 'ticketAppeal', appeal);
    const decision = { upheld: true, verdict: 'NO_FAULT', note: inside('It is a photo.') };
    const revoked = { revokeViolationIds: [violation.id] };
    const upheld = { ticketId, ...decision, ...revoked };
    const decided = await performed(node, staff, 'ticketAppealDecide', upheld);
    expect(decided).toMatchObject({ status: 'CLOSED', outcome: 'NO_FAULT' });
    expect(await play.standingOf(node, cast)).toEqual(play.standing(0, 0));

    const judgment = ['TICKET_ADJUDICATED', 'VIOLATION_RECORDED'];
    const reversal = ['TICKET_APPEALED', 'VIOLATION_REVOKED', 'TICKET_APPEAL_UPHELD'];
    const buyers = ['TICKET_OPENED', 'TICKET_REPLIED', 'TICKET_ADJUDICATED'];
    await expectKinds([...HANDLED, ...judgment, ...reversal], [...buyers, 'TICKET_APPEAL_UPHELD']);
    expect(screens.buyer.entries.at(-1).ticket).toMatchObject({ outcome: 'NO_FAULT' });
    expect(screens.seller.entries.at(-2).violation).toMatchObject({
      id: violation.id,
      revokedAt: judged.appealBy,
    });
    await play.expectDiscretion(node, cast, ticketId, [evidenceId, violation.id]);
  });
});
