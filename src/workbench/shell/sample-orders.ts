/** A handful of orders for the demo shop, due at different times: something to look at in an empty sandbox. */
import { ImportOrdersDocument, RegisterShopDocument, type OrderImportRow } from '../api/operations';
import type { DemoTokens } from '../session/demo-viewers';
import { serverNow } from '../time/clock';
import { languageNow } from '../words';
import { callAs } from './sandbox.acts';

const HOUR_MS = 3_600_000;

/** Title in both languages, price in minor units, hours since payment, hours promised. */
const SAMPLES = [
  ['Celadon tea bowl', '青瓷茶碗', 12_800, 45, 48],
  ['Linen coat, cut to measure', '量体亚麻大衣', 59_900, 30, 240],
  ['Walnut writing desk', '胡桃木书桌', 268_000, 20, 120],
  ['Moon cakes, gift box', '月饼礼盒', 16_800, 47, 72],
  ['Hand-bound notebook', '手工线装笔记本', 4_500, 10, 48],
  ['Silk scarf', '真丝丝巾', 29_900, 2, 48],
] as const;

function rowOf(index: number, batch: string): OrderImportRow {
  const sample = SAMPLES[index % SAMPLES.length] ?? SAMPLES[0];
  const [english, chinese, amountMinor, hoursAgo, promisedHours] = sample;
  return {
    shopId: 'demo-shop',
    orderNo: `${batch}${String(index + 1).padStart(2, '0')}`,
    buyerId: 'demo-buyer',
    kind: amountMinor > 50_000 ? 'MADE_TO_ORDER' : 'PHYSICAL',
    paidAt: new Date(serverNow() - hoursAgo * HOUR_MS).toISOString(),
    promisedHours,
    lines: [
      {
        title: languageNow() === 'en' ? english : chinese,
        quantity: 1 + (index % 2),
        unitPrice: { amountMinor },
      },
    ],
  };
}

export async function addSampleOrders({ system }: DemoTokens): Promise<void> {
  const batch = String(Math.floor(serverNow() / 1_000));
  const orders = SAMPLES.map((_sample, index) => rowOf(index, batch));
  const shop = { shopId: 'demo-shop', name: 'Demo shop', kind: 'TAOBAO' } as const;
  await callAs(system, RegisterShopDocument, { input: shop });
  await callAs(system, ImportOrdersDocument, { input: { orders } });
}
