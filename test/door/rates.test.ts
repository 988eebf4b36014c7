/** How often and with how many sockets one viewer or address may come: one verdict at both doors. */
import { cachedToken } from '../support/call';
import { openShop } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { buyer, seller, staff, type Person } from '../support/people';
import { eventually, gauge } from '../live/gauges';
import { onSqlite } from '../services/databases';
import { post, postAs, type Reply } from './post';
import { firstAnswer, openWire, openWireAs, type Wire } from './wire';

const QUERY = { query: '{ serverTime }' };
const RESYNC = { query: 'subscription { inbox(after: "AAAAAAAA.0") { __typename } }' };

onSqlite('Rates', (database) => {
  let node: TestNode;
  let ask: (person: Person | null, forwardedFor?: string) => Promise<Reply>;

  const start = async (environment: NodeJS.ProcessEnv) => {
    node = await startNode(await database.createUrl(), { environment });
    await openShop(node);
    ask = (person, forwardedFor) =>
      postAs(node.url, person, QUERY, forwardedFor ? { 'x-forwarded-for': forwardedFor } : {});
  };
  afterEach(() => node.stop());

  const expectLimited = (reply: Reply) => {
    expect([reply.status, reply.codes]).toEqual([429, ['RATE_LIMITED']]);
    const seconds = Number(reply.headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(reply.json.errors[0].extensions.retryAfter).toBe(seconds);
  };

  it('of a viewer are counted over HTTP and on sockets together; others go on', async () => {
    await start({ RATE_PER_VIEWER: '4' });
    const wire = await openWireAs(node.wsUrl, buyer()); // one
    expect((await firstAnswer(wire, RESYNC)).type).toBe('next'); // two
    for (let count = 3; count <= 4; count += 1) expect((await ask(buyer())).status).toBe(200);
    expectLimited(await ask(buyer()));
    const answer = await firstAnswer(wire, RESYNC);
    expect(answer).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    expect(answer.payload[0].extensions.retryAfter).toBeLessThanOrEqual(15);
    const again = await openWire(node.wsUrl);
    again.send({ type: 'connection_init', payload: { authorization: await signIn(buyer()) } });
    expect((await again.closed).code).toBe(1013);
    expect((await ask(buyer('another'))).status).toBe(200);
    expect((await ask(seller())).status).toBe(200);
    await wire.close();
  });

  it('of an address are counted before a token is looked at, upgrades too; operators’ pages are free', async () => {
    await start({ RATE_PER_ADDRESS: '6' });
    for (const person of [buyer(), staff, null]) expect((await ask(person)).status).toBe(200);
    const wire = await openWireAs(node.wsUrl, seller()); // four
    expect((await firstAnswer(wire, RESYNC)).type).toBe('next'); // five
    const forged = await post(node.url, JSON.stringify(QUERY), { authorization: 'Bearer x' });
    expect(forged.codes).toEqual(['UNAUTHENTICATED']); // six
    expectLimited(await post(node.url, JSON.stringify(QUERY), { authorization: 'Bearer x' }));
    expectLimited(await ask(buyer()));
    expect(await firstAnswer(wire, RESYNC)).toMatchObject({
      payload: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    await expect(openWire(node.wsUrl)).rejects.toThrow('429');
    for (const page of ['/healthz', '/readyz', '/metrics'])
      expect((await fetch(new URL(page, node.url))).status).toBe(200);
    for (const page of ['/graphiql', '/nothing', '/evidence/x'])
      expect((await fetch(new URL(page, node.url))).status).toBe(429);
    await wire.close();
  });

  it('are not escaped by a forged X-Forwarded-For', async () => {
    await start({ RATE_PER_ADDRESS: '3' });
    for (const n of [1, 2, 3]) expect((await ask(null, `198.51.100.${n}`)).status).toBe(200);
    expectLimited(await ask(null, '198.51.100.4'));
    await expect(
      openWire(node.wsUrl, { headers: { 'x-forwarded-for': '198.51.100.5' } }),
    ).rejects.toThrow('429');
  });

  it('behind a trusted proxy are those of each client, whatever it forwards itself', async () => {
    await start({ RATE_PER_ADDRESS: '3', TRUSTED_PROXIES: '127.0.0.1' });
    for (const n of [1, 2, 3])
      expect((await ask(null, `203.0.113.${n}, 198.51.100.1`)).status).toBe(200);
    expectLimited(await ask(null, '203.0.113.4, 198.51.100.1'));
    expect((await ask(null, '198.51.100.2')).status).toBe(200);
    const headers = { 'x-forwarded-for': '198.51.100.1' };
    await expect(openWire(node.wsUrl, { headers })).rejects.toThrow('429');
  });

  it('let a page of an allowed origin read how long to wait', async () => {
    await start({ RATE_PER_ADDRESS: '1' });
    const origin = 'http://localhost:5173';
    const body = JSON.stringify(QUERY);
    await post(node.url, body);
    const reply = await post(node.url, body, { origin });
    expectLimited(reply);
    expect(reply.headers.get('access-control-allow-origin')).toBe(origin);
    expect(reply.headers.get('access-control-expose-headers')).toMatch(/retry-after/i);
  });

  it('by default let a front end burst fifty requests, twenty times over', async () => {
    await start({ RATE_PER_VIEWER: '', RATE_PER_ADDRESS: '' });
    for (let burst = 0; burst < 20; burst += 1) {
      const replies = await Promise.all(Array.from({ length: 50 }, () => ask(seller())));
      expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    }
  });
});

onSqlite('Sockets', (database) => {
  let node: TestNode;
  const open = () => gauge(node.url, 'parley_sockets');
  const start = async (environment: NodeJS.ProcessEnv) => {
    node = await startNode(await database.createUrl(), { environment });
    await openShop(node);
  };
  afterEach(() => node.stop());

  it('of one viewer are so many: the newest is closed with 4429, the oldest stay', async () => {
    await start({ SOCKETS_PER_VIEWER: '2' });
    const first = await openWireAs(node.wsUrl, buyer());
    const second = await openWireAs(node.wsUrl, buyer());
    const third = await openWire(node.wsUrl);
    third.send({ type: 'connection_init', payload: { authorization: await signIn(buyer()) } });
    expect((await third.closed).code).toBe(4429);
    for (const wire of [first, second]) expect((await firstAnswer(wire, RESYNC)).type).toBe('next');
    const other = await openWireAs(node.wsUrl, buyer('another'));
    await second.close();
    const fourth = await openWireAs(node.wsUrl, buyer());
    expect((await firstAnswer(fourth, RESYNC)).type).toBe('next');
    await Promise.all([first, other, fourth].map((wire) => wire.close()));
    await eventually(open, (count) => count === 0);
  });

  it('that are cut while they sign in leave no place taken', async () => {
    await start({ SOCKETS_PER_VIEWER: '3', SOCKETS_PER_ADDRESS: '5' });
    for (let round = 0; round < 40; round += 1) {
      const wire = await openWire(node.wsUrl);
      wire.send({ type: 'connection_init', payload: { authorization: await signIn(seller()) } });
      wire.socket.terminate();
      await eventually(open, (count) => count <= 2);
    }
    await eventually(open, (count) => count === 0);
    const wires = await Promise.all([1, 2, 3].map(() => openWireAs(node.wsUrl, seller())));
    await Promise.all(wires.map((wire) => wire.close()));
  });

  it('of one address are so many: the next is refused before it is upgraded', async () => {
    await start({ SOCKETS_PER_ADDRESS: '3' });
    const wires: Wire[] = [];
    for (let count = 0; count < 3; count += 1) wires.push(await openWire(node.wsUrl));
    await expect(openWire(node.wsUrl)).rejects.toThrow('429');
    await wires[0]!.close();
    await eventually(open, (count) => count === 2);
    wires[0] = await openWire(node.wsUrl);
    await expect(openWire(node.wsUrl)).rejects.toThrow('429');
    await Promise.all(wires.map((wire) => wire.close()));
  });
});

async function signIn(person: Person): Promise<string> {
  return `Bearer ${await cachedToken(person)}`;
}
