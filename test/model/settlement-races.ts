/** Races for an order's money: who judges, scans, decides and complains at once, and what is read when they are over. */
import { answerShippingProposal } from '../../src/shipping-proposals/answer-shipping-proposal';
import { done, act } from '../support/market';
import type { TestNode } from '../support/node';
import { buyer, seller } from '../support/people';
import { decide, submit } from '../support/reports';
import { complain as file } from '../support/settlement';
import { said } from './contenders';
import { PAID, TOGETHER, type RaceCourse } from './race-course';
import { run, type Contender, type RacingOrder } from './races';

/** Every order of a race must be shipped by this instant, or where a day was agreed by that one. */
export const SHIP_BY = PAID + 48 * 3_600_000;
export const AGREED = Date.parse('2023-02-05T23:59:59+08:00');
/** What every report asks for. */
const REPORTED = SHIP_BY + 24 * 3_600_000;

export const approve: Contender = async (node, { reportId }) => said(await decide(node, reportId));

export const reject: Contender = async (node, { reportId }) =>
  said(await decide(node, reportId, false));

export const complain: Contender = async (node, { id, buyerId }) =>
  said(await file(node, id, buyer(buyerId)));

export const sweep: Contender = async (node) => {
  await node.recordDue();
  return '';
};

/** The ship-by passes, and somebody records it. */
export const passAndSweep: Contender = async (node) => {
  await node.stopClockAt(SHIP_BY + 1_000);
  await node.recordDue();
  return '';
};

export interface SettlementRace {
  readonly title: string;
  /** Where the clock stands when it starts. */
  readonly at: number;
  /** What there is before: a report that waits, an agreed day, or neither. */
  readonly before: 'reported' | 'agreed' | null;
  readonly contenders: readonly Contender[];
  /** How it may end. */
  readonly finishes: readonly Settled[];
}

/** An order when the race is over. */
export interface Settled {
  readonly answers: readonly string[];
  readonly sla: string;
  readonly reports: readonly string[];
  readonly complaints: readonly string[];
  /** Kind and status of each of its compensations. */
  readonly paid: readonly string[];
  /** What the shop was told of judgments, decisions and complaints. */
  readonly told: readonly string[];
}

export async function settle(
  course: RaceCourse,
  race: SettlementRace,
  count: number,
): Promise<Settled[]> {
  const finishes: Settled[] = [];
  const first = course.nodes[0]!;
  while (finishes.length < count) {
    const some = Math.min(TOGETHER, count - finishes.length);
    const orders = await course.prepare({ declined: 0, open: race.before === 'agreed' }, some);
    for (const order of orders) await prepare(first, race, order);
    await first.stopClockAt(race.at);
    const answers = await run(course.nodes, orders, race, course.random);
    for (const [index, order] of orders.entries())
      finishes.push({ answers: answers[index]!, ...(await read(first, order)) });
  }
  return finishes;
}

async function prepare(node: TestNode, { before }: SettlementRace, order: RacingOrder) {
  if (before === 'agreed') {
    const input = { proposalId: order.cardId };
    await done(act(node, buyer(order.buyerId), answerShippingProposal('ACCEPT'), input));
  }
  if (before === 'reported') {
    const asked = { newShipBy: REPORTED };
    order.reportId = await done(submit(node, order.id, asked, seller(order.shopId)));
  }
}

const TOLD = `SELECT kind AS word FROM inbox_entries WHERE inbox_id = ? AND order_id = ?
  AND kind IN ('ORDER_PICKED_UP', 'SHIP_BY_MET', 'SHIP_BY_BREACHED', 'REPORT_APPROVED', 'REPORT_REJECTED', 'COMPLAINT_FILED')
  ORDER BY number`;
const PAID_FOR = `SELECT CONCAT(kind, ' ', status) AS word FROM compensations WHERE order_id = ?
  ORDER BY created_at, id`;

async function read({ app: { db } }: TestNode, { id, shopId }: RacingOrder) {
  const words = async (sql: string, values: string[] = [id]): Promise<string[]> =>
    (await db.rows<{ word: string }>(sql, values)).map(({ word }) => word);
  const [sla = ''] = await words('SELECT sla AS word FROM orders WHERE id = ?');
  return {
    sla,
    reports: await words('SELECT status AS word FROM deadline_reports WHERE order_id = ?'),
    complaints: await words('SELECT status AS word FROM complaints WHERE order_id = ?'),
    paid: await words(PAID_FOR),
    told: await words(TOLD, [`shop:${shopId}`, id]),
  };
}
