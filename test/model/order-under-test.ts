/** One order of a running node, with a shop and a buyer of its own: acted on by commands, read through the schema. */
import type { Command } from '../../src/inbox/perform';
import { Refused } from '../../src/lib/refusal';
import { closeOrder } from '../../src/orders/close-order';
import { consignOrder } from '../../src/orders/consign-order';
import { importOrders } from '../../src/orders/import-orders';
import { importDeliveries, importPickups, type RowResult } from '../../src/orders/import-scans';
import type { OrderRow } from '../../src/orders/order.check';
import { OrderKind } from '../../src/orders/order.entity';
import { sendMessage } from '../../src/conversations/send-message';
import { answerShippingProposal } from '../../src/shipping-proposals/answer-shipping-proposal';
import { sendShippingProposal } from '../../src/shipping-proposals/send-shipping-proposal';
import { ProposalReason } from '../../src/shipping-proposals/shipping-proposal.entity';
import { act, openShop, orderRow } from '../support/market';
import { buyer, seller, system, type Person } from '../support/people';
import type { Market } from './market-under-test';
import {
  ANSWERS,
  answersIn,
  CHRONICLE,
  chronicleIn,
  NUMBERS,
  type ChronicleAnswer,
  type OrderAnswer,
} from './order.queries';
import { no } from './order.model';
import type { Answers, Chronicle, NewCard, Outcome, Start } from './model.types';

/** An id that has the form of a card's and belongs to none. */
const NO_CARD = `prp_${'0'.repeat(26)}`;

export class OrderUnderTest {
  readonly buyer: Person;
  readonly seller: Person;
  readonly cardIds: string[] = [];
  private orderId = '';
  private conversationId = '';
  private readonly row: OrderRow;
  private keys = 0;
  private asked = 0;
  /** The card messages as they were read right after sending. */
  private readonly cardMessages = new Map<string, string>();

  private constructor(
    private readonly market: Market,
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
      ...start.promise,
      ...(start.pickedUpAt !== null && { pickedUpAt: start.pickedUpAt }),
    });
  }

  static async import(market: Market, start: Start): Promise<OrderUnderTest> {
    const order = new OrderUnderTest(market, market.nextName(), start);
    await market.node.stopClockAt(start.importedAt);
    await openShop(market.node, order.row.shopId);
    const result = await act(market.node, system, importOrders, { orders: [order.row] });
    const [row] = result instanceof Refused ? [] : result;
    if (row === undefined || !('id' in row)) throw new Error('The order was not imported.');
    order.orderId = row.id;
    const data = await order.read<ChronicleAnswer>(order.seller, CHRONICLE);
    order.conversationId = data.order.conversation.id;
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

  /** What a reader is told now: buyer and seller in turn, as both must be told the same. */
  async answers(): Promise<Answers> {
    this.asked += 1;
    const reader = this.asked % 2 === 0 ? this.seller : this.buyer;
    return answersIn(await this.read<OrderAnswer>(reader, ANSWERS), reader.role);
  }

  /** Everything told so far, checked to be numbered without gaps and never changed. */
  async chronicle(): Promise<Chronicle> {
    const [asSeller, asBuyer, numbers] = await Promise.all([
      this.read<ChronicleAnswer>(this.seller, CHRONICLE),
      this.read<ChronicleAnswer>(this.buyer, CHRONICLE),
      this.market.node.app.db.rows<{ number: number }>(NUMBERS, [
        `shop:${this.row.shopId}`,
        `buyer:${this.row.buyerId}`,
      ]),
    ]);
    this.expectUnchanged(asBuyer);
    const inboxNumbers = numbers.map(({ number }) => number);
    return chronicleIn({ asSeller, asBuyer, inboxNumbers });
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

  private read<A>(person: Person, query: string): Promise<A> {
    return this.market.ask<A>(person, query, { id: this.orderId });
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
