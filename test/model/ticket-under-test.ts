/** The tickets of one order of a running node: acted on by commands, read through the schema. */
import { addEvidence } from '../../src/tickets/add-evidence';
import { appealJudgment } from '../../src/tickets/appeal-judgment';
import { confirmReply } from '../../src/tickets/confirm-reply';
import { endTicket } from '../../src/tickets/end-ticket';
import { TicketVerdict } from '../../src/tickets/judgment.entity';
import { ReplyOption } from '../../src/tickets/reply.entity';
import { requestEvidence } from '../../src/tickets/request-evidence';
import { settleWorryFree } from '../../src/tickets/settle-worry-free';
import { TicketAction } from '../../src/tickets/ticket.moves';
import { urgeTicket } from '../../src/tickets/urge-ticket';
import { act, codesOf, openShop, placeOrder } from '../support/market';
import { buyer, seller, staff, type Person } from '../support/people';
import { contact, decide, judge, metricOf, open, piece, reply } from '../support/tickets';
import type { Market } from './market-under-test';
import {
  ACTIONS,
  ORDERS,
  PAID_AT,
  type Actor,
  type Contact,
  type Reply,
  type Verdict,
} from './ticket.model';

const TICKETS = `query ($id: ID!) { order(id: $id) { shop { metrics { disputeRefundRate } } tickets { id status outcome evidenceWaived secondsLeft
  contacts { counts } reply { option } urges { urgedAt automatic } appeal { status }
  availableActions { action allowed } } } }`;

interface Read {
  readonly order: {
    readonly shop: { readonly metrics: { readonly disputeRefundRate: number | null } | null };
    readonly tickets: readonly {
      readonly id: string;
      readonly status: string;
      readonly outcome: string | null;
      readonly evidenceWaived: boolean;
      readonly secondsLeft: number | null;
      readonly contacts: readonly { counts: boolean }[];
      readonly reply: { option: string } | null;
      readonly urges: readonly { urgedAt: number; automatic: boolean }[];
      readonly appeal: { status: string } | null;
      readonly availableActions: readonly { action: string; allowed: boolean }[];
    }[];
  };
}

export class TicketsUnderTest {
  readonly people: Readonly<Record<Actor, Person>>;
  private id = '';

  private constructor(
    private readonly market: Market,
    readonly orderId: string,
    private readonly shop: string,
  ) {
    this.people = { SELLER: seller(shop), PLATFORM: staff, BUYER: buyer(`buyer-of-${shop}`) };
  }

  static async place(market: Market, now: number, worryFree: boolean): Promise<TicketsUnderTest> {
    const shopId = `shop-t${market.nextName()}`;
    await market.node.stopClockAt(now);
    await openShop(market.node, shopId);
    const row = { shopId, buyerId: `buyer-of-${shopId}`, worryFree, paidAt: PAID_AT };
    const orderId = await placeOrder(market.node, row);
    for (let beside = 1; beside < ORDERS; beside += 1) await placeOrder(market.node, row);
    return new TicketsUnderTest(market, orderId, shopId);
  }

  moveTo(instant: number): Promise<void> {
    return this.market.node.stopClockAt(instant);
  }

  sweep(): Promise<void> {
    return this.market.node.recordDue();
  }

  async open(): Promise<string[]> {
    const result = await open(this.node, this.orderId);
    if (typeof result === 'string') this.id = result;
    return codesOf(result).sort();
  }

  async contact({ at, reached, proof }: Contact): Promise<string[]> {
    const evidenceIds = await this.proof(proof);
    const input = { contactedAt: at, reached, evidenceIds };
    return codesOf(await contact(this.node, this.id, input, this.people.SELLER)).sort();
  }

  async addEvidence(): Promise<string[]> {
    const input = { ticketId: this.id, evidenceIds: await this.proof(true) };
    return codesOf(await act(this.node, this.people.SELLER, addEvidence, input));
  }

  async reply({ option, remark, noContactReason, proof }: Reply): Promise<string[]> {
    const input = {
      option: ReplyOption[option],
      evidenceIds: await this.proof(proof),
      ...(remark && { remark: 'So.' }),
      ...(noContactReason && { noContactReason: 'Because.' }),
    };
    return codesOf(await reply(this.node, this.id, input, this.people.SELLER)).sort();
  }

  async requestEvidence(until: number): Promise<string[]> {
    return codesOf(await act(this.node, staff, requestEvidence, { ticketId: this.id, until }));
  }

  async confirm(actor: 'PLATFORM' | 'BUYER', confirmed: boolean): Promise<string[]> {
    const action = actor === 'BUYER' ? TicketAction.CONFIRM : TicketAction.REVIEW;
    const input = { ticketId: this.id, confirmed };
    return codesOf(await act(this.node, this.people[actor], confirmReply(action), input));
  }

  async judge(verdict: Verdict): Promise<string[]> {
    return codesOf(await judge(this.node, this.id, { verdict: TicketVerdict[verdict] }));
  }

  async decide(verdict: Verdict | null): Promise<string[]> {
    const upheld = verdict !== null;
    const input = { upheld, ...(upheld && { verdict: TicketVerdict[verdict] }) };
    return codesOf(await decide(this.node, this.id, input));
  }

  async simple(
    actor: Actor,
    action: 'URGE' | 'SETTLE_WORRY_FREE' | 'CLOSE' | 'WITHDRAW' | 'APPEAL',
  ) {
    const input = { ticketId: this.id };
    const person = this.people[actor];
    const { node } = this;
    const acts = {
      URGE: () => act(node, person, urgeTicket, input),
      SETTLE_WORRY_FREE: () => act(node, person, settleWorryFree, input),
      CLOSE: () => act(node, person, endTicket(TicketAction.CLOSE), input),
      WITHDRAW: () => act(node, person, endTicket(TicketAction.WITHDRAW), input),
      APPEAL: () => act(node, person, appealJudgment, { ...input, reason: 'No.' }),
    };
    return codesOf(await acts[action]());
  }

  async answers() {
    const read = (actor: Actor) =>
      this.market.ask<Read>(this.people[actor], TICKETS, { id: this.orderId });
    const [asSeller, asStaff, asBuyer] = await Promise.all([
      read('SELLER'),
      read('PLATFORM'),
      read('BUYER'),
    ]);
    const ticket = asSeller.order.tickets.at(-1)!;
    const possible = (actor: Actor, { order }: Read) =>
      order.tickets
        .at(-1)!
        .availableActions.filter(({ allowed }) => allowed)
        .map(({ action }) => action)
        .filter((action) => (ACTIONS[actor] as readonly string[]).includes(action))
        .sort();
    return {
      tickets: asSeller.order.tickets.length,
      status: ticket.status,
      outcome: ticket.outcome,
      waived: ticket.evidenceWaived,
      secondsLeft: ticket.secondsLeft,
      contacts: ticket.contacts.map(({ counts }) => counts),
      reply: ticket.reply?.option ?? null,
      urges: ticket.urges
        .filter(({ automatic }) => automatic)
        .map(({ urgedAt }) => new Date(urgedAt).getTime()),
      appeal: ticket.appeal?.status ?? null,
      metric: await metricOf(this.node, this.orderId),
      rate: asStaff.order.shop.metrics?.disputeRefundRate ?? null,
      possible: {
        SELLER: possible('SELLER', asSeller),
        PLATFORM: possible('PLATFORM', asStaff),
        BUYER: possible('BUYER', asBuyer),
      },
    };
  }

  /** What was told of each ticket, oldest first, and the judgments of the order. */
  async chronicle() {
    const { db } = this.node.app;
    const told = await db.rows<{ ticket_id: string; kind: string }>(
      'SELECT ticket_id, kind FROM inbox_entries WHERE inbox_id = ? AND order_id = ? AND ticket_id IS NOT NULL ORDER BY number',
      [`shop:${this.shop}`, this.orderId],
    );
    const sql = 'SELECT counts FROM ticket_judgments WHERE order_id = ?';
    const judgments = await db.rows<{ counts: number }>(sql, [this.orderId]);
    const ids = [...new Set(told.map(({ ticket_id }) => ticket_id))];
    const kindsOf = (id: string) =>
      told.filter(({ ticket_id }) => ticket_id === id).map(({ kind }) => kind);
    return { told: ids.map(kindsOf), judgments };
  }

  private get node() {
    return this.market.node;
  }

  private async proof(isGiven: boolean): Promise<string[]> {
    if (!isGiven) return [];
    return [await piece(this.node, this.orderId, { shopKey: this.shop })];
  }
}
