/** Where races are run: one node, or two on the same database, and orders prepared by the dozen. */
import type { TestDatabase } from '../services/databases';
import { random, seed, type Random } from '../services/scale';
import { answerShippingProposal } from '../../src/shipping-proposals/answer-shipping-proposal';
import { sendShippingProposal } from '../../src/shipping-proposals/send-shipping-proposal';
import { ProposalReason } from '../../src/shipping-proposals/shipping-proposal.entity';
import { importOrders } from '../../src/orders/import-orders';
import { act, done, openShop, orderRow } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { buyer, seller, system } from '../support/people';
import { run, type Finish, type Race, type RacingOrder } from './races';

/** Races at once. Every five orders share a buyer and a shop, so that inboxes are fought for, too. */
export const TOGETHER = 25;
const SHARING = 5;

export const PAID = Date.parse('2023-01-30T10:00:00+08:00');
/** Every card of a race is sent at this instant and must be answered by the next one. */
export const SENT = PAID + 3_600_000;
export const ANSWER_BY = SENT + 86_400_000;
const SHIP_DATE = '2023-02-05';

export const proposed = (orderId: string) => ({
  orderId,
  shipDate: SHIP_DATE,
  reason: ProposalReason.OTHER,
});

/** What happens beside the races of one batch: sweeps, and the clock. */
export interface Beside {
  readonly startAt?: number;
  readonly run?: (nodes: readonly TestNode[], random: Random) => readonly Promise<unknown>[];
}

export class RaceCourse {
  private batches = 0;
  readonly random = random(seed(), 'races');

  private constructor(
    readonly databaseUrl: string,
    readonly nodes: readonly TestNode[],
  ) {}

  static async open(database: TestDatabase): Promise<RaceCourse> {
    const url = await database.createUrl();
    const first = await startNode(url);
    // A file of SQLite belongs to one node.
    const nodes = database.kind === 'sqlite' ? [first] : [first, await startNode(url)];
    return new RaceCourse(url, nodes);
  }

  async close(): Promise<void> {
    for (const node of this.nodes) await node.stop();
  }

  /** Runs so many races, and answers with how each of them ended. */
  async run(race: Race, count: number, beside: Beside = {}): Promise<Finish[]> {
    const finishes: Finish[] = [];
    while (finishes.length < count) {
      const orders = await this.prepare(race, Math.min(TOGETHER, count - finishes.length));
      await this.first.stopClockAt(beside.startAt ?? SENT);
      const [answers] = await Promise.all([
        run(this.nodes, orders, race, this.random),
        ...(beside.run?.(this.nodes, this.random) ?? []),
      ]);
      finishes.push(...(await this.finish(orders, answers)));
    }
    return finishes;
  }

  /** Fresh orders with the cards the race starts from. */
  async prepare(race: Pick<Race, 'declined' | 'open'>, count: number): Promise<RacingOrder[]> {
    await this.first.stopClockAt(SENT);
    const orders = await this.import(count);
    for (let card = 0; card < race.declined; card += 1) {
      await Promise.all(orders.map((order) => this.send(order)));
      await Promise.all(orders.map((order) => this.decline(order)));
    }
    if (race.open) await Promise.all(orders.map((order) => this.send(order)));
    return orders;
  }

  private get first(): TestNode {
    return this.nodes[0]!;
  }

  private async import(count: number): Promise<RacingOrder[]> {
    this.batches += 1;
    const rows = Array.from({ length: count }, (_row, index) => {
      const group = `${this.batches}-${Math.floor(index / SHARING)}`;
      return orderRow({ shopId: `shop-${group}`, buyerId: `buyer-${group}`, paidAt: PAID });
    });
    for (const shopId of new Set(rows.map((row) => row.shopId))) await openShop(this.first, shopId);
    const results = await done(act(this.first, system, importOrders, { orders: rows }));
    return results.map((result, index) => {
      if (!('id' in result)) throw new Error('An order was not imported.');
      const { shopId, buyerId, orderNo } = rows[index]!;
      return { id: result.id, shopId, buyerId, orderNo, cardId: '', reportId: '' };
    });
  }

  private async send(order: RacingOrder): Promise<void> {
    const sending = act(this.first, seller(order.shopId), sendShippingProposal, proposed(order.id));
    order.cardId = await done(sending);
  }

  private async decline({ buyerId, cardId }: RacingOrder): Promise<void> {
    const command = answerShippingProposal('DECLINE');
    await done(act(this.first, buyer(buyerId), command, { proposalId: cardId }));
  }

  /** Reads the orders, and checks on the way that their inboxes are numbered without gaps (IN-2). */
  private async finish(orders: readonly RacingOrder[], answers: string[][]): Promise<Finish[]> {
    const read = await readAll(this.first, orders);
    expectGapFree(read.entries);
    return orders.map(({ id, buyerId, shopId }, index) => {
      const messages = read.messages.filter((message) => message.order_id === id);
      const kindsIn = (inbox: string): string[] =>
        read.entries
          .filter((entry) => entry.order_id === id && entry.inbox_id === inbox)
          .map((entry) => entry.kind);
      return {
        answers: answers[index] ?? [],
        cards: read.cards.filter((card) => card.order_id === id).map((card) => card.status),
        agreed: read.orders.find((order) => order.id === id)?.agreed_ship_by !== null,
        messageNumbers: messages.map((message) => message.number),
        told: messages.filter(({ kind }) => kind === 'SYSTEM').map(({ code }) => code),
        buyerKinds: kindsIn(`buyer:${buyerId}`),
        shopKinds: kindsIn(`shop:${shopId}`),
      };
    });
  }
}

interface EntryRow {
  readonly inbox_id: string;
  readonly number: number;
  readonly kind: string;
  readonly order_id: string;
}

async function readAll({ app: { db } }: TestNode, racing: readonly RacingOrder[]) {
  const ids = racing.map(({ id }) => id);
  const inboxes = [
    ...new Set(racing.flatMap(({ buyerId, shopId }) => [`buyer:${buyerId}`, `shop:${shopId}`])),
  ];
  const orders = await db.rows<{ id: string; agreed_ship_by: number | null }>(
    'SELECT id, agreed_ship_by FROM orders WHERE id IN (?)',
    [ids],
  );
  const cards = await db.rows<{ order_id: string; status: string }>(
    'SELECT order_id, status FROM shipping_proposals WHERE order_id IN (?) ORDER BY number',
    [ids],
  );
  const messages = await db.rows<{ order_id: string; number: number; kind: string; code: string }>(
    `SELECT order_id, number, kind, code FROM messages JOIN conversations
      ON conversations.id = conversation_id WHERE order_id IN (?) ORDER BY number`,
    [ids],
  );
  const entries = await db.rows<EntryRow>(
    'SELECT inbox_id, number, kind, order_id FROM inbox_entries WHERE inbox_id IN (?) ORDER BY inbox_id, number',
    [inboxes],
  );
  return { orders, cards, messages, entries };
}

function expectGapFree(entries: readonly EntryRow[]): void {
  const next = new Map<string, number>();
  for (const { inbox_id, number } of entries) {
    expect(number).toBe((next.get(inbox_id) ?? 0) + 1);
    next.set(inbox_id, number);
  }
}
