/** On the newcomer's own database: a shop and an order to try things on. Imported like any other. */
import { Refused } from '../lib/refusal';
import { daysLater, dayOf } from '../lib/time';
import { Role, type Viewer } from '../lib/viewer';
import type { App } from '../inbox/app';
import { perform } from '../inbox/perform';
import { importOrders } from '../orders/import-orders';
import { OrderKind } from '../orders/order.entity';
import { registerShop } from '../shops/register-shop';
import { ShopKind } from '../shops/shop.entity';
import { DEMO_BUYER, DEMO_SHOP } from './demo-tokens';

const BACK_END: Viewer = {
  role: Role.SYSTEM,
  sub: 'sandbox',
  shop: null,
  permissions: [],
  expiresAt: Number.MAX_SAFE_INTEGER,
};

export interface DemoOrder {
  readonly id: string;
  /** A day that a card may propose. */
  readonly shipDate: string;
}

/** A freshly paid order of the demo shop. Each start brings another, as the last one may be over. */
export async function makeDemoOrder(app: App): Promise<DemoOrder> {
  const shop = { shopId: DEMO_SHOP, name: 'Demo shop', kind: ShopKind.TAOBAO };
  await perform(app, BACK_END, 'shopRegister', shop, registerShop);
  const now = await app.clock.now(app.db);
  const unitPrice = { amountMinor: 19_900, currency: app.settings.currency };
  const order = {
    shopId: DEMO_SHOP,
    orderNo: `DEMO-${String(now)}`,
    buyerId: DEMO_BUYER,
    kind: OrderKind.PHYSICAL,
    paidAt: now,
    lines: [{ title: 'A teapot', quantity: 1, unitPrice }],
  };
  const { result } = await perform(app, BACK_END, 'orderImport', { orders: [order] }, importOrders);
  const row = result instanceof Refused ? undefined : result[0];
  if (row === undefined || !('id' in row)) throw new Error('The demo order was refused.');
  return { id: row.id, shipDate: daysLater(dayOf(now, app.settings.zone), 5) };
}
