import fc from 'fast-check';
import { newId } from '../../src/lib/ids';
import { insert } from '../../src/lib/rows';
import type { App } from '../../src/inbox/app';
import { Order, Sla } from '../../src/orders/order.entity';
import {
  ProposalStatus,
  ShippingProposal,
} from '../../src/shipping-proposals/shipping-proposal.entity';
import { ReplyOption, TicketReply } from '../../src/tickets/reply.entity';
import { TicketJudgment, TicketVerdict } from '../../src/tickets/judgment.entity';
import {
  Ticket,
  TicketCategory,
  TicketOutcome,
  TicketStatus,
} from '../../src/tickets/ticket.entity';
import { PointsEntry } from '../../src/violations/points.entity';
import { ViolationSeverity } from '../../src/violations/violation.entity';
import { aCard, anOrder } from '../support/entities';
import { shanghai } from '../support/shared-node';

/** When all of them are asked: soon after a new year, in the middle of a second. */
export const NOW = shanghai('2024-01-10 15:00:00') + 400;
const SECOND = 1_000;
export const DAY = 86_400_000;

const seconds = (instant: number): number => Math.floor(instant / SECOND) * SECOND;

/** Where a fact begins or ceases to count. */
const EDGES = [
  seconds(NOW),
  seconds(NOW) - DAY,
  seconds(NOW) - 30 * DAY,
  shanghai('2024-01-01 00:00:00'),
  shanghai('2024-01-09 00:00:00'),
  shanghai('2024-01-10 00:00:00'),
];

/** Anywhere around the window; often at an edge, or just beside it. */
const instants = fc.oneof(
  fc.integer({ min: NOW - 40 * DAY, max: NOW + DAY }),
  fc
    .tuple(fc.constantFrom(...EDGES), fc.constantFrom(-SECOND, -1, 0, 1, 999, SECOND))
    .map(([edge, beside]) => edge + beside),
);

/** What happened to one shop, as rows; of what was recorded late, or not yet, all ways. */
const someOrder = fc.record({
  paidAt: instants,
  shipBy: instants.map(seconds),
  sla: fc.constantFrom(...Object.values(Sla)),
  cards: fc.array(
    fc.record({
      before: fc.integer({ min: 0, max: 3 * DAY }),
      status: fc.constantFrom(...Object.values(ProposalStatus)),
    }),
    { maxLength: 3 },
  ),
});

const someTicket = fc.record({
  openedAt: instants,
  replyAfter: fc.option(fc.integer({ min: 0, max: DAY })),
  isClosed: fc.boolean(),
  isRecorded: fc.boolean(),
  worryFree: fc.boolean(),
});

const somePoints = fc.record({
  postedAt: fc.integer({ min: shanghai('2021-06-01 00:00:00'), max: NOW }),
  severity: fc.constantFrom(...Object.values(ViolationSeverity)),
  points: fc.constantFrom(12, 36, 48),
  revoked: fc.boolean(),
});

const someJudgment = fc.record({
  countedAt: instants,
  counts: fc.constantFrom(0, 1),
  takenBack: fc.boolean(),
});

export const someShop = fc.record({
  orders: fc.array(someOrder, { maxLength: 12 }),
  tickets: fc.array(someTicket, { maxLength: 12 }),
  judgments: fc.array(someJudgment, { maxLength: 8 }),
  violations: fc.array(somePoints, { maxLength: 6 }),
});

export type SomeShop = typeof someShop extends fc.Arbitrary<infer T> ? T : never;

export const yearOf = (instant: number): number =>
  Number(new Date(instant + 8 * 3_600_000).toISOString().slice(0, 4));

export const sentAt = (shipBy: number, before: number): number => shipBy + 500 - before;

export interface Timed {
  readonly openedAt: number;
  readonly dueAt: number;
  /** Null when nobody replied in time, or has not yet. */
  readonly repliedAt: number | null;
}

export function timesOf({ openedAt, replyAfter }: SomeShop['tickets'][number]): Timed {
  const dueAt = seconds(openedAt + DAY);
  const repliedAt = replyAfter === null ? null : Math.min(openedAt + replyAfter, dueAt + 999);
  return { openedAt, dueAt, repliedAt: repliedAt !== null && repliedAt <= NOW ? repliedAt : null };
}

let numbers = 0;

const orderRow = (shopKey: string, { paidAt, shipBy, sla }: SomeShop['orders'][number]): Order =>
  anOrder({
    ...{ id: newId('order'), shopKey, orderNo: `random-${String((numbers += 1))}`, paidAt },
    ...{ originalShipBy: shipBy, recordedSla: sla, consignedAt: null, closeReason: null },
    ...{ carrier: null, trackingNo: null, goodsMinor: 100, currency: 'CNY', importedAt: 0 },
    policyVersion: 1,
  });

function ticketRow(shopKey: string, some: SomeShop['tickets'][number]): Ticket {
  const { dueAt, repliedAt } = timesOf(some);
  const isOver = repliedAt === null && dueAt + SECOND <= NOW;
  const waived = isOver && some.isRecorded;
  const untouched = repliedAt === null && !waived;
  return Object.assign(new Ticket(), {
    ...{ id: newId('ticket'), orderId: newId('order'), shopKey, buyerId: 'buyer-1', dueAt },
    ...{ worryFree: some.worryFree, category: TicketCategory.REFUND, statement: 'Please.' },
    recordedStatus: untouched
      ? TicketStatus.AWAITING_SELLER
      : some.isClosed
        ? TicketStatus.CLOSED
        : TicketStatus.INTERVENTION,
    ...{ openedAt: some.openedAt, urgeAfter: null, assigneeKey: null, recordedWaiver: waived },
    outcome: !untouched && some.isClosed ? TicketOutcome.CLOSED_BY_PLATFORM : null,
    ...{ evidenceUntil: null, closedAt: null, appealBy: null, previousId: null, policyVersion: 1 },
  });
}

const judgmentRows = (
  shopKey: string,
  { countedAt, counts, takenBack }: SomeShop['judgments'][number],
): TicketJudgment[] => {
  const given = Object.assign(new TicketJudgment(), {
    ...{ id: newId('judgment'), ticketId: newId('ticket'), orderId: newId('order'), shopKey },
    ...{ kind: 'GIVEN', verdict: TicketVerdict.SELLER_LIABLE, reason: 'x', judgedAt: countedAt },
    ...{ counts, countedAt, policyVersion: 1 },
  });
  const counter = { id: newId('judgment'), kind: 'APPEALED', counts: -counts, judgedAt: NOW };
  return takenBack ? [given, Object.assign(new TicketJudgment(), given, counter)] : [given];
};

const pointsRows = (
  shopKey: string,
  { postedAt, severity, points, revoked }: SomeShop['violations'][number],
): PointsEntry[] => {
  const recorded = Object.assign(new PointsEntry(), {
    ...{ id: newId('points'), violationId: newId('violation'), cause: 'RECORDED', shopKey },
    ...{ severity, points, year: yearOf(postedAt), postedAt },
  });
  const counter = { id: newId('points'), cause: 'REVOKED', points: -points, postedAt: NOW };
  return revoked ? [recorded, Object.assign(new PointsEntry(), recorded, counter)] : [recorded];
};

/** Writes a shop's rows as they would lie in the tables. */
export async function writeShop(app: App, shopKey: string, shop: SomeShop): Promise<void> {
  const orders = shop.orders.map((order) => ({ order: orderRow(shopKey, order), some: order }));
  const cards = orders.flatMap(({ order, some }) =>
    some.cards.map(({ before, status }, index) =>
      aCard({
        ...{ id: newId('proposal'), orderId: order.id, number: index + 1, policyVersion: 1 },
        ...{ recordedStatus: status, sentAt: sentAt(some.shipBy, before) },
      }),
    ),
  );
  const tickets = shop.tickets.map((some) => ({ ticket: ticketRow(shopKey, some), some }));
  const replies = tickets.flatMap(({ ticket, some }) => {
    const { repliedAt } = timesOf(some);
    const reply = { id: newId('reply'), ticketId: ticket.id, option: ReplyOption.OTHER };
    const rest = { remark: 'x', noContactReason: 'x', seat: 'seat', repliedAt };
    return repliedAt === null ? [] : [Object.assign(new TicketReply(), reply, rest)];
  });
  await app.db.transact(async (tx) => {
    insert(tx, Order, orders.map(({ order }) => order)); // prettier-ignore
    insert(tx, ShippingProposal, cards);
    insert(tx, Ticket, tickets.map(({ ticket }) => ticket)); // prettier-ignore
    insert(tx, TicketReply, replies);
    insert(tx, TicketJudgment, shop.judgments.flatMap((one) => judgmentRows(shopKey, one))); // prettier-ignore
    insert(tx, PointsEntry, shop.violations.flatMap((one) => pointsRows(shopKey, one))); // prettier-ignore
  });
}
