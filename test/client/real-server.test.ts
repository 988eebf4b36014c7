import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SubscriptionClient } from '@mercuriusjs/subscription-client';
import WebSocket from 'ws';
import { followInbox } from '../../src/client';
import { callerFor, signToken, type Call, type Person } from '../../src/story';
import { scale } from '../services/scale';
import { startServerProcess, type ServerProcess } from '../services/server-process';
import { frontEnds, type Target } from './front-ends';
import { until } from './until';

const secret = 'a secret of at least thirty-two bytes';
const SELLER: Person = { role: 'SELLER', sub: 'seat-1', shop: 'S1' };
const BUYER: Person = { role: 'BUYER', sub: 'B1' };

const INBOX = `subscription ($after: String) {
  inbox(after: $after) {
    __typename
    ... on InboxEntry { cursor kind message { id text } }
    ... on InboxResync { reason head }
  }
}`;

interface Entry {
  readonly cursor: string;
  readonly message: { readonly text: string } | null;
}

/** The server as users run it, killed and started again on its database while three clients follow. */
describe('following over the real server', () => {
  let folder: string;
  let server: ServerProcess;
  let port = '0';
  let conversationId: string;

  async function start(): Promise<void> {
    const settings = { AUTH_SECRET: secret, SANDBOX: 'true', PORT: port };
    server = await startServerProcess({ ...settings, DATABASE_URL: `sqlite:${folder}/db` });
    ({ port } = new URL(server.url));
  }

  const callAs = async (person: Person): Promise<Call> =>
    callerFor(server.url, await signToken(secret, person));

  beforeAll(async () => {
    Object.assign(globalThis, { WebSocket });
    folder = await mkdtemp(join(tmpdir(), 'parley-test-'));
    await start();
    const system = await callAs({ role: 'SYSTEM', sub: 'test' });
    conversationId = await importOrder(system);
  });

  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  it.each(frontEnds)(
    'IN-3 loses and doubles nothing over %s with %d retries of its own',
    async (_name, retries, open) => {
      const received: string[] = [];
      const frontEnd = open(await targetOf(server), retries);
      const following = followInbox<never, Entry>(frontEnd.source, {
        query: frontEnd.query,
        after: await frontEnd.source.inboxHead(),
        onEntry: ({ message }) => void received.push(message?.text ?? ''),
        onResync: ({ reason }) => Promise.reject(new Error(`unexpected resync: ${reason ?? ''}`)),
        waitMs: () => 20,
      });
      const sent: string[] = [];
      for (let round = 1; round <= 1 + scale(10); round += 1) {
        if (round > 1) await server.kill().then(start);
        const buyer = await callAs(BUYER);
        for (const text of ['a', 'b', 'c'].map((letter) => `${letter}${round}`)) {
          sent.push(text);
          await sendMessage(buyer, conversationId, text);
        }
      }
      await until(() => received.length >= sent.length);
      expect(received).toEqual(sent);
      await following.stop();
      frontEnd.close();
    },
  );

  /** A client of other authors, without our helper. It reconnects by itself, with the variables object it was given. */
  async function openMercurius(): Promise<SubscriptionClient> {
    const client = new SubscriptionClient(server.wsUrl, {
      serviceName: 'test',
      reconnect: true,
      connectionInitPayload: (await targetOf(server)).headers,
    });
    client.connect();
    await once(client, 'ready');
    return client;
  }

  it('IN-3 loses and doubles nothing over @mercuriusjs/subscription-client, whose user keeps the cursor', async () => {
    const received: string[] = [];
    const client = await openMercurius();
    const seller = await callAs(SELLER);
    const { inboxHead } = await seller<{ inboxHead: string }>('{ inboxHead }');
    const variables = { after: inboxHead };
    const take = async ({ payload }: { payload: { inbox: Entry } }): Promise<void> => {
      variables.after = payload.inbox.cursor;
      received.push(payload.inbox.message?.text ?? '');
    };
    client.createSubscription(INBOX, variables, take, NO_CONTEXT);
    const sent: string[] = [];
    for (let round = 1; round <= 1 + scale(10); round += 1) {
      const isBack = round > 1 && once(client, 'ready');
      if (round > 1) await server.kill().then(start);
      const buyer = await callAs(BUYER);
      for (const text of ['a', 'b', 'c'].map((letter) => `${letter}${round}`)) {
        sent.push(text);
        await sendMessage(buyer, conversationId, text);
      }
      await isBack;
      // What was sent while it was away must come, too: every other round it is killed without having come this far.
      if (round % 2 === 0) await until(() => received.length >= sent.length);
    }
    await until(() => received.length >= sent.length);
    expect(received).toEqual(sent);
    client.close(false);
  });

  it('a refused subscription, which that client answers with the same error, costs it no other', async () => {
    const received: string[] = [];
    const client = await openMercurius();
    let closed = 0;
    client.on('socketClose', () => (closed += 1));
    const take = async ({ payload }: { payload: { inbox: Entry } }): Promise<void> => {
      received.push(payload.inbox.message?.text ?? '');
    };
    client.createSubscription(INBOX, {}, take, NO_CONTEXT);
    const refused = new Promise<unknown>((resolve) =>
      client.createSubscription(
        'subscription { nothing }',
        {},
        async ({ payload }) => resolve(payload),
        NO_CONTEXT,
      ),
    );
    expect(await refused).toBeNull();
    // Subscribing again takes longer than closing would.
    const again = new Promise<unknown>((resolve) =>
      client.createSubscription(
        'subscription { nothingEither }',
        {},
        async ({ payload }) => resolve(payload),
        NO_CONTEXT,
      ),
    );
    expect(await again).toBeNull();
    await sendMessage(await callAs(BUYER), conversationId, 'still here');
    await until(() => received.length > 0);
    expect(received).toEqual(['still here']);
    expect(closed).toBe(0);
    client.close(false);
  });
});

/** Only its gateway has one. */
const NO_CONTEXT = {} as never;

async function targetOf({ url, wsUrl }: ServerProcess): Promise<Target> {
  const headers = { authorization: `Bearer ${await signToken(secret, SELLER)}` };
  return { url, socketUrl: wsUrl, headers, query: INBOX };
}

async function sendMessage(buyer: Call, conversationId: string, text: string): Promise<void> {
  const document = `mutation ($input: MessageSendInput!) { messageSend(input: $input) { userErrors { code } } }`;
  const answer = await buyer(document, { input: { conversationId, text } });
  expect(answer).toEqual({ messageSend: { userErrors: [] } });
}

async function importOrder(system: Call): Promise<string> {
  const shop = { shopId: 'S1', name: 'A shop', kind: 'TAOBAO' };
  const lines = [
    { title: 'A bowl', quantity: 1, unitPrice: { amountMinor: 100, currency: 'CNY' } },
  ];
  const { serverTime } = await system<{ serverTime: string }>('{ serverTime }');
  const order = {
    shopId: 'S1',
    orderNo: 'A',
    buyerId: 'B1',
    kind: 'PHYSICAL',
    paidAt: serverTime,
    lines,
  };
  const answer = await system<ImportAnswer>(
    `mutation ($shop: ShopRegisterInput!, $orders: OrderImportInput!) {
      shopRegister(input: $shop) { userErrors { code } }
      orderImport(input: $orders) { results { order { conversation { id } } userErrors { code } } }
    }`,
    { shop, orders: { orders: [order] } },
  );
  return answer.orderImport.results[0]!.order.conversation.id;
}

interface ImportAnswer {
  orderImport: { results: { order: { conversation: { id: string } } }[] };
}
