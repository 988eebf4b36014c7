import { callerFor, signToken, type Call, type Person, type TemporaryServer } from '../story';
import { checkAnswer } from './answer.check';
import { LiveScreen } from './live.screen';

/** Everybody in the story, each with a way to the API; all but the back end with a live screen too. */
export interface Cast {
  /** Where GraphQL is served; the addresses of files are relative to it (EV-2). */
  readonly url: string;
  readonly system: Call;
  readonly seller: Call;
  readonly buyer: Call;
  readonly platform: Call;
  readonly sellersScreen: LiveScreen;
  readonly buyersScreen: LiveScreen;
  readonly platformsScreen: LiveScreen;
  /** The ids of the two orders the story is about. */
  readonly bowlOrderId: string;
  readonly coatOrderId: string;
}

/** The instant the story begins, 10:00 in the platform zone: the day of the worked values of §2. */
export const STORY_BEGINS = '2023-01-30T02:00:00Z';

const SHOP = 'willow';
const SELLER = { role: 'SELLER', sub: 'seat-mei', shop: SHOP } as const;
const BUYER = { role: 'BUYER', sub: 'buyer-lin' } as const;
const STAFF = { role: 'PLATFORM', sub: 'staff-bo' } as const;

/** Registers the shop, imports two paid orders and switches the screens on. */
export async function gatherCast({ url, secret }: TemporaryServer): Promise<Cast> {
  const callAs = async (person: Person) => callerFor(url, await signToken(secret, person));
  const screenOf = async (person: Person, language: 'en' | 'zh-CN') =>
    new LiveScreen(
      url,
      await signToken(secret, person),
      language,
      await headFor(await callAs(person)),
    );
  const system = await callAs({ role: 'SYSTEM', sub: 'marketplace' });
  const [bowlOrderId = '', coatOrderId = ''] = await importOrders(system);
  return {
    url,
    system,
    seller: await callAs(SELLER),
    buyer: await callAs(BUYER),
    platform: await callAs(STAFF),
    sellersScreen: await screenOf(SELLER, 'en'),
    buyersScreen: await screenOf(BUYER, 'zh-CN'),
    platformsScreen: await screenOf(STAFF, 'en'),
    bowlOrderId,
    coatOrderId,
  };
}

async function headFor(call: Call): Promise<string> {
  return (await call<{ inboxHead: string }>('{ inboxHead }')).inboxHead;
}

async function importOrders(system: Call): Promise<string[]> {
  const shop = { shopId: SHOP, name: 'Willow Workshop', kind: 'TAOBAO' };
  checkAnswer('Registering the shop', await system(REGISTER, { shop }), {
    shopRegister: { userErrors: [] },
  });
  const orders = [
    orderOf('BOWL-1', 'Celadon bowl, glazed to order', 12_800, 48),
    orderOf('COAT-1', 'Linen coat, cut to measure', 59_900, 240),
  ];
  const answer = await system<ImportAnswer>(IMPORT, { input: { orders } });
  checkAnswer('Importing the orders', answer, { orderImport: { userErrors: [] } });
  return answer.orderImport.results.map((result) => {
    checkAnswer('An imported order', result, { userErrors: [], order: { sla: 'RUNNING' } });
    return result.order.id;
  });
}

function orderOf(
  orderNo: string,
  title: string,
  amountMinor: number,
  promisedHours: number,
): object {
  return {
    shopId: SHOP,
    orderNo,
    buyerId: BUYER.sub,
    kind: 'MADE_TO_ORDER',
    worryFree: false,
    paidAt: STORY_BEGINS,
    promisedHours,
    lines: [{ title, quantity: 1, unitPrice: { amountMinor, currency: 'CNY' } }],
  };
}

const REGISTER = `mutation ($shop: ShopRegisterInput!) {
  shopRegister(input: $shop) { userErrors { code message } }
}`;

const IMPORT = `mutation ($input: OrderImportInput!) {
  orderImport(input: $input) {
    results { order { id sla } userErrors { code message } }
    userErrors { code message }
  }
}`;

interface ImportAnswer {
  readonly orderImport: {
    readonly results: readonly { readonly order: { readonly id: string } }[];
  };
}
