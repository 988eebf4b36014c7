import 'reflect-metadata';
import fc from 'fast-check';
import { encodeCursor } from '../../src/lib/connection';
import { Sla } from '../../src/orders/order.entity';
import { ProposalStatus } from '../../src/shipping-proposals/shipping-proposal.entity';
import { ShopKind } from '../../src/shops/shop.entity';
import { ViolationSeverity } from '../../src/violations/violation.entity';
import { eachDatabase } from '../services/databases';
import { scale, seed } from '../services/scale';
import { openShop } from '../support/market';
import { FIGURES } from '../support/metrics';
import { staff } from '../support/people';
import { sharedNode } from '../support/shared-node';
import {
  DAY,
  NOW,
  sentAt,
  someShop,
  timesOf,
  writeShop,
  yearOf,
  type SomeShop,
} from './random-shops';

const SHOPS = 20;
/** Of 20 shops each: 25 shops at a fortieth of the counts, 1,000 in all. */
const RUNS = 50;
const DAYS = 12;

const second = (instant: number): number => Math.floor(instant / 1_000);
const dayIn = (instant: number): string =>
  new Date(instant + 8 * 3_600_000).toISOString().slice(0, 10);

type Counts = (instant: number) => boolean;

/** MT-1 in one sentence: within the last 30 days of 86,400 s, by whole seconds, both ends included. */
const inWindow: Counts = (instant) =>
  second(instant) <= second(NOW) && second(NOW) - second(instant) <= (30 * DAY) / 1_000;
const onDay =
  (day: string): Counts =>
  (instant) =>
    second(instant) <= second(NOW) && dayIn(instant) === day;

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);

/** The nearest rank, the slow way: the smallest value that at least so many percent do not exceed. */
const rank = (values: number[], percent: number): number | null =>
  [...values]
    .sort((a, b) => a - b)
    .find(
      (value) => values.filter((other) => other <= value).length * 100 >= percent * values.length,
    ) ?? null;

/** PT-2, year by year; of the entries known before an instant. */
function pointsAt({ violations }: SomeShop, year: number, until: number) {
  const sum = (severity: ViolationSeverity, of: number) =>
    violations
      .filter((one) => one.severity === severity && yearOf(one.postedAt) === of)
      .filter(({ postedAt }) => postedAt < until)
      .filter(({ revoked }) => !(revoked && NOW < until))
      .reduce((total, { points }) => total + points, 0);
  let severeCarriedOver = 0;
  for (let ended = 2021; ended < year; ended += 1) {
    severeCarriedOver += sum(ViolationSeverity.SEVERE, ended);
    if (severeCarriedOver < 48) severeCarriedOver = 0;
  }
  const severe = severeCarriedOver + sum(ViolationSeverity.SEVERE, year);
  return { year, general: sum(ViolationSeverity.GENERAL, year), severe, severeCarriedOver };
}

/** The figures, counted from scratch over what was made up. */
function figures(shop: SomeShop, kind: ShopKind, counts: Counts) {
  const due = shop.orders.filter(({ shipBy }) => counts(shipBy));
  const isLate = ({ sla, shipBy }: SomeShop['orders'][number]) =>
    sla === Sla.BREACHED || (sla === Sla.RUNNING && second(shipBy) < second(NOW));
  const cards = shop.orders
    .flatMap((order) =>
      order.cards.map((card) => ({ ...card, at: sentAt(order.shipBy, card.before) })),
    )
    .filter(({ at }) => counts(at));
  const tickets = shop.tickets.filter(({ worryFree }) => !worryFree).map(timesOf);
  const took = tickets.flatMap(({ openedAt, repliedAt }) =>
    repliedAt !== null && counts(repliedAt) ? [second(repliedAt) - second(openedAt)] : [],
  );
  const overdue = tickets
    .filter(({ repliedAt, dueAt }) => repliedAt === null && second(dueAt) < second(NOW))
    .filter(({ dueAt }) => counts(dueAt));
  const ordersPaid = shop.orders.filter(({ paidAt }) => counts(paidAt)).length;
  const standing = shop.judgments.filter((one) => one.counts === 1 && !one.takenBack);
  const liableJudgments = standing.filter(({ countedAt }) => counts(countedAt)).length;
  const rate = share(liableJudgments, ordersPaid);
  const ordersLate = due.filter(isLate).length;
  const proposalsAccepted = cards.filter(({ status }) => status === ProposalStatus.ACCEPTED).length;
  return {
    ...{ ordersPaid, liableJudgments, ordersLate, proposalsAccepted },
    disputeRefundRate: kind === ShopKind.TAOBAO ? rate : null,
    platformDisputeRate: kind === ShopKind.TMALL ? rate : null,
    ordersDue: due.length,
    lateRate: share(ordersLate, due.length),
    proposalsSent: cards.length,
    proposalAcceptanceRate: share(proposalsAccepted, cards.length),
    ticketsReplied: took.length,
    replySecondsMedian: rank(took, 50),
    replySecondsP90: rank(took, 90),
    ticketsOverdue: overdue.length,
  };
}

function expected(shop: SomeShop, kind: ShopKind) {
  const until = (second(NOW) + 1) * 1_000;
  const days = Array.from({ length: DAYS }, (_, index) => dayIn(NOW - (DAYS - 1 - index) * DAY));
  const endOf = (day: string) => Math.min(Date.parse(`${day}T00:00:00+08:00`) + DAY, until);
  return {
    ...figures(shop, kind, inWindow),
    points: pointsAt(shop, 2024, until),
    daily: days.map((day) => ({
      day,
      ...figures(shop, kind, onDay(day)),
      points: pointsAt(shop, Number(day.slice(0, 4)), endOf(day)),
    })),
  };
}

eachDatabase('MT-1 random shops', (database) => {
  const node = sharedNode(database);
  let runs = 0;

  test('MT-1 PT-2 what the API says is what counting from scratch gives', async () => {
    await node().stopClockAt(NOW);
    const query = `query ($after: String!) { shops(first: ${String(SHOPS)}, after: $after) { nodes { shopId kind
      metrics { ${FIGURES} daily(days: ${String(DAYS)}) { day ${FIGURES} } } } } }`;
    const shops = fc.array(someShop, { minLength: SHOPS, maxLength: SHOPS });
    await fc.assert(
      fc.asyncProperty(shops, async (made) => {
        const run = `random-${String((runs += 1)).padStart(5, '0')}`;
        const known = made.map((shop, index) => ({
          shop,
          shopId: `${run}-${String(index).padStart(2, '0')}`,
          kind: index % 2 === 0 ? ShopKind.TAOBAO : ShopKind.TMALL,
        }));
        for (const { shop, shopId, kind } of known) {
          await openShop(node(), shopId, kind);
          await writeShop(node().app, shopId, shop);
        }
        const { data } = await node().ask(staff, query, { after: encodeCursor([run]) });
        for (const [index, { shop, shopId, kind }] of known.entries())
          expect(data.shops.nodes[index]).toEqual({ shopId, kind, metrics: expected(shop, kind) });
      }),
      { seed: seed(), numRuns: scale(RUNS, 40), endOnFailure: true },
    );
  }, 300_000);
});
