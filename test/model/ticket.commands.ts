/** What can happen to the tickets of an order, each performed on the reference and on the node, and all answers compared. */
import fc from 'fast-check';
import type { TicketsUnderTest } from './ticket-under-test';
import {
  OPTIONS,
  VERDICTS,
  type Action,
  type Actor,
  type Reply,
  type Verdict,
  type OrderModel,
} from './ticket.model';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const OUTCOME: Readonly<Record<string, string>> = {
  RESOLVED_AGREED: 'AGREED_CONFIRMED',
  OTHER: 'OTHER_ACCEPTED',
};

type Play = (model: OrderModel, tickets: TicketsUnderTest) => Promise<void>;
type Commands = fc.Arbitrary<fc.AsyncCommand<OrderModel, TicketsUnderTest>>;

class Step implements fc.AsyncCommand<OrderModel, TicketsUnderTest> {
  constructor(
    private readonly said: string,
    private readonly play: Play,
  ) {}

  /** Always: refusals are answers too. */
  check(): boolean {
    return true;
  }

  async run(model: OrderModel, tickets: TicketsUnderTest): Promise<void> {
    await this.play(model, tickets);
    expect(await tickets.answers()).toEqual(model.answers());
  }

  toString(): string {
    return this.said;
  }
}

/** What is refused changes nothing; what succeeds comes after everything that was due. */
function expectCodes(model: OrderModel, codes: readonly string[], expected: readonly string[]) {
  expect(codes).toEqual([...expected].sort());
  if (expected.length > 0) return false;
  model.record();
  return true;
}

const refusalsOf = (model: OrderModel, action: Action, also: readonly string[] = []) => {
  const refusal = model.refusal(action);
  return refusal === null ? also : [refusal];
};

const openAgain = new Step('open', async (model, tickets) => {
  const isOpen = model.statusOf(model.newest) !== 'CLOSED';
  const codes = await tickets.open();
  if (expectCodes(model, codes, isOpen ? ['TICKET_ALREADY_OPEN'] : [])) model.open();
});

const open: Commands = fc.constant(openAgain);

interface Call {
  readonly from: string;
  readonly seconds: number;
  readonly reached: boolean;
  readonly proof: boolean;
}

const contactOf = ({ from, seconds, reached, proof }: Call) =>
  new Step(`contact ${from} ${seconds} ${reached} ${proof}`, async (model, tickets) => {
    const base = from === 'opened' ? model.newest.openedAt : model.now;
    const made = { at: base + seconds * 1_000, reached, proof };
    const isAhead = Math.floor(made.at / 1_000) > Math.floor(model.now / 1_000);
    const expected = refusalsOf(model, 'RECORD_CONTACT', isAhead ? ['CONTACT_IN_FUTURE'] : []);
    if (expectCodes(model, await tickets.contact(made), expected)) model.newest.contacts.push(made);
  });

const contact: Commands = fc
  .record({
    from: fc.constantFrom('opened', 'now', 'now'),
    seconds: fc.constantFrom(-1, 0, 0, 0, 1),
    reached: fc.boolean(),
    proof: fc.boolean(),
  })
  .map(contactOf);

const addEvidence: Commands = fc.constant(
  new Step('add evidence', async (model, tickets) => {
    expectCodes(model, await tickets.addEvidence(), refusalsOf(model, 'ADD_EVIDENCE'));
  }),
);

const replyOf = (given: Reply) =>
  new Step(`reply ${JSON.stringify(given)}`, async (model, tickets) => {
    const expected = refusalsOf(model, 'REPLY', model.lacks(given));
    if (!expectCodes(model, await tickets.reply(given), expected)) return;
    const { newest } = model;
    newest.reply = given.option;
    const isForReview = given.option === 'RESOLVED_AGREED' || given.option === 'OTHER';
    newest.status = isForReview ? 'AWAITING_PLATFORM' : newest.platformsHands;
  });

const reply: Commands = fc
  .record({
    option: fc.constantFrom(...OPTIONS),
    remark: fc.boolean(),
    noContactReason: fc.boolean(),
    proof: fc.boolean(),
  })
  .map(replyOf);

const requestOf = (ahead: number) =>
  new Step(`request evidence ${ahead}`, async (model, tickets) => {
    const until = model.now + ahead;
    const expected = refusalsOf(model, 'REQUEST_EVIDENCE', ahead < 0 ? ['INVALID_INPUT'] : []);
    if (expectCodes(model, await tickets.requestEvidence(until), expected))
      model.newest.until = until;
  });

const requestEvidence: Commands = fc.constantFrom(-1_000, 0, HOUR).map(requestOf);

const confirm: Commands = fc
  .tuple(fc.constantFrom('PLATFORM' as const, 'BUYER' as const), fc.boolean())
  .map(
    ([actor, confirmed]) =>
      new Step(`${actor} confirms ${confirmed}`, async (model, tickets) => {
        const expected = refusalsOf(model, actor === 'BUYER' ? 'CONFIRM' : 'REVIEW');
        if (!expectCodes(model, await tickets.confirm(actor, confirmed), expected)) return;
        if (confirmed) model.close(OUTCOME[model.newest.reply!]!);
        else model.newest.status = model.newest.platformsHands;
      }),
  );

const judgmentOf = (verdict: Verdict) =>
  new Step(`judge ${verdict}`, async (model, tickets) => {
    const expected = refusalsOf(model, 'ADJUDICATE');
    if (!expectCodes(model, await tickets.judge(verdict), expected)) return;
    model.close(verdict);
    if (verdict === 'SELLER_LIABLE') model.newest.appealBy = model.now + 3 * DAY;
  });

const judge: Commands = fc.constantFrom('SELLER_LIABLE' as const, ...VERDICTS).map(judgmentOf);

const decide: Commands = fc
  .constantFrom(null, 'SELLER_NOT_LIABLE' as const, 'NO_FAULT' as const)
  .map(
    (verdict) =>
      new Step(`decide ${String(verdict)}`, async (model, tickets) => {
        const expected = refusalsOf(model, 'DECIDE_APPEAL');
        if (!expectCodes(model, await tickets.decide(verdict), expected)) return;
        model.newest.appeal = verdict === null ? 'REJECTED' : 'UPHELD';
        if (verdict !== null) model.newest.outcome = verdict;
      }),
  );

/** Acts that take nothing but the ticket. */
const SIMPLE: readonly [Actor, 'URGE' | 'SETTLE_WORRY_FREE' | 'CLOSE' | 'WITHDRAW' | 'APPEAL'][] = [
  ['PLATFORM', 'URGE'],
  ['PLATFORM', 'SETTLE_WORRY_FREE'],
  ['PLATFORM', 'CLOSE'],
  ['PLATFORM', 'WITHDRAW'],
  ['BUYER', 'WITHDRAW'],
  ['SELLER', 'APPEAL'],
  ['SELLER', 'APPEAL'],
  ['PLATFORM', 'SETTLE_WORRY_FREE'],
];
const CLOSES: Readonly<Record<string, string>> = {
  SETTLE_WORRY_FREE: 'WORRY_FREE_SETTLED',
  CLOSE: 'CLOSED_BY_PLATFORM',
  WITHDRAW: 'WITHDRAWN',
};

const simpleOf = ([actor, action]: (typeof SIMPLE)[number]) =>
  new Step(`${actor} ${action}`, async (model, tickets) => {
    const expected = refusalsOf(model, action);
    if (!expectCodes(model, await tickets.simple(actor, action), expected)) return;
    if (action === 'APPEAL') model.newest.appeal = 'SUBMITTED';
    else if (action !== 'URGE') model.close(CLOSES[action]!);
  });

const simple: Commands = fc.constantFrom(...SIMPLE).map(simpleOf);

/** To a second beside something that the clock decides, or just some hours on. Never back. */
const passOf = ({ to, seconds, hours }: { to: string; seconds: number; hours: number }) =>
  new Step(`pass ${to} ${seconds} ${hours}`, async (model, tickets) => {
    const { dueAt, until, appealBy } = model.newest;
    const named: Readonly<Record<string, number | null>> = { until, appeal: appealBy };
    const target = to in named ? named[to] : dueAt - Number(to) * HOUR;
    const aim = to === 'hours' || target === null ? model.now + hours * HOUR : target!;
    model.now = Math.max(model.now, Math.floor(aim / 1_000) * 1_000 + seconds * 1_000);
    await tickets.moveTo(model.now);
  });

const pass: Commands = fc
  .record({
    to: fc.constantFrom('12', '4', '1', '0', 'until', 'appeal', 'hours'),
    seconds: fc.constantFrom(-1, 0, 0.999, 1),
    hours: fc.nat(9),
  })
  .map(passOf);

const sweep: Commands = fc.constant(
  new Step('sweep', async (model, tickets) => {
    await tickets.sweep();
    model.record();
  }),
);

export const ticketCommands = [open, contact, contact, contact, addEvidence, reply, reply, reply, requestEvidence, confirm, confirm, judge, judge, decide, decide, simple, simple, pass, pass, sweep]; // prettier-ignore

const DISPUTED = [
  contactOf({ from: 'now', seconds: 0, reached: true, proof: false }),
  replyOf({ option: 'UNRESOLVED_NOT_AGREED', remark: false, noContactReason: false, proof: false }),
];
/** Nobody answered, twice, with proof: what UNRESOLVED_UNREACHABLE needs (TK-9). */
const UNREACHED = [
  contactOf({ from: 'now', seconds: 0, reached: false, proof: true }),
  contactOf({ from: 'now', seconds: 0, reached: false, proof: false }),
  replyOf({
    option: 'UNRESOLVED_UNREACHABLE',
    remark: false,
    noContactReason: false,
    proof: false,
  }),
];
const JUDGED = [...DISPUTED, judgmentOf('SELLER_LIABLE')];

/** Where histories begin: what comes late would else come rarely. Of a worry-free order some of it is refused. */
export const BEGINNINGS: readonly (readonly Step[])[] = [
  ...[[], [], [], DISPUTED, UNREACHED, JUDGED],
  [...JUDGED, openAgain, ...DISPUTED],
  [passOf({ to: '0', seconds: 1, hours: 0 }), requestOf(HOUR)],
  [...JUDGED, simpleOf(['SELLER', 'APPEAL'])],
];
