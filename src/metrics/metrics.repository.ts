/**
 * SQL of shop metrics: what is stored is counted when it is asked for, so there is no counter that could drift.
 *
 * A question is asked once for all shops and all spans of a request: rows are grouped by shop and by the span they fall in.
 */
import type { Reader } from '../lib/database';
import { latestPassed } from '../lib/time';
import type { Batch } from '../inbox/context';
import type { Condition } from '../inbox/list';
import { Sla } from '../orders/order.entity';
import { slaCondition } from '../orders/order.list';
import { ProposalStatus } from '../shipping-proposals/shipping-proposal.entity';
import { TicketStatus } from '../tickets/ticket.entity';
import {
  COUNTS,
  daysUntil,
  noFacts,
  secondsBetween,
  windowAt,
  type Count,
  type Facts,
  type Span,
} from './metrics.rules';

/** Something that happened to shops: where it is stored, and what is counted of it. */
interface Measure {
  /** Tables with a `shop_key`. */
  readonly from: string;
  /** The column whose instant decides the span. */
  readonly at: string;
  readonly counts: Partial<Record<Count, Condition>>;
  /** Which rows matter at all. */
  readonly only?: Condition;
}

const ALL: Condition = { where: 'COUNT(*)', values: [] };
const those = ({ where, values }: Condition): Condition => ({
  where: `COUNT(CASE WHEN ${where} THEN 1 END)`,
  values,
});

/** TK-15, TK-17: counter-entries are dated like what they take back, so the sum is right in every span. */
const JUDGED: Measure = {
  from: 'ticket_judgments',
  at: 'counted_at',
  counts: { liableJudgments: { where: 'SUM(counts)', values: [] } },
};

const PAID: Measure = { from: 'orders', at: 'paid_at', counts: { ordersPaid: ALL } };

/** OR-6, TM-5: a breach that nobody has recorded yet is one. */
const dueAt = (now: number): Measure => ({
  from: 'orders',
  at: 'ship_by',
  counts: { ordersDue: ALL, ordersLate: those(slaCondition([Sla.BREACHED], now)) },
});

/**
 * A card is sent before the ship-by, which only ever moves to later: orders whose ship-by lies before the spans have no card in
 * them. Said for the index of a shop's orders; it changes no answer.
 */
const sentSince = (first: number): Measure => ({
  from: 'orders JOIN shipping_proposals ON order_id = orders.id',
  at: 'sent_at',
  only: { where: 'orders.ship_by >= ?', values: [first] },
  counts: {
    proposalsSent: ALL,
    proposalsAccepted: those({
      where: 'shipping_proposals.status = ?',
      values: [ProposalStatus.ACCEPTED],
    }),
  },
});

/** TK-12: worry-free tickets count in no metric. */
const COUNTING_TICKETS = 'worry_free = 0';

/** TK-11, TM-5: a ticket whose time has run out is overdue, recorded or not; dated by the second it was due. */
const overdueAt = (now: number): Measure => ({
  from: 'tickets',
  at: 'due_at',
  only: {
    where: `${COUNTING_TICKETS} AND (evidence_waived = 1 OR (status = ? AND due_at <= ?))`,
    values: [TicketStatus.AWAITING_SELLER, latestPassed(now)],
  },
  counts: { ticketsOverdue: ALL },
});

/** The facts of each shop, one for each of adjoining spans; oldest first. */
type FactsByShop = Map<string, Facts[]>;

interface Question {
  readonly shopKeys: readonly string[];
  readonly spans: readonly Span[];
  readonly now: number;
}

/** The number of the span an instant falls in, for rows that fall in one of them. */
function falling(at: string, spans: readonly Span[]): { span: Condition; within: Condition } {
  const whens = spans.map((_, index) => `WHEN ${at} < ? THEN ${String(index)}`);
  const untils = spans.map(({ until }) => until);
  return {
    span: { where: `CASE ${whens.join(' ')} END`, values: untils },
    within: {
      where: `${at} >= ? AND ${at} < ?`,
      values: [spans[0]?.from ?? 0, untils.at(-1) ?? 0],
    },
  };
}

type Row = { readonly shop: string; readonly span: number } & Partial<
  Record<Count, number | string>
>;

/** One question: a measure for all shops and spans. */
async function count(
  source: Reader,
  { from, at, counts, only }: Measure,
  { shopKeys, spans }: Question,
): Promise<Row[]> {
  const { span, within } = falling(at, spans);
  const columns = Object.entries(counts);
  const selected = columns.map(([name, { where }]) => `${where} AS ${name}`).join(', ');
  const conditions = ['shop_key IN (?)', within.where, ...(only ? [only.where] : [])];
  const sql = `SELECT shop_key AS shop, ${span.where} AS span, ${selected} FROM ${from}
    WHERE ${conditions.join(' AND ')} GROUP BY shop, span`;
  const counted = columns.flatMap(([, { values }]) => values);
  const values = [...span.values, ...counted, shopKeys, ...within.values, ...(only?.values ?? [])];
  return source.rows<Row>(sql, values);
}

interface Replied {
  readonly shop: string;
  readonly span: number;
  readonly opened_at: number;
  readonly replied_at: number;
}

/** TK-6: a reply comes by the second its ticket is due, which bounds the tickets to look at. */
async function replies(source: Reader, { shopKeys, spans }: Question): Promise<Replied[]> {
  const { span, within } = falling('replied_at', spans);
  const sql = `SELECT shop_key AS shop, ${span.where} AS span, opened_at, replied_at
    FROM tickets JOIN ticket_replies ON ticket_id = tickets.id
    WHERE shop_key IN (?) AND due_at >= ? AND ${COUNTING_TICKETS} AND ${within.where}`;
  const first = spans[0]?.from ?? 0;
  return source.rows<Replied>(sql, [...span.values, shopKeys, first, ...within.values]);
}

async function factsOf(source: Reader, question: Question): Promise<FactsByShop> {
  const { shopKeys, spans, now } = question;
  const measures = [PAID, JUDGED, dueAt(now), sentSince(spans[0]?.from ?? 0), overdueAt(now)];
  const counted = await Promise.all(measures.map((measure) => count(source, measure, question)));
  const facts: FactsByShop = new Map(shopKeys.map((key) => [key, spans.map(noFacts)]));
  for (const row of counted.flat())
    for (const name of COUNTS) {
      const found = facts.get(row.shop)?.[row.span];
      // SUM comes as text from MySQL.
      if (found !== undefined && row[name] !== undefined) found[name] = Number(row[name]);
    }
  for (const { shop, span, opened_at, replied_at } of await replies(source, question))
    facts.get(shop)?.[span]?.replySeconds.push(secondsBetween(opened_at, replied_at));
  for (const { replySeconds } of [...facts.values()].flat()) replySeconds.sort((a, b) => a - b);
  return facts;
}

/** MT-1: what happened to shops in the last 30 days. For shops the viewer was seen to be, or to be the platform of. */
export const factsOfWindow: Batch<string, Facts> = async ({ app, now }, shopKeys) => {
  const facts = await factsOf(app.db, { shopKeys, spans: [windowAt(now)], now });
  return shopKeys.map((key) => facts.get(key)?.[0] ?? noFacts());
};

export interface Series {
  readonly shopKey: string;
  /** The last so many days. */
  readonly days: number;
}

/** MT-1: the same, day by day; one set of questions for each number of days asked for. */
export const factsOfDays: Batch<Series, Facts[]> = async ({ app, now }, keys) => {
  const { zone } = app.settings;
  const known = new Map<number, FactsByShop>();
  for (const days of new Set(keys.map((key) => key.days))) {
    const shopKeys = keys.filter((key) => key.days === days).map(({ shopKey }) => shopKey);
    const spans = daysUntil(now, days, zone);
    known.set(days, await factsOf(app.db, { shopKeys, spans, now }));
  }
  return keys.map(({ days, shopKey }) => known.get(days)?.get(shopKey) ?? []);
};
