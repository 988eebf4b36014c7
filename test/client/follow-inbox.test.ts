import WebSocket from 'ws';
import { followInbox, memoryCursor, type InboxResync } from '../../src/client';
import { random, scale, seed } from '../services/scale';
import { cursorAt } from './inbox-log';
import { frontEnds, type FrontEnd } from './front-ends';
import { InboxServer } from './inbox-server';
import { until } from './until';

interface Entry {
  readonly cursor: string;
  readonly text: string;
}

const soon = { waitMs: () => 3 };

beforeAll(() => {
  // Apollo's link compares with the browser's class, which Node has from version 22 on.
  Object.assign(globalThis, { WebSocket });
});

describe.each(frontEnds)('following over %s with %d retries of its own', (_name, retries, open) => {
  let server: InboxServer;
  let frontEnd: FrontEnd;
  let stop: () => Promise<void>;
  let received: string[];

  beforeEach(async () => {
    server = new InboxServer();
    await server.start();
    frontEnd = open(server, retries);
    received = [];
  });

  afterEach(async () => {
    await stop();
    frontEnd.close();
    await server.stop();
  });

  function follow(options: Partial<Parameters<typeof followInbox<never, Entry>>[1]> = {}) {
    const following = followInbox<never, Entry>(frontEnd.source, {
      query: frontEnd.query,
      onEntry: (entry) => void received.push(entry.text),
      onResync: () => expect(undefined).toBe('no resync expected'),
      ...soon,
      ...options,
    });
    stop = () => following.stop();
    return following;
  }

  const subscribed = (count: number) => until(() => server.afters.length >= count);

  it('IN-3 receives what came after the cursor, then what comes', async () => {
    server.log.write('a', 'b', 'c');
    follow({ after: cursorAt(1) });
    await until(() => received.length === 2);
    server.log.write('d');
    await until(() => received.length === 3);
    expect(received).toEqual(['b', 'c', 'd']);
  });

  it('IN-3 loses nothing when the socket is cut before the first entry', async () => {
    server.log.write('before');
    follow();
    await subscribed(1);
    expect(server.afters).toEqual([cursorAt(1)]);
    await server.stop();
    server.log.write('while away');
    await server.start();
    await until(() => received.length === 1);
    expect(received).toEqual(['while away']);
  });

  it('IN-3 receives every entry once and in order across random interruptions', async () => {
    const choice = random(seed(), `interruptions over ${_name} ${String(retries)}`);
    const sent = Array.from({ length: scale(5000, 40) }, (_, index) => String(index));
    follow({ after: cursorAt(0) });
    for (const text of sent) {
      server.log.write(text);
      if (choice.chance(0.05)) server.interrupt(choice.pick([undefined, 1012, 1013, 4403]));
      if (choice.chance(0.2)) await new Promise((resolve) => setTimeout(resolve, choice.int(0, 4)));
    }
    await until(() => received.length >= sent.length);
    expect(received).toEqual(sent);
  });

  it('IN-3 goes on after a restart of the server', async () => {
    follow({ after: cursorAt(0) });
    for (const text of ['a', 'b', 'c']) {
      server.log.write(text);
      await until(() => received.includes(text));
      await server.stop();
      await server.start();
    }
    server.log.write('d');
    await until(() => received.length === 4);
    expect(received).toEqual(['a', 'b', 'c', 'd']);
  });

  it('IN-3 waits for the handler, also when the socket is cut meanwhile', async () => {
    let working = 0;
    follow({
      after: cursorAt(0),
      onEntry: async ({ text }) => {
        working += 1;
        if (text === 'b') server.interrupt();
        await new Promise((resolve) => setTimeout(resolve, 10));
        received.push(`${text}${String(working)}`);
        working -= 1;
      },
    });
    server.log.write('a', 'b', 'c', 'd');
    await until(() => received.length === 4);
    expect(received).toEqual(['a1', 'b1', 'c1', 'd1']);
  });

  it('IN-4 hands a resync to the application and goes on after its head', async () => {
    server.log.write('a', 'b', 'c');
    server.log.keptFrom = 2;
    const resyncs: InboxResync[] = [];
    const store = memoryCursor();
    const onResync = async (resync: InboxResync) => {
      server.log.write('d');
      await new Promise((resolve) => setTimeout(resolve, 10));
      expect(received).toEqual([]);
      resyncs.push(resync);
    };
    follow({ after: cursorAt(1), store, onResync });
    await until(() => received.length === 1);
    expect(received).toEqual(['d']);
    expect(resyncs).toMatchObject([{ reason: 'EXPIRED', head: cursorAt(3) }]);
  });

  it('does not skip an entry that could not be delivered', async () => {
    server.log.write('a', 'b');
    server.failures = 3;
    const interruptions: unknown[] = [];
    follow({ after: cursorAt(0), onInterrupted: (reason) => interruptions.push(reason) });
    await until(() => received.length === 2);
    expect(received).toEqual(['a', 'b']);
    expect(interruptions.length).toBeGreaterThanOrEqual(1);
  });

  it('stores the cursor only after the handler has finished', async () => {
    const store = memoryCursor();
    let isHandled = false;
    const neverReady = () => {
      isHandled = true;
      return new Promise<void>(() => {});
    };
    follow({ after: cursorAt(0), store, onEntry: neverReady });
    stop = async () => {};
    server.log.write('a');
    await until(() => isHandled);
    expect(await store.read()).toBe(cursorAt(0));

    follow({ store });
    await until(() => received.length === 1);
    expect(await store.read()).toBe(cursorAt(1));
  });

  it('ends with what the handler threw, before the entry counts as received', async () => {
    const store = memoryCursor();
    const following = follow({
      after: cursorAt(0),
      store,
      onEntry: () => Promise.reject(new Error('of the application')),
    });
    stop = async () => {};
    server.log.write('a');
    await expect(following.done).rejects.toThrow('of the application');
    expect(await store.read()).toBe(cursorAt(0));
  });

  it.each([4400, 4401])('gives up when the server closes with %d', async (code) => {
    server.refuseWith = code;
    const following = follow({ after: cursorAt(0) });
    stop = async () => {};
    await expect(following.done).rejects.toThrow(String(code));
  });

  it('stops while the server is away', async () => {
    follow({ after: cursorAt(0), waitMs: () => 1000 });
    await subscribed(1);
    await server.stop();
    const startedAt = performance.now();
    await stop();
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
