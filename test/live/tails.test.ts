/** The live end of a log by itself: rings that are early, false, doubled or lost, and followers that do not read. */
import { setTimeout as wait } from 'node:timers/promises';
import IoRedis from 'ioredis';
import { Bell, type Ring } from '../../src/inbox/bell';
import { linkBell } from '../../src/inbox/bell.redis';
import { INBOX_LOG, shopInbox } from '../../src/inbox/inbox.repository';
import type { InboxEntry } from '../../src/inbox/inbox.entity';
import { isBreak, type LogStream } from '../../src/inbox/log.stream';
import type { NumberedLog } from '../../src/inbox/numbered-log';
import { openLog } from '../../src/lib/log';
import { Tails } from '../../src/inbox/tails';
import { Together } from '../../src/inbox/together';
import { until } from '../client/until';
import { eitherDatabase } from '../services/databases';
import { startNode, type TestNode } from '../support/node';
import { chat, openChat, texts, type Chat } from './chat';
import { eventually } from './gauges';

const silent = openLog('silent');
const INBOX_ID = shopInbox('shop-1');

eitherDatabase('IN-3 the live end of a log', (database) => {
  let node: TestNode;
  let room: Chat;
  let written = 0;

  beforeAll(async () => {
    node = await startNode(await database.createUrl());
    room = await openChat(node);
    written = 1;
    await write(600);
  });

  afterAll(() => node.stop());

  async function write(count: number): Promise<void> {
    await chat(node, room, texts(count));
    written += count;
  }

  /** Tails of their own, so that nothing rings or polls but the test; and the same log, counting who reads it. */
  function quietTails() {
    const bell = new Bell();
    const reads: number[] = [];
    const log: NumberedLog<InboxEntry> = {
      ...INBOX_LOG,
      after: (source, id, number, limit) => {
        reads.push(number);
        return INBOX_LOG.after(source, id, number, limit);
      },
    };
    const tails = new Tails(new Together(node.app.db), node.app.clock, bell, node.app.log);
    const ring = (number: number, items?: readonly unknown[]) =>
      bell.hear([
        { log: log.name, id: INBOX_ID, number, ...(items && { written: { items, now: 7 } }) },
      ]);
    const open = (after?: number) => tails.open(log, INBOX_ID, after);
    return { tails, ring, open, reads };
  }

  async function take(stream: LogStream<InboxEntry>, count: number): Promise<number[]> {
    const numbers: number[] = [];
    while (numbers.length < count) {
      const { value } = await stream.next();
      numbers.push(value === undefined || isBreak(value) ? -1 : value.item.number);
    }
    return numbers;
  }

  /** Until nobody has read for a while: a loop that never ends fails by the test's own time limit. */
  async function quiet(reads: readonly number[]): Promise<void> {
    let before = -1;
    while (before !== reads.length) {
      before = reads.length;
      await wait(300);
    }
  }

  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index);

  test('a ring that comes while the head is being read does not make it read the log from its beginning', async () => {
    const { ring, open, reads } = quietTails();
    const opening = open();
    ring(written);
    const stream = await opening;
    await write(3);
    ring(written);
    expect(await take(stream, 3)).toEqual(range(written - 2, written));
    expect(Math.min(...reads)).toBeGreaterThanOrEqual(written - 3);
    await stream.return();
  });

  test('a ring for a row that never comes is believed for a moment only, and costs no busy loop', async () => {
    const { ring, open, reads } = quietTails();
    const streams = [await open(), await open(), await open()];
    const taken = streams.map((stream) => take(stream, 2));
    ring(written + 1_000);
    await quiet(reads);
    expect(reads.length).toBeLessThan(100);
    await write(1);
    ring(written);
    await write(1);
    ring(written);
    for (const numbers of taken) expect(await numbers).toEqual([written - 1, written]);
    for (const stream of streams) await stream.return();
  });

  test('who sleeps on a stream is woken once by what comes, and by its end; where there is something to take, nobody sleeps', async () => {
    const { ring, open } = quietTails();
    const stream = await open(written - 1);
    let woken = 0;
    let onWoken = (): void => undefined;
    const sleeper = {
      woken: () => {
        woken += 1;
        onWoken();
      },
    };
    expect(stream.sleep(sleeper)).toBe(false);
    expect(await take(stream, 1)).toEqual([written]);
    expect(stream.sleep(sleeper)).toBe(true);
    await write(2);
    const waking = new Promise<void>((resolve) => (onWoken = resolve));
    ring(written);
    await waking;
    expect(await take(stream, 2)).toEqual([written - 1, written]);
    expect(woken).toBe(1);
    expect(stream.sleep(sleeper)).toBe(true);
    await stream.return();
    expect(woken).toBe(2);
    expect(stream.sleep(sleeper)).toBe(false);
  });

  test('what this node wrote itself is what it would have read, and is not read back', async () => {
    const { ring, open, reads } = quietTails();
    const stream = await open();
    const heard: Ring[] = [];
    node.app.bell.listen((told) => {
      if (told.id === INBOX_ID) heard.push(told);
    });
    await write(3);
    const items = heard.flatMap((told) => told.written?.items ?? []);
    const rows = await INBOX_LOG.after(node.app.db, INBOX_ID, written - 3, 10);
    expect(items).toEqual(rows);
    expect(heard.map((told) => told.written?.now)).toEqual(rows.map((row) => row.recordedAt));
    const before = reads.length;
    ring(written - 1, items.slice(0, 2));
    ring(written, items.slice(2));
    const told = [await stream.next(), await stream.next(), await stream.next()];
    expect(told.map(({ value }) => value)).toEqual(rows.map((item) => ({ item, now: 7 })));
    expect(reads.length).toBe(before);
    await stream.return();
  });

  test('what does not follow on what was handed out is read from the log, once each and in order', async () => {
    const { ring, open, reads } = quietTails();
    const stream = await open();
    await write(4);
    const rows = await INBOX_LOG.after(node.app.db, INBOX_ID, written - 4, 10);
    const taken = take(stream, 4);
    ring(written - 1, rows.slice(1, 3)); // the first one rings late
    ring(written - 3, rows.slice(0, 1));
    ring(written, rows.slice(3));
    expect(await taken).toEqual(range(written - 3, written));
    expect(reads.length).toBeGreaterThan(0);
    await stream.return();
  });

  test('a ring ahead of its row, doubled and out of order, brings each entry once', async () => {
    const { ring, open } = quietTails();
    const stream = await open();
    const first = written + 1;
    const taken = take(stream, 20);
    ring(written + 20);
    for (let round = 0; round < 20; round += 1) {
      await write(1);
      ring(written);
      ring(written - 5);
      ring(written);
    }
    expect(await taken).toEqual(range(first, written));
    await stream.return();
  });

  test('without any ring the poll brings them', async () => {
    const { tails, open } = quietTails();
    const stream = await open();
    const taken = take(stream, 5);
    await write(5);
    await tails.poll();
    expect(await taken).toEqual(range(written - 4, written));
    await stream.return();
  });

  test('IN-5 a follower that does not read holds a bounded buffer, and has everything when it reads on', async () => {
    const { tails, ring, open } = quietTails();
    const idle = await open();
    const busy = await open();
    const first = written + 1;
    for (let round = 0; round < 4; round += 1) {
      await write(100);
      ring(written);
      await take(busy, 100);
      expect(tails.buffered).toBeLessThanOrEqual(2 * 256);
    }
    expect(await take(idle, 400)).toEqual(range(first, written));
    await idle.return();
    await busy.return();
  });

  test('a follower that joins far behind while others are served live catches up without gap or double', async () => {
    const { ring, open } = quietTails();
    const live = await open();
    const first = written + 1;
    const late = await open(0);
    const catchingUp = take(late, first - 1 + 300);
    for (let round = 0; round < 30; round += 1) {
      await write(10);
      ring(written);
    }
    expect(await take(live, 300)).toEqual(range(first, written));
    expect(await catchingUp).toEqual(range(1, written));
    await live.return();
    await late.return();
  });

  test('a stream closed twice takes nothing from those that came after it', async () => {
    const { tails, ring, open } = quietTails();
    const gone = await open();
    await gone.return();
    const here = await open();
    await gone.return();
    expect(tails.size).toBe(1);
    const taken = take(here, 1);
    await write(1);
    ring(written);
    expect(await taken).toEqual([written]);
    await here.return();
    expect(tails.size).toBe(0);
  });

  test('a parked stream ends at once when it is closed, and stays ended', async () => {
    const { ring, open } = quietTails();
    const stream = await open();
    const parked = stream.next();
    await stream.return();
    expect(await parked).toEqual({ done: true, value: undefined });
    await write(1);
    ring(written);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });
});

const redisUrl = process.env['PARLEY_TEST_REDIS'];
if (redisUrl !== undefined) {
  describe('IN-3 the bell over Redis', () => {
    const heard: Ring[] = [];
    const bell = new Bell();
    const elsewhere = new Bell();
    const links: { close(): void }[] = [];
    const redis = new IoRedis(redisUrl);
    let ready = 0;
    const wire = (epoch: string, onReconnect: () => void) => ({
      url: redisUrl,
      epoch,
      onReconnect,
    });

    beforeAll(async () => {
      bell.listen((ring) => heard.push(ring));
      for (const [each, name] of [
        [bell, 'one database'],
        [elsewhere, 'another database'],
      ] as const)
        links.push(
          linkBell(
            each,
            wire(name, () => (ready += 1)),
            silent,
          ),
        );
      await until(() => ready === 2);
    });

    afterAll(() => {
      for (const link of links) link.close();
      redis.disconnect();
    });

    test('what is no ring is not heard, and harms nobody', async () => {
      const nonsense = ['', 'null', '{}', '[null]', '[{"log":"inbox","id":7,"number":"x"}]', 'x'];
      const channels = ['one database', 'another database'].map((epoch) => `parley:bell:${epoch}`);
      expect(await redis.pubsub('CHANNELS', 'parley:*')).toEqual(expect.arrayContaining(channels));
      for (const text of nonsense)
        for (const channel of channels) await redis.publish(channel, text);
      await untilHeard({ log: 'inbox', id: 'a', number: 1 });
      expect(new Set(heard.map(({ number }) => number))).toEqual(new Set([1]));
    });

    test('nodes of another database on the same Redis are not heard', async () => {
      elsewhere.ring([{ log: 'inbox', id: 'shop:shop-1', number: 1_000_000 }]);
      await untilHeard({ log: 'inbox', id: 'b', number: 2 });
      expect(heard.map(({ number }) => number)).not.toContain(1_000_000);
    });

    /** Rings from another node of the same database until it is heard: it may not be connected at once. */
    async function untilHeard(ring: Ring): Promise<void> {
      const twin = new Bell();
      const link = linkBell(
        twin,
        wire('one database', () => undefined),
        silent,
      );
      await eventually(
        () => {
          twin.ring([ring]);
        },
        () => heard.some(({ number }) => number === ring.number),
      );
      link.close();
    }
  });
}
