import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { buyer } from '../support/people';
import { SECRET, startNode, type TestNode } from '../support/node';
import { onSqlite } from '../services/databases';
import { firstAnswer, openWire, openWireAs } from './wire';

const UPGRADE = (origin: string, path = '/graphql'): string =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: parley.example',
    `Origin: ${origin}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: graphql-transport-ws',
    '',
    '',
  ].join('\r\n');

/** Why an upgrade was refused: the status the server answered with. */
async function refusalOf(url: string, headers: Record<string, string>): Promise<string> {
  return openWire(url, { headers }).then(
    async (wire) => {
      await wire.close();
      return 'accepted';
    },
    (error: unknown) => (error as Error).message,
  );
}

const production = {
  NODE_ENV: 'production',
  SANDBOX: 'false',
  AUTH_SECRET: SECRET,
  ALLOWED_ORIGINS: 'https://workbench.example',
};

onSqlite('The socket door', (database) => {
  let node: TestNode;
  let strict: TestNode;
  beforeAll(async () => {
    node = await startNode(await database.createUrl());
    strict = await startNode(await database.createUrl(), { environment: production });
  });
  afterEach(async () => {
    for (const one of [node, strict])
      expect((await one.ask(buyer(), '{ viewer { id } }')).errors).toBeUndefined();
  });
  afterAll(async () => {
    await strict.stop();
    await node.stop();
  });

  it.each([
    ['https://workbench.example', 'accepted'],
    ['https://evil.example', 'Unexpected server response: 403'],
    ['https://workbench.example.evil.example', 'Unexpected server response: 403'],
    ['http://localhost:5173', 'Unexpected server response: 403'],
    ['null', 'Unexpected server response: 403'],
    ['', 'Unexpected server response: 403'],
  ])('answers a page of "%s" in production: %s', async (origin, answer) => {
    expect(await refusalOf(strict.wsUrl, { origin })).toBe(answer);
  });

  it.each([
    ['http://localhost:5173', 'accepted'],
    ['http://127.0.0.1:3000', 'accepted'],
    ['https://evil.example', 'Unexpected server response: 403'],
  ])('answers a page of "%s" in a sandbox: %s', async (origin, answer) => {
    expect(await refusalOf(node.wsUrl, { origin })).toBe(answer);
  });

  it('takes pages of its own host, and programs, which send no origin', async () => {
    const { host } = new URL(strict.url);
    expect(await refusalOf(strict.wsUrl, { origin: `http://${host}` })).toBe('accepted');
    expect(await refusalOf(strict.wsUrl, {})).toBe('accepted');
  });

  it('listens on its own path only', async () => {
    expect(await refusalOf(node.wsUrl.replace('/graphql', '/elsewhere'), {})).toBe(
      'Unexpected server response: 404',
    );
  });

  it.each([
    ['the old protocol', 'graphql-ws'],
    ['no protocol', []],
  ])('speaks graphql-transport-ws only, not %s', async (_name, protocol) => {
    const outcome = await openWire(node.wsUrl, {}, protocol).then(
      async (wire) => (await wire.closed).code,
      (error: unknown) => (error as Error).message,
    );
    expect([4406, 'Server sent no subprotocol']).toContain(outcome);
  });

  it.each([
    ['no JSON', 'nonsense', 4400],
    ['JSON that is no message', '[]', 4400],
    ['an unknown type', '{"type":"nothing"}', 4400],
    ['a subscribe without query', '{"type":"subscribe","id":"1","payload":{}}', 4400],
    ['a subscribe without id', '{"type":"subscribe","payload":{"query":"{a}"}}', 4400],
    [
      'variables that are no object',
      '{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":5}}',
      4400,
    ],
    ['a frame of 64 KiB and a byte', 'x'.repeat(64 * 1_024 + 1), 1009],
  ])('closes on %s', async (_name, text, code) => {
    const wire = await openWireAs(node.wsUrl, buyer());
    wire.send(text);
    expect((await wire.closed).code).toBe(code);
  });

  it('takes a frame of 64 KiB', async () => {
    const wire = await openWireAs(node.wsUrl, buyer());
    const message = { type: 'ping', payload: { padding: '' } };
    const room = 64 * 1_024 - JSON.stringify(message).length;
    wire.send({ ...message, payload: { padding: 'x'.repeat(room) } });
    expect((await wire.next()).type).toBe('pong');
    await wire.close();
  });

  it('offers no compression, which would cost more than it saves', async () => {
    const wire = await openWire(node.wsUrl, { perMessageDeflate: true });
    expect(wire.socket.extensions).toBe('');
    await wire.close();
  });

  it('closes on an operation id that is in use, and takes it again once it is free', async () => {
    const wire = await openWireAs(node.wsUrl, buyer());
    expect((await firstAnswer(wire, { query: '{' })).type).toBe('error');
    const payload = { query: 'subscription { inbox { __typename } }' };
    wire.send({ type: 'subscribe', id: 'same', payload });
    wire.send({ type: 'complete', id: 'same' });
    wire.send({ type: 'subscribe', id: 'same', payload });
    wire.send({ type: 'subscribe', id: 'same', payload });
    expect((await wire.closed).code).toBe(4409);
  });

  it('outlives connections that are cut while it refuses them', async () => {
    const { port } = new URL(strict.url);
    const cut = async (text: string): Promise<void> => {
      const socket: Socket = connectTcp(Number(port), '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(text);
      socket.resetAndDestroy();
    };
    for (let index = 0; index < 50; index += 1) {
      await cut(UPGRADE('https://evil.example'));
      await cut(UPGRADE('https://workbench.example', '/elsewhere'));
      await cut(UPGRADE('https://workbench.example'));
      await cut('POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{');
    }
  });
});
