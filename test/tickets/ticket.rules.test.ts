import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIRST_POLICY } from '../../src/lib/policy';
import type { Role } from '../../src/lib/viewer';
import { TicketJudgment, TicketVerdict } from '../../src/tickets/judgment.entity';
import { countOf, takeBack } from '../../src/tickets/judgment.rules';
import { ReplyOption } from '../../src/tickets/reply.entity';
import { Ticket, TicketOutcome, TicketStatus } from '../../src/tickets/ticket.entity';
import { arrival, MOVES, TicketAction, type Move } from '../../src/tickets/ticket.moves';
import {
  actionRefusals,
  dueAtOf,
  dueUrge,
  isWaivedAt,
  roleRefusals,
  statusAt,
  untilOf,
  urgeAfterOf,
} from '../../src/tickets/ticket.rules';
import { seller, staff, viewerOf } from '../support/people';
import { around, shanghai } from '../support/shared-node';

const README = join(__dirname, '../../src/tickets/README.md');
const OPENED = shanghai('2023-01-30 15:20:00');
const HOUR = 3_600_000;
const DUE = around(OPENED + 24 * HOUR);
const OPEN_STATES = Object.values(TicketStatus).filter((status) => status !== TicketStatus.CLOSED);

const aTicket = (facts: Partial<Ticket> = {}): Ticket =>
  Object.assign(new Ticket(), {
    id: 'tkt_1',
    worryFree: false,
    recordedStatus: TicketStatus.AWAITING_SELLER,
    openedAt: OPENED,
    dueAt: DUE.at,
    urgeAfter: DUE.at - 12 * HOUR - 1_000,
    assigneeKey: null,
    outcome: null,
    recordedWaiver: false,
    evidenceUntil: null,
    appealBy: null,
    ...facts,
  });

const NAMES: Partial<Record<Move['action'], string>> = {
  OPEN: '`ticketOpen`',
  EXPIRE: 'the second after `dueAt`',
  DECIDE_APPEAL: '`ticketAppealDecide`',
};
const BY: Record<Role, string> = {
  BUYER: 'the consumer',
  SELLER: 'a seat with `tickets`',
  PLATFORM: 'staff',
  SYSTEM: 'the back end',
};
const camel = (action: string): string =>
  action.toLowerCase().replace(/_./g, (letters) => letters.slice(1).toUpperCase());

function rowOf({ action, choice, by, from, to, outcome, rule }: Move): string {
  const named =
    NAMES[action] ?? `\`ticket${camel(action)[0]!.toUpperCase()}${camel(action).slice(1)}\``;
  const who = action === 'EXPIRE' ? 'the clock' : by.map((role) => BY[role]).join(', ');
  const where = from.length === OPEN_STATES.length ? 'any but CLOSED' : from.join(', ') || '–';
  const leads = [to ?? 'stays', ...(outcome === null ? [] : [outcome])].join(', ');
  return `| ${where} | ${[named, ...(choice === null ? [] : [choice])].join(' ')} | ${leads} | ${who} | ${rule} |`;
}

describe('the table of moves', () => {
  test('TK-1 TK-18 is what the README prints', () => {
    const printed = readFileSync(README, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| '));
    expect(printed.slice(2)).toEqual(MOVES.map(rowOf));
  });

  test('TK-6 TK-14 every option, verdict and outcome is a move, every action has one', () => {
    const choicesOf = (action: TicketAction) =>
      MOVES.filter((move) => move.action === action).map(({ choice }) => choice);
    expect(choicesOf(TicketAction.REPLY)).toEqual(Object.values(ReplyOption));
    expect(choicesOf(TicketAction.ADJUDICATE)).toEqual(Object.values(TicketVerdict));
    expect(new Set(MOVES.flatMap(({ outcome }) => outcome ?? []))).toEqual(
      new Set(Object.values(TicketOutcome)),
    );
    for (const action of Object.values(TicketAction)) expect(choicesOf(action)).not.toEqual([]);
  });

  test('TK-13 TK-16 out of CLOSED nothing leads, and into it only moves with an outcome', () => {
    for (const { from, to, outcome } of MOVES) {
      if (from.includes(TicketStatus.CLOSED)) expect(to).toBeNull();
      if (to === TicketStatus.CLOSED) expect(outcome).not.toBeNull();
    }
  });

  test('TK-12 TK-14 no path of a worry-free ticket leads to INTERVENTION, nor to a verdict', () => {
    const reached = new Set<TicketStatus>([TicketStatus.AWAITING_SELLER]);
    const outcomes = new Set<TicketOutcome>();
    for (let round = 0; round < MOVES.length; round += 1)
      for (const move of MOVES.filter(({ from }) => from.some((status) => reached.has(status)))) {
        reached.add(arrival(move, { worryFree: true }) ?? TicketStatus.AWAITING_SELLER);
        // An appeal needs a judgment before it.
        if (move.outcome !== null && move.rule !== 'TK-17') outcomes.add(move.outcome);
      }
    expect(reached).not.toContain(TicketStatus.INTERVENTION);
    expect([...outcomes].sort()).toEqual(
      ['AGREED_CONFIRMED', 'CLOSED_BY_PLATFORM', 'OTHER_ACCEPTED', 'WITHDRAWN', 'WORRY_FREE_SETTLED'], // prettier-ignore
    );
  });
});

describe('what time decides', () => {
  test.each([
    ['a second before due', DUE.before, 'AWAITING_SELLER', false],
    ['in the due second', DUE.at + 999, 'AWAITING_SELLER', false],
    ['a second after', DUE.after, 'INTERVENTION', true],
  ])('TK-11 TM-3 TM-5 %s', (_, now, status, waived) => {
    expect(statusAt(aTicket(), now)).toBe(status);
    expect(isWaivedAt(aTicket(), now)).toBe(waived);
    const free = statusAt(aTicket({ worryFree: true }), now);
    expect(free).toBe(waived ? 'WORRY_FREE_PROCESS' : status);
  });

  test.each(Object.values(TicketStatus).slice(1))('TK-11 %s is moved by no clock', (status) => {
    const ticket = aTicket({ recordedStatus: status });
    expect(statusAt(ticket, DUE.after)).toBe(status);
    expect(isWaivedAt(ticket, DUE.after)).toBe(false);
  });

  test('TK-1 TM-3 due is 86,400 s after the second of opening', () => {
    expect(dueAtOf(OPENED + 999, FIRST_POLICY)).toBe(DUE.at);
  });

  test.each([12, 4, 1])('TK-3 the urge %d h before due, in its very second', (hours) => {
    const { before, at, after } = around(DUE.at - hours * HOUR);
    const ticket = aTicket({ urgeAfter: urgeAfterOf(DUE.at, FIRST_POLICY, before) });
    expect(ticket.urgeAfter).toBe(before);
    expect(dueUrge(ticket, FIRST_POLICY, before + 999)).toBeNull();
    expect(dueUrge(ticket, FIRST_POLICY, at)).toBe(at);
    expect(dueUrge(ticket, FIRST_POLICY, after)).toBe(at);
    expect(urgeAfterOf(DUE.at, FIRST_POLICY, at)).not.toBe(before);
  });

  test('TK-3 urges that lie before the opening are never due', () => {
    const short = { ...FIRST_POLICY, ticketWithinMs: 2 * HOUR };
    const dueAt = dueAtOf(OPENED, short);
    expect(urgeAfterOf(dueAt, short, OPENED)).toBe(dueAt - HOUR - 1_000);
    expect(urgeAfterOf(dueAt, { ...short, urgesBeforeMs: [12 * HOUR] }, OPENED)).toBeNull();
    expect(urgeAfterOf(dueAt, { ...short, urgesBeforeMs: [] }, OPENED)).toBeNull();
  });
});

describe('who may, and until when', () => {
  const state = (facts: Partial<Ticket>, now = OPENED) => ({
    ticket: aTicket(facts),
    reply: null,
    appeal: null,
    now,
  });

  test.each([TicketAction.REPLY, TicketAction.RECORD_CONTACT, TicketAction.ADD_EVIDENCE])(
    'TK-6 TK-18 %s: until due while nobody has replied',
    (action) => expect(untilOf(action, state({}))).toBe(DUE.at),
  );

  test('TK-11 TK-17 TK-18 until what staff asked, until the appeal’s last second, or without a clock', () => {
    const { RECORD_CONTACT, ADD_EVIDENCE, APPEAL, REVIEW } = TicketAction;
    const waived = { recordedStatus: TicketStatus.INTERVENTION, recordedWaiver: true };
    expect(untilOf(RECORD_CONTACT, state({ ...waived, evidenceUntil: 5 }))).toBe(5);
    const open = { recordedStatus: TicketStatus.INTERVENTION };
    expect(untilOf(ADD_EVIDENCE, state(open))).toBeNull();
    expect(untilOf(APPEAL, state({ appealBy: 7 }))).toBe(7);
    expect(untilOf(REVIEW, state({}))).toBeNull();
  });

  test('TK-4 every reason at once: assigned to another, and not in that state', () => {
    const viewer = viewerOf(seller('shop-1', ['tickets'], 'me'));
    const facts = { assigneeKey: 'other', recordedStatus: TicketStatus.CLOSED };
    const reasons = actionRefusals(viewer, TicketAction.REPLY, state(facts));
    expect(reasons.map(({ code }) => code)).toEqual([
      'TICKET_ASSIGNED_TO_OTHER',
      'TICKET_NOT_IN_STATE',
    ]);
  });

  test('TK-1 AC-1 the table names who may open', () => {
    expect(roleRefusals(viewerOf(staff), 'OPEN')).toEqual([]);
    expect(roleRefusals(viewerOf(seller()), 'OPEN')).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('what judgments count', () => {
  const { SELLER_LIABLE, NO_FAULT } = TicketVerdict;
  const entry = (ticketId: string, counts: number, facts: Partial<TicketJudgment> = {}) =>
    Object.assign(new TicketJudgment(), {
      ticketId,
      kind: 'GIVEN',
      verdict: SELLER_LIABLE,
      judgedAt: 1,
      counts,
      ...facts,
    });
  const appealed = (ticketId: string, counts: number) =>
    entry(ticketId, counts, { kind: 'APPEALED', verdict: NO_FAULT });

  test.each([
    ['the first', [], 1],
    ['a second', [entry('a', 1)], 0],
    ['one after the first was taken back', [entry('a', 1), appealed('a', -1)], 1],
  ])('TK-15 %s of an order', (_, entries, counts) => {
    expect(countOf(SELLER_LIABLE, entries)).toBe(counts);
    expect(countOf(NO_FAULT, entries)).toBe(0);
  });

  test('TK-15 TK-17 the earliest that still stands counts in its place', () => {
    const later = entry('c', 0, { judgedAt: 3 });
    const next = entry('b', 0, { judgedAt: 2 });
    const entries = [entry('a', 1), later, next];
    expect(takeBack('a', entries)).toMatchObject({ counts: -1, successor: next });
    const without = [...entries, appealed('b', 0)];
    expect(takeBack('a', without)).toMatchObject({ counts: -1, successor: later });
    expect(takeBack('b', entries)).toEqual({ given: next, counts: 0, successor: undefined });
  });
});
