/** A market of its own for a test: a real server process on an empty database, its viewers, and orders to look at. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callerFor, signToken, type Call, type Person } from '../../src/story';
import { freePort } from '../services/ports';
import { startServerProcess, type ServerProcess } from '../services/server-process';

export const PEOPLE = {
  seller: { role: 'SELLER', sub: 'demo-seller', shop: 'demo-shop' },
  buyer: { role: 'BUYER', sub: 'demo-buyer' },
  platform: { role: 'PLATFORM', sub: 'demo-staff' },
  system: { role: 'SYSTEM', sub: 'demo-back-end' },
} as const satisfies Record<string, Person>;
export type Viewer = keyof typeof PEOPLE;

const SECRET = 'a secret for the workbench’s tests, long enough';
/** Ten in the morning in Shanghai. */
const BEGINS = '2026-03-02T02:00:00Z';

export interface Market {
  readonly origin: string;
  readonly secret: string;
  readonly tokens: Record<Viewer, string>;
  readonly as: Record<Viewer, Call>;
  server: ServerProcess;
  /** Starts the server again on the same port and database, after it was killed. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

async function tokensOf(secret: string): Promise<Record<Viewer, string>> {
  const signed = Object.entries(PEOPLE).map(async ([name, person]) => [
    name,
    await signToken(secret, person),
  ]);
  return Object.fromEntries(await Promise.all(signed)) as Record<Viewer, string>;
}

/** `settings` beside those every market has. */
export async function openMarket(settings: Record<string, string> = {}): Promise<Market> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-workbench-'));
  const port = await freePort();
  const env = {
    PORT: String(port),
    SANDBOX: 'true',
    AUTH_SECRET: SECRET,
    SANDBOX_START: BEGINS,
    DATABASE_URL: `sqlite:${join(folder, 'parley.db')}`,
    ...settings,
  };
  const tokens = await tokensOf(SECRET);
  const server = await startServerProcess(env);
  const calls = Object.entries(tokens).map(([name, token]) => [name, callerFor(server.url, token)]);
  const market: Market = {
    origin: `http://127.0.0.1:${String(port)}`,
    secret: SECRET,
    tokens,
    as: Object.fromEntries(calls) as Record<Viewer, Call>,
    server,
    restart: async () => void (market.server = await startServerProcess(env)),
    close: async () => {
      await market.server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await market.as.system(REGISTER, {
    input: { shopId: 'demo-shop', name: 'Demo', kind: 'TAOBAO' },
  });
  return market;
}

const REGISTER =
  'mutation ($input: ShopRegisterInput!) { shopRegister(input: $input) { userErrors { code } } }';

export interface NewOrder {
  readonly orderNo: string;
  readonly title?: string;
  readonly promisedHours?: number;
  readonly isWorryFree?: boolean;
}

const IMPORT = `mutation ($orders: [OrderImportRow!]!) {
  orderImport(input: { orders: $orders }) { results { order { id } userErrors { message } } }
}`;

interface Imported {
  readonly orderImport: {
    readonly results: readonly { readonly order: { readonly id: string } }[];
  };
}

/** Orders of the one buyer, paid when the market opened; answers their ids. */
export async function importOrders(market: Market, orders: readonly NewOrder[]): Promise<string[]> {
  const rows = orders.map(
    ({ orderNo, title = 'Teapot', promisedHours = 48, isWorryFree = false }) => ({
      shopId: 'demo-shop',
      orderNo,
      buyerId: PEOPLE.buyer.sub,
      kind: 'PHYSICAL',
      paidAt: BEGINS,
      promisedHours,
      worryFree: isWorryFree,
      lines: [{ title, quantity: 1, unitPrice: { amountMinor: 12_800 } }],
    }),
  );
  const { orderImport } = await market.as.system<Imported>(IMPORT, { orders: rows });
  return orderImport.results.map(({ order }) => order.id);
}

export const importOrder = async (market: Market, order: NewOrder): Promise<string> =>
  (await importOrders(market, [order]))[0]!;

/** The one clock, for everybody (TM-1). */
export const advance = (market: Market, by: string): Promise<unknown> =>
  market.as.platform(
    'mutation ($by: String!) { sandboxClockAdvance(input: { by: $by }) { serverTime } }',
    { by },
  );

/** A card by the API, not by hand. */
export async function sendCard(market: Market, orderId: string, shipDate: string): Promise<string> {
  const { answer } = await market.as.seller<{ answer: { proposal: { id: string } } }>(
    `mutation ($input: ShippingProposalSendInput!) {
      answer: shippingProposalSend(input: $input) { proposal { id } }
    }`,
    { input: { orderId, shipDate, reason: 'STOCK_SHORTAGE' } },
  );
  return answer.proposal.id;
}

export const declineCard = (market: Market, proposalId: string): Promise<unknown> =>
  market.as.buyer(
    `mutation ($id: ID!) { shippingProposalDecline(input: { proposalId: $id }) { proposal { id } } }`,
    { id: proposalId },
  );

interface Chat {
  readonly order: { readonly conversation: { readonly id: string } };
}

/** The seller, or the buyer, writes into the chat of an order. */
export async function say(
  market: Market,
  orderId: string,
  text: string,
  who: 'seller' | 'buyer' = 'seller',
): Promise<void> {
  const { order } = await market.as[who]<Chat>(
    'query ($id: ID!) { order(id: $id) { conversation { id } } }',
    { id: orderId },
  );
  await market.as[who](
    `mutation ($id: ID!, $text: String!) {
      messageSend(input: { conversationId: $id, text: $text }) { message { id } }
    }`,
    { id: order.conversation.id, text },
  );
}

interface Opened {
  readonly answer: { readonly ticket: { readonly id: string } };
}

/** Staff open a ticket for a consumer (TK-1). */
export async function openTicket(
  market: Market,
  orderId: string,
  category: string,
  statement: string,
): Promise<string> {
  const { answer } = await market.as.platform<Opened>(
    'mutation ($input: TicketOpenInput!) { answer: ticketOpen(input: $input) { ticket { id } } }',
    { input: { orderId, category, statement } },
  );
  return answer.ticket.id;
}

/** The seller tried to reach the consumer (TK-5); `contactedAt` is RFC 3339. */
export const recordContact = (
  market: Market,
  contact: { ticketId: string; contactedAt: string; reached: boolean; note: string },
): Promise<unknown> =>
  market.as.seller(
    'mutation ($input: TicketRecordContactInput!) { ticketRecordContact(input: $input) { userErrors { code } } }',
    { input: { channel: 'PHONE', ...contact } },
  );

/** What a seat may do, as the shop's owner sets it (AC-2). */
export const setSeat = (
  market: Market,
  seat: { seatId: string; permissions: readonly string[]; disabled?: boolean },
): Promise<unknown> =>
  market.as.seller(
    'mutation ($input: SeatSetInput!) { seatSet(input: $input) { userErrors { code } } }',
    { input: { shopId: PEOPLE.seller.shop, ...seat } },
  );
