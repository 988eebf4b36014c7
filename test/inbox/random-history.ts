import { sendMessage } from '../../src/conversations/send-message';
import { closeOrder } from '../../src/orders/close-order';
import { consignOrder } from '../../src/orders/consign-order';
import { importDeliveries, importPickups } from '../../src/orders/import-scans';
import { HOUR_MS } from '../../src/lib/time';
import type { Random } from '../services/scale';
import { answer, send } from '../support/cards';
import { act, placeOrder } from '../support/market';
import type { TestNode } from '../support/node';
import { buyer, seller, system } from '../support/people';

/** One shop with a few orders to which anything may happen that can happen; what is refused changes nothing. */
export class RandomHistory {
  private readonly orders: { id: string; orderNo: string; conversationId: string }[] = [];
  private readonly cards: string[] = [];
  private placed = 0;

  constructor(
    private readonly node: TestNode,
    private readonly shop: string,
    private readonly chance: Random,
    public now: number,
    private readonly name = 'order',
  ) {}

  async place(): Promise<void> {
    const orderNo = `${this.name}-${String((this.placed += 1))}`;
    const row = {
      shopId: this.shop,
      orderNo,
      paidAt: this.now,
      promisedHours: this.chance.int(1, 60),
    };
    const id = await placeOrder(this.node, row);
    const sql = 'SELECT id FROM conversations WHERE order_id = ?';
    const [conversation] = await this.node.app.db.rows<{ id: string }>(sql, [id]);
    this.orders.push({ id, orderNo, conversationId: conversation!.id });
  }

  /** One act of somebody. The clock is moved by `pass`, never by an act. */
  async step(): Promise<void> {
    const { node, chance, now } = this;
    const { id: orderId, orderNo, conversationId } = chance.pick(this.orders);
    const parcel = { shopId: this.shop, orderNo };
    const acts = [
      () => this.send(orderId),
      () => this.send(orderId),
      () => this.answer(),
      () => this.answer(),
      () => act(node, buyer(), sendMessage, { conversationId, text: `at ${String(now)}` }),
      () => act(node, seller(this.shop), consignOrder, { orderId, carrier: 'SF' }),
      () =>
        act(node, system, importPickups, { pickups: [{ ...parcel, pickedUpAt: now - HOUR_MS }] }),
      () => act(node, system, importDeliveries, { deliveries: [{ ...parcel, deliveredAt: now }] }),
      () => act(node, system, closeOrder, { orderId, reason: 'refunded' }),
    ];
    await chance.pick(acts)();
  }

  /** Time goes by, and what fell due is recorded, or will be later. */
  async pass(): Promise<void> {
    this.now += this.chance.int(1, 30) * HOUR_MS;
    await this.node.stopClockAt(this.now);
    if (this.chance.chance(0.5)) await this.node.recordDue();
  }

  private async send(orderId: string): Promise<void> {
    const shipDate = new Date(this.now + this.chance.int(1, 20) * 24 * HOUR_MS)
      .toISOString()
      .slice(0, 10);
    const result = await send(this.node, orderId, { shipDate }, seller(this.shop));
    if (typeof result === 'string') this.cards.push(result);
  }

  private async answer(): Promise<void> {
    if (this.cards.length > 0)
      await answer(
        this.node,
        this.chance.pick(['ACCEPT', 'DECLINE']),
        this.chance.pick(this.cards),
      );
  }
}
