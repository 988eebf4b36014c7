/** One order of a running node, with a shop and a buyer of its own: acted on by commands, read through the schema. */
import { fileComplaint } from '../../src/compensation/file-complaint';
import type { Command } from '../../src/inbox/perform';
import { Refused } from '../../src/lib/refusal';
import { closeOrder } from '../../src/orders/close-order';
import { consignOrder } from '../../src/orders/consign-order';
import { importOrders } from '../../src/orders/import-orders';
import { importDeliveries, importPickups, type RowResult } from '../../src/orders/import-scans';
import type { OrderRow } from '../../src/orders/order.check';
import { OrderKind } from '../../src/orders/order.entity';
import { sendMessage } from '../../src/conversations/send-message';
import { cancelReport, decideReport } from '../../src/reports/end-report';
import { ReportReason } from '../../src/reports/report.entity';
import { submitReport } from '../../src/reports/submit-report';
import { answerShippingProposal } from '../../src/shipping-proposals/answer-shipping-proposal';
import { sendShippingProposal } from '../../src/shipping-proposals/send-shipping-proposal';
import { ProposalReason } from '../../src/shipping-proposals/shipping-proposal.entity';
import { act, done, openShop, orderRow } from '../support/market';
import { buyer, seller, staff, system, type Person } from '../support/people';
import { storedEvidence } from '../support/reports';
import type { Market } from './market-under-test';
import { publishPolicy } from '../../src/policies/publish-policy';
import { ANSWERS, answersIn, type OrderAnswer } from './answers.query';
import {
  CHRONICLE,
  chronicleIn,
  HEAD,
  NUMBERS,
  type ChronicleAnswer,
  type NumberRow,
} from './chronicle.query';
import { no, type Answers, type Chronicle, type NewCard } from './model.types';
import type { NewReport, Outcome, Start } from './model.types';
import type { Figures } from './policy.model';
import type { ReportEnd } from './report.model';

/** Ids that have the form of a card's and a report's and belong to none. */
const NO_CARD = `prp_${'0'.repeat(26)}`;
const NO_REPORT = `rpt_${'0'.repeat(26)}`;

export class OrderUnderTest {
  readonly buyer: Person;
  readonly seller: Person;
  readonly cardIds: string[] = [];
  private readonly reportIds: string[] = [];
  orderId = '';
  private conversationId = '';
  private readonly row: OrderRow;
  private keys = 0;
  private asked = 0;
  private staffHead = '';
  private evidenceId: string | undefined;
  /** The card messages as they were read right after sending. */
  private readonly cardMessages = new Map<string, string>();

  private constructor(
    readonly market: Market,
    name: string,
    start: Start,
  ) {
    this.buyer = buyer(`buyer-${name}`);
    this.seller = seller(`shop-${name}`);
    this.row = orderRow({
      shopId: `shop-${name}`,
      buyerId: `buyer-${name}`,
      kind: OrderKind[start.kind],
      paidAt: start.paidAt,
      lines: [{ title: 'A teapot', quantity: 1, unitPrice: { amountMinor: start.goodsMinor } }],
      ...start.promise,
      ...(start.pickedUpAt !== null && { pickedUpAt: start.pickedUpAt }),
    });
  }

  static async import(market: Market, start: Start): Promise<OrderUnderTest> {
    const order = new OrderUnderTest(market, market.nextName(), start);
    if (start.published !== null)
      await done(act(market.node, staff, publishPolicy, start.published));
    await market.node.stopClockAt(start.importedAt);
    await openShop(market.node, order.row.shopId);
    const result = await act(market.node, system, importOrders, { orders: [order.row] });
    const [row] = result instanceof Refused ? [] : result;
    if (row === undefined || !('id' in row)) throw new Error('The order was not imported.');
    order.orderId = row.id;
    const data = await order.read<ChronicleAnswer>(order.seller, CHRONICLE);
    order.conversationId = data.order.conversation.id;
    const { inboxHead } = await market.ask<{ inboxHead: string }>(staff, HEAD, {});
    order.staffHead = inboxHead;
    return order;
  }

  nextKey(): string {
    this.keys += 1;
    return `key ${String(this.keys)}`;
  }

  moveTo(instant: number): Promise<void> {
    return this.market.node.stopClockAt(instant);
  }

  sweep(): Promise<void> {
    return this.market.node.recordDue();
  }

  async send(by: Person, card: NewCard, idempotencyKey?: string): Promise<Outcome> {
    const input = { ...card, reason: ProposalReason[card.reason], orderId: this.orderId };
    const keyed = { ...input, ...(idempotencyKey !== undefined && { idempotencyKey }) };
    const result = await act(this.market.node, by, sendShippingProposal, keyed);
    if (typeof result === 'string') await this.keep(result);
    return outcomeOf(result);
  }

  /** Everybody answers by the id, known or not. */
  async answer(by: Person, number: number, status: 'ACCEPTED' | 'DECLINED'): Promise<Outcome> {
    const command = answerShippingProposal(status === 'ACCEPTED' ? 'ACCEPT' : 'DECLINE');
    return this.perform(by, command, { proposalId: this.cardIds[number - 1] ?? NO_CARD });
  }

  consign(by: Person): Promise<Outcome> {
    return this.perform(by, consignOrder, { orderId: this.orderId, carrier: 'A carrier' });
  }

  close(by: Person): Promise<Outcome> {
    return this.perform(by, closeOrder, { orderId: this.orderId, reason: 'The buyer asked' });
  }

  write(by: Person, text: string): Promise<Outcome> {
    return this.perform(by, sendMessage, { conversationId: this.conversationId, text });
  }

  pickUp(pickedUpAt: number): Promise<Outcome> {
    return this.perform(system, importPickups, { pickups: [{ ...this.key, pickedUpAt }] });
  }

  deliver(deliveredAt: number): Promise<Outcome> {
    return this.perform(system, importDeliveries, { deliveries: [{ ...this.key, deliveredAt }] });
  }

  importAgain(changes: Partial<OrderRow>): Promise<Outcome> {
    const row = { ...this.row, pickedUpAt: null, ...changes };
    return this.perform(system, importOrders, { orders: [row] });
  }

  async submit(by: Person, report: NewReport): Promise<Outcome> {
    const { withEvidence, newShipBy, remark } = report;
    const evidenceIds = withEvidence ? [await this.evidence()] : [];
    const input = { orderId: this.orderId, newShipBy, remark, evidenceIds };
    const reason = ReportReason.WEATHER;
    const result = await act(this.market.node, by, submitReport, { ...input, reason });
    if (typeof result === 'string') this.reportIds.push(result);
    return outcomeOf(result);
  }

  endReport(by: Person, number: number, end: ReportEnd): Promise<Outcome> {
    const reportId = this.reportIds[number - 1] ?? NO_REPORT;
    if (end === 'CANCELLED') return this.perform(by, cancelReport, { reportId });
    return this.perform(by, decideReport, { reportId, approve: end === 'APPROVED' });
  }

  complain(by: Person): Promise<Outcome> {
    return this.perform(by, fileComplaint, { orderId: this.orderId });
  }

  publish(by: Person, figures: Partial<Figures>, effectiveFrom: number): Promise<Outcome> {
    return this.perform(by, publishPolicy, { ...figures, effectiveFrom });
  }

  /** What the seller is told now; and every other time that the buyer is told the same, but for the reports (AC-5). */
  async answers(): Promise<Answers> {
    const told = answersIn(await this.read<OrderAnswer>(this.seller, ANSWERS), 'SELLER');
    this.asked += 1;
    if (this.asked % 2 === 0) return told;
    const asBuyer = answersIn(await this.read<OrderAnswer>(this.buyer, ANSWERS), 'BUYER');
    const canReport = { ...told.canReport, reasons: ['FORBIDDEN'] };
    expect(asBuyer).toEqual({ ...told, canReport, reports: [] });
    return told;
  }

  /** Everything told so far, checked to be numbered without gaps and never changed. */
  async chronicle(): Promise<Chronicle> {
    const inboxes = [`buyer:${this.row.buyerId}`, `shop:${this.row.shopId}`];
    const [asSeller, asBuyer, asStaff, numbers] = await Promise.all([
      this.read<ChronicleAnswer>(this.seller, CHRONICLE),
      this.read<ChronicleAnswer>(this.buyer, CHRONICLE),
      this.read<ChronicleAnswer>(staff, CHRONICLE, this.staffHead),
      this.market.node.app.db.rows<NumberRow>(NUMBERS, [...inboxes, this.orderId]),
    ]);
    this.expectUnchanged(asBuyer);
    return chronicleIn({ asSeller, asBuyer, asStaff, numbers });
  }

  /** One piece proves all its reports: they look no further than whether there is one. */
  private async evidence(): Promise<string> {
    this.evidenceId ??= await storedEvidence(this.market.node, this.orderId);
    return this.evidenceId;
  }

  private get key(): Pick<OrderRow, 'shopId' | 'orderNo'> {
    const { shopId, orderNo } = this.row;
    return { shopId, orderNo };
  }

  private async perform<I extends object>(
    by: Person,
    command: Command<I, unknown>,
    input: I,
  ): Promise<Outcome> {
    return outcomeOf(await act(this.market.node, by, command, input));
  }

  private read<A>(person: Person, query: string, after: string | null = null): Promise<A> {
    return this.market.ask<A>(person, query, { id: this.orderId, after });
  }

  /** Keeps the newest card's id, and its message to the letter (SP-10). */
  private async keep(cardId: string): Promise<void> {
    if (this.cardIds.includes(cardId)) return;
    this.cardIds.push(cardId);
    const data = await this.read<ChronicleAnswer>(this.buyer, CHRONICLE);
    for (const [id, text] of cardMessagesIn(data)) this.cardMessages.set(id, text);
  }

  private expectUnchanged(data: ChronicleAnswer): void {
    const now = new Map(cardMessagesIn(data));
    if (now.size !== this.cardIds.length) throw new Error('A card message came or went.');
    for (const [id, text] of this.cardMessages)
      if (now.get(id) !== text) throw new Error(`A card message changed: ${text}`);
  }
}

const cardMessagesIn = (data: ChronicleAnswer): [string, string][] =>
  data.order.conversation.messages.nodes
    .filter(({ kind }) => kind === 'CARD')
    .map((message) => [message.id, JSON.stringify(message)]);

/** The codes of a refused command, or of its only row. */
function outcomeOf(result: unknown): Outcome {
  const reasons = result instanceof Refused ? result.reasons : reasonsOfRow(result);
  const codes = no(...reasons.map(({ code }) => code));
  const status = reasons.find(({ code }) => code.startsWith('PROPOSAL_NOT'))?.facts?.['status'];
  return typeof status === 'string' ? { ...codes, state: status } : codes;
}

function reasonsOfRow(result: unknown) {
  const [row] = Array.isArray(result) ? (result as RowResult[]) : [];
  return row !== undefined && 'reasons' in row ? row.reasons : [];
}
