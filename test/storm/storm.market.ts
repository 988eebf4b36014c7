/** The market before the storm: orders that share one 23:59:59, and cards that end with it. */
import { callerFor, signToken, type Call, type Person } from '../../src/story';
import { SECRET } from '../support/node';

/** What everything is due at, in the platform zone: 2023-02-01 23:59:59. */
const LAST_DAY = '2023-02-01';
export const INSTANT = Date.parse(`${LAST_DAY}T23:59:59+08:00`);
export const PAID_AT = Date.parse('2023-01-30T10:00:00+08:00');
/** Within a day of the instant, so that a card sent now must be answered by it (SP-6). */
export const CARDS_SENT_AT = Date.parse(`${LAST_DAY}T12:00:00+08:00`);

/** So many orders have one shop: a batch of the sweep then meets many shops, and each shop many batches. */
const ORDERS_PER_SHOP = 100;
const ORDERS_PER_IMPORT = 500;
/** Every twentieth order has a card that nobody answers. */
const ORDERS_PER_CARD = 20;
/** Requests under way at each server. */
const AT_ONCE = 4;

export const cardsAmong = (orders: number): number => Math.ceil(orders / ORDERS_PER_CARD);

const shopCount = (orders: number): number => Math.ceil(orders / ORDERS_PER_SHOP);

/** From nothing to far above what a compensation may be: each order its own amount, half cents included. */
export const amountOf = (index: number): number => (index * 7_919) % 200_000;

interface Row {
  readonly order: { readonly id: string } | null;
}

/** Does one thing for each item, several at once at each of the servers. */
async function share<T>(
  urls: readonly string[],
  items: readonly T[],
  work: (url: string, item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const worker = async (url: string): Promise<void> => {
    for (const item of waiting) await work(url, item);
  };
  await Promise.all(urls.flatMap((url) => Array.from({ length: AT_ONCE }, () => worker(url))));
}

const callAs = async (url: string, person: Person): Promise<Call> =>
  callerFor(url, await signToken(SECRET, person));

const REGISTER = `mutation ($input: ShopRegisterInput!) { made: shopRegister(input: $input) { userErrors { code } } }`;
const IMPORT = `mutation ($input: OrderImportInput!) {
  made: orderImport(input: $input) { results { order { id } } userErrors { code } }
}`;
const SEND = `mutation ($input: ShippingProposalSendInput!) { made: shippingProposalSend(input: $input) { userErrors { code } } }`;

async function make<Made>(call: Call, mutation: string, input: object): Promise<Made> {
  const { made } = await call<{ made: Made & { userErrors: unknown[] } }>(mutation, { input });
  if (made.userErrors.length > 0) throw new Error(`refused: ${JSON.stringify(made.userErrors)}`);
  return made;
}

const span = (length: number): number[] => Array.from({ length }, (_, index) => index);

/** Opens the shops and imports the orders through the API; the ids of the orders that get a card, with their shops. */
export async function fillMarket(
  urls: readonly string[],
  orders: number,
): Promise<{ orderId: string; shop: string }[]> {
  const system = { role: 'SYSTEM', sub: 'storm' } as const;
  const calls = new Map(
    await Promise.all(urls.map(async (url) => [url, await callAs(url, system)] as const)),
  );
  await share(urls, span(shopCount(orders)), (url, index) =>
    make(calls.get(url)!, REGISTER, { shopId: `S${index}`, name: `Shop ${index}`, kind: 'TMALL' }),
  );
  const withCard: { orderId: string; shop: string }[] = [];
  await share(urls, span(Math.ceil(orders / ORDERS_PER_IMPORT)), async (url, part) => {
    const first = part * ORDERS_PER_IMPORT;
    const indexes = span(Math.min(ORDERS_PER_IMPORT, orders - first)).map((at) => first + at);
    const rows = indexes.map((index) => rowOf(index, orders));
    const { results } = await make<{ results: Row[] }>(calls.get(url)!, IMPORT, { orders: rows });
    for (const [at, { order }] of results.entries()) {
      if (order === null) throw new Error(`Order ${first + at} was refused.`);
      if ((first + at) % ORDERS_PER_CARD === 0)
        withCard.push({ orderId: order.id, shop: rows[at]!.shopId });
    }
  });
  return withCard;
}

function rowOf(index: number, orders: number) {
  const unitPrice = { amountMinor: amountOf(index), currency: 'CNY' };
  return {
    shopId: `S${index % shopCount(orders)}`,
    orderNo: `N${index}`,
    buyerId: `B${index % Math.ceil(orders / 2)}`,
    kind: 'PHYSICAL',
    worryFree: false,
    paidAt: new Date(PAID_AT).toISOString(),
    shipByDate: LAST_DAY,
    lines: [{ title: 'A teapot', quantity: 1, unitPrice }],
  };
}

/** Sends a card for each of these orders; their buyers stay silent. */
export async function sendCards(
  urls: readonly string[],
  orders: readonly { orderId: string; shop: string }[],
): Promise<void> {
  await share(urls, orders, async (url, { orderId, shop }) => {
    const seller = await callAs(url, { role: 'SELLER', sub: `${shop}-seat`, shop });
    await make(seller, SEND, { orderId, shipDate: '2023-02-05', reason: 'STOCK_SHORTAGE' });
  });
}

/** Lets a server record all that is due by the clock as it stands; answers when nothing is left. */
export async function recordDue(url: string): Promise<void> {
  const call = await callAs(url, { role: 'SYSTEM', sub: 'storm' });
  await make(
    call,
    `mutation ($input: SandboxClockAdvanceInput!) { made: sandboxClockAdvance(input: $input) { userErrors { code } } }`,
    { by: 'PT0S' },
  );
}
