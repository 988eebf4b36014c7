import { Refused, type Refusal } from '../../src/lib/refusal';
import type { Node } from '../../src/app';
import { perform, type Command } from '../../src/inbox/perform';
import { importOrders } from '../../src/orders/import-orders';
import { OrderKind } from '../../src/orders/order.entity';
import type { OrderRow } from '../../src/orders/order.check';
import { registerShop } from '../../src/shops/register-shop';
import { ShopKind } from '../../src/shops/shop.entity';
import { system, viewerOf, type Person } from './people';

/** Performs a command as somebody, without a door: for tests of rules, where HTTP would only cost time. */
export async function act<I extends object, R>(
  node: Pick<Node, 'app'>,
  person: Person,
  command: Command<I, R>,
  input: I & { idempotencyKey?: string },
): Promise<R | Refused> {
  return (await perform(node.app, viewerOf(person), command.name, input, command)).result;
}

/** What a command made; a refusal fails the test with its codes. */
export async function done<R>(result: Promise<R | Refused>): Promise<R> {
  const settled = await result;
  if (settled instanceof Refused) throw new Error(`refused: ${codesOf(settled).join(', ')}`);
  return settled;
}

/** The codes of a refusal; none for a success. */
export const codesOf = (result: unknown): string[] =>
  result instanceof Refused ? result.reasons.map(({ code }: Refusal) => code) : [];

export const openShop = (node: Pick<Node, 'app'>, shopId = 'shop-1', kind = ShopKind.TAOBAO) =>
  done(act(node, system, registerShop, { shopId, name: shopId, kind }));

let numbers = 0;

/** A valid paid order; tests name only what matters to them. */
export const orderRow = (row: Partial<OrderRow> = {}): OrderRow => ({
  shopId: 'shop-1',
  orderNo: `no-${String((numbers += 1))}`,
  buyerId: 'buyer-1',
  kind: OrderKind.PHYSICAL,
  paidAt: Date.parse('2023-01-30T10:00:00+08:00'),
  lines: [{ title: 'A teapot', quantity: 1, unitPrice: { amountMinor: 19_900, currency: 'CNY' } }],
  ...row,
});

/** Imports one order and returns its id; a refused row fails the test. */
export async function placeOrder(
  node: Pick<Node, 'app'>,
  row: Partial<OrderRow> = {},
): Promise<string> {
  const [result] = await done(act(node, system, importOrders, { orders: [orderRow(row)] }));
  if (result === undefined || !('id' in result))
    throw new Error(`refused: ${(result?.reasons ?? []).map(({ code }) => code).join(', ')}`);
  return result.id;
}
