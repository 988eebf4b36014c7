/** Peers that vanish: a connection can be gone without a word. */
import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import { LiveSocket } from '../../src/server/live-socket';

const EVERY_MS = 15_000;

class Peer extends EventEmitter {
  pings = 0;
  ping(): void {
    this.pings += 1;
  }
}

describe('IN-5 pings', () => {
  let now = 1_000;

  beforeEach(() => {
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => jest.restoreAllMocks());

  /** Opened now, with its first ping after this share of the time between pings. */
  function open(share: number): { peer: Peer; socket: LiveSocket } {
    jest.spyOn(Math, 'random').mockReturnValue(share);
    const peer = new Peer();
    const stream = { cork: () => undefined, uncork: () => undefined };
    return { peer, socket: new LiveSocket(peer as unknown as WebSocket, stream) };
  }

  test('a peer that answers is pinged every 15 s, and never found gone', () => {
    const { peer, socket } = open(0);
    for (let round = 1; round <= 5; round += 1) {
      expect(socket.pingIfDue(now)).toBe(true);
      expect(peer.pings).toBe(round);
      peer.emit('pong');
      now += EVERY_MS - 1;
      expect(socket.pingIfDue(now)).toBe(true);
      expect(peer.pings).toBe(round);
      now += 1;
    }
  });

  test('a peer that has not answered in the 15 s after a ping is gone, and not in those before their end', () => {
    const { peer, socket } = open(0);
    expect(socket.pingIfDue(now)).toBe(true);
    now += EVERY_MS - 1;
    expect(socket.pingIfDue(now)).toBe(true);
    now += 1;
    expect(socket.pingIfDue(now)).toBe(false);
    expect(peer.pings).toBe(1);
  });

  test('sockets opened in one moment are pinged in different ones', () => {
    const [early, late] = [open(0.25), open(0.75)];
    now += EVERY_MS / 2;
    for (const { socket } of [early, late]) expect(socket.pingIfDue(now)).toBe(true);
    expect([early.peer.pings, late.peer.pings]).toEqual([1, 0]);
    early.peer.emit('pong');
    now += EVERY_MS / 4;
    for (const { socket } of [early, late]) expect(socket.pingIfDue(now)).toBe(true);
    expect([early.peer.pings, late.peer.pings]).toEqual([1, 1]);
  });
});
