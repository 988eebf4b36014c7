/** Peers that vanish: a connection can be gone without a word. Over real sockets; only time is moved. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { LiveSocket } from '../../src/server/live-socket';
import { eventually } from './gauges';

const EVERY_MS = 15_000;
const OPENED_AT = 1_000;

interface Pair {
  readonly socket: LiveSocket;
  readonly stream: Socket;
  readonly peer: WebSocket;
  readonly pings: () => number;
}

describe('IN-5 pings', () => {
  const acceptor = new WebSocketServer({ noServer: true });
  const peers: WebSocket[] = [];
  let server: Server;
  let now: number;

  beforeAll(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => {
    now = OPENED_AT;
  });
  afterEach(() => {
    for (const peer of peers.splice(0)) peer.terminate();
  });
  afterAll(async () => {
    server.close();
    await once(server, 'close');
  });

  /** Opened now, with its first ping after this share of the time between pings. */
  async function open(share: number, autoPong = true): Promise<Pair> {
    const opened = once(server, 'upgrade');
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const peer = new WebSocket(url, { autoPong });
    peers.push(peer);
    let pings = 0;
    peer.on('ping', () => (pings += 1));
    const [request, stream, head] = (await opened) as [IncomingMessage, Socket, Buffer];
    const socket = await new Promise<WebSocket>((resolve) => {
      acceptor.handleUpgrade(request, stream, head, resolve);
    });
    await once(peer, 'open');
    jest.spyOn(Math, 'random').mockReturnValueOnce(share);
    jest.spyOn(performance, 'now').mockReturnValueOnce(OPENED_AT);
    const live = new LiveSocket(socket, request.socket);
    jest.restoreAllMocks();
    return { socket: live, stream, peer, pings: () => pings };
  }

  /** What the peer does makes something come from it. */
  async function hear({ stream }: Pair, act: () => unknown): Promise<void> {
    const before = stream.bytesRead;
    act();
    await eventually(
      () => stream.bytesRead,
      (bytes) => bytes > before,
    );
  }

  test('a peer that answers is pinged every 15 s, and never found gone', async () => {
    const pair = await open(0);
    for (let round = 1; round <= 5; round += 1) {
      await hear(pair, () => {
        expect(pair.socket.pingIfDue(now)).toBe(true);
      });
      expect(pair.pings()).toBe(round);
      now += EVERY_MS - 1;
      expect(pair.socket.pingIfDue(now)).toBe(true);
      now += 1;
    }
    expect(pair.pings()).toBe(5);
  });

  test('a peer that has not answered in the 15 s after a ping is gone, and not in those before their end', async () => {
    const { socket, pings } = await open(0, false);
    expect(socket.pingIfDue(now)).toBe(true);
    await eventually(pings, (count) => count === 1);
    now += EVERY_MS - 1;
    expect(socket.pingIfDue(now)).toBe(true);
    now += 1;
    expect(socket.pingIfDue(now)).toBe(false);
  });

  test('a peer that does not answer pings but says something else is there', async () => {
    const pair = await open(0, false);
    for (let round = 1; round <= 3; round += 1) {
      expect(pair.socket.pingIfDue(now)).toBe(true);
      await hear(pair, () => {
        pair.peer.send('{"type":"ping"}');
      });
      now += EVERY_MS;
    }
    expect(pair.socket.pingIfDue(now)).toBe(true);
    now += EVERY_MS;
    expect(pair.socket.pingIfDue(now)).toBe(false);
  });

  test('sockets opened in one moment are pinged in different ones', async () => {
    const [early, late] = [await open(0.25), await open(0.75)];
    now += EVERY_MS / 2;
    await hear(early, () => {
      for (const { socket } of [early, late]) expect(socket.pingIfDue(now)).toBe(true);
    });
    expect([early.pings(), late.pings()]).toEqual([1, 0]);
    now += EVERY_MS / 4;
    await hear(late, () => {
      for (const { socket } of [early, late]) expect(socket.pingIfDue(now)).toBe(true);
    });
    expect([early.pings(), late.pings()]).toEqual([1, 1]);
  });
});
