/** `orderImport`: paid orders, in bulk and repeatably (OR-9, OR-10). */
import { newId } from '../lib/ids';
import type { Policy } from '../lib/policy';
import { refusal, UserErrorCode, type Refusal } from '../lib/refusal';
import { rfc3339 } from '../lib/time';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import { Conversation } from '../conversations/conversation.entity';
import { insertConversations } from '../conversations/conversation.repository';
import { registeredShops } from '../shops/shop.repository';
import { checkOrder, goodsMinorOf, type OrderRow } from './order.check';
import { Order, OrderStatus, Sla } from './order.entity';
import { inboxesOf } from './order.due';
import { insertOrders } from './order.repository';
import { afterPickup, differences, isPossible, originalShipBy, slaAt } from './order.rules';
import { lockRows, refuseBulk, type RowResult } from './import-scans';
import { recordPickup } from './record-pickup';

/** An order as the row describes it, not yet judged. */
function orderOf(act: Act, row: OrderRow, policy: Policy): Order {
  const { settings } = act.app;
  const shipBy = originalShipBy(row, policy, settings.zone);
  return Object.assign(new Order(), {
    id: newId('order'),
    shopKey: row.shopId,
    orderNo: row.orderNo,
    buyerId: row.buyerId,
    kind: row.kind,
    worryFree: row.worryFree ?? false,
    status: OrderStatus.AWAITING_SHIPMENT,
    recordedSla: Sla.RUNNING,
    paidAt: row.paidAt,
    originalShipBy: shipBy,
    agreedShipBy: null,
    reportedShipBy: null,
    shipBy,
    consignedAt: null,
    pickedUpAt: null,
    deliveredAt: null,
    closedAt: null,
    closeReason: null,
    carrier: null,
    trackingNo: null,
    goodsMinor: goodsMinorOf(row),
    currency: settings.currency,
    lines: row.lines.map(({ title, quantity, unitPrice: { amountMinor } }) => ({
      title,
      quantity,
      unitPrice: { amountMinor, currency: settings.currency },
    })),
    importedAt: act.now,
    policyVersion: policy.version,
  });
}

/** OR-10: judged by the pick-up it came with, or by a ship-by that had passed before it came. */
function judge(act: Act, order: Order, pickedUpAt: number | null): Order {
  if (pickedUpAt === null) order.recordedSla = slaAt(order, act.now);
  else {
    const after = afterPickup(order, pickedUpAt);
    if (after !== null)
      Object.assign(order, { status: after.status, recordedSla: after.sla, pickedUpAt });
  }
  return order;
}

function tell(act: Act, order: Order): void {
  const subject = { orderId: order.id, subjectId: order.id };
  const { policyVersion } = order; // the promise is judged by the policy it was paid under
  act.trace({ ...subject, rule: 'OR-1', from: null, to: rfc3339(order.shipBy), policyVersion });
  if (order.pickedUpAt !== null)
    act.trace({ ...subject, rule: 'OR-10', from: OrderStatus.AWAITING_SHIPMENT, to: order.status });
  if (order.recordedSla !== Sla.RUNNING)
    act.trace({ ...subject, rule: 'OR-10', from: Sla.RUNNING, to: order.recordedSla });
  act.announce(ActKind.ORDER_IMPORTED, inboxesOf(order), { orderId: order.id });
}

/** MS-1: each order has a conversation. */
const conversationOf = (order: Order): Conversation =>
  Object.assign(new Conversation(), {
    id: newId('conversation'),
    orderId: order.id,
    ticketId: null,
    buyerId: order.buyerId,
    shopKey: order.shopKey,
    lastNumber: 0,
    lastMessageAt: order.importedAt,
  });

function insertNew(act: Act, orders: readonly Order[]): void {
  insertOrders(act.tx, orders);
  insertConversations(act.tx, orders.map(conversationOf));
  for (const order of orders) tell(act, order);
}

/** One import: the orders known before it or made by it, by shop and number. */
class Import {
  readonly made: Order[] = [];

  constructor(
    private readonly act: Act,
    private readonly shops: ReadonlySet<string>,
    private readonly known: Map<string, Order>,
  ) {}

  async row(row: OrderRow, field: string): Promise<RowResult> {
    const reasons = this.refusals(row, field);
    if (reasons.length > 0) return { reasons };
    const key = JSON.stringify([row.shopId, row.orderNo]);
    const known = this.known.get(key);
    const again = orderOf(this.act, row, this.promisedBy(row, known));
    if (known !== undefined) return this.repeated(known, again, row, field);
    const made = judge(this.act, again, row.pickedUpAt ?? null);
    this.known.set(key, made);
    this.made.push(made);
    return { id: made.id };
  }

  /** The promise is taken from the policy in force when the order was paid, and stays what it was. */
  private promisedBy({ paidAt }: OrderRow, known: Order | undefined): Policy {
    const { policies } = this.act.app.clock;
    return known === undefined ? policies.at(paidAt) : policies.version(known.policyVersion);
  }

  private refusals(row: OrderRow, field: string): Refusal[] {
    const problems = checkOrder(row, `${field}.`, this.act.app.settings.currency);
    if (problems.length === 0 && !this.shops.has(row.shopId))
      problems.push(
        refusal(UserErrorCode.NOT_FOUND, `${field}.shopId`, { problem: 'unknownShop' }),
      );
    const { pickedUpAt } = row;
    if (typeof pickedUpAt === 'number' && !isPossible(pickedUpAt, this.act.now))
      problems.push(refusal(UserErrorCode.PICKUP_IN_FUTURE, `${field}.pickedUpAt`, { pickedUpAt }));
    return problems;
  }

  /** OR-9: the same order again must say the same; a new pick-up in it acts as a pick-up. */
  private async repeated(
    known: Order,
    again: Order,
    row: OrderRow,
    field: string,
  ): Promise<RowResult> {
    const differs = differences(known, again);
    if (differs.length > 0)
      return {
        reasons: [refusal(UserErrorCode.ORDER_DIFFERS, field, { differs: differs.join(', ') })],
      };
    const { pickedUpAt } = row;
    if (typeof pickedUpAt !== 'number') return { id: known.id };
    if (this.made.includes(known)) judge(this.act, known, pickedUpAt);
    else await recordPickup(this.act, known, { pickedUpAt });
    return { id: known.id };
  }
}

export const importOrders: Command<{ readonly orders: readonly OrderRow[] }, RowResult[]> = async (
  act,
  viewer,
  { orders },
) => {
  const refused = refuseBulk(viewer.role, orders, 'orders');
  if (refused !== null) return refused;
  const shops = await registeredShops(act.tx, [...new Set(orders.map((row) => row.shopId))]);
  const run = new Import(act, shops, await lockRows(act, orders));
  const results: RowResult[] = [];
  for (const [index, row] of orders.entries())
    results.push(await run.row(row, `orders.${String(index)}`));
  insertNew(act, run.made);
  return results;
};
