/** A fifth of all subscribers stop reading while the market goes on (trap 1, IN-5): one inbox of very many, and many of few. */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { until } from '../client/until';
import { eitherDatabase } from '../services/databases';
import { isFullScale } from '../services/scale';
import { startServerProcess, type ServerProcess } from '../services/server-process';
import { callAs } from '../support/call';
import { SECRET } from '../support/node';
import { buyer, seller, system, type Person } from '../support/people';
import { eventually, gauge } from './gauges';
import { MarketFollower } from './market.follower';

/** How long the whole of it may take on a busy machine. */
const LONG = 900_000;
/** Conversations, each of a buyer with a shop; each message is an entry of both inboxes. */
const ROOMS = isFullScale() ? 50 : 2;
/** 50 × 500 messages are 50,000 entries. */
const MESSAGES = isFullScale() ? 500 : 100;
/** Of each of the 100 inboxes; the first shop's has as many as all the others together. */
const READERS = 4;
const STALLED = 1;
const HOT_READERS = 2 * ROOMS * READERS;
const HOT_STALLED = 2 * ROOMS * STALLED;
/** A process that kept what nobody reads would end for want of memory. */
const HEAP_MIB = 192;

const TEXT = '发'.repeat(500);
/** More than the kernel keeps for a socket that nobody reads: so much is sent to each in all. */
const ENOUGH_BYTES = 12_000_000;
const COPIES = Math.ceil(ENOUGH_BYTES / MESSAGES / Buffer.byteLength(TEXT));
const WIDE_BYTES = COPIES * Buffer.byteLength(TEXT);

const inboxOf = (fields: string): string => `subscription ($after: String) { inbox(after: $after) {
  ... on InboxEntry { cursor message { number ${fields} } } } }`;
const NARROW = inboxOf('');
const WIDE = inboxOf(
  Array.from({ length: COPIES }, (_, index) => `t${String(index)}: text`).join(' '),
);

interface Room {
  readonly conversationId: string;
  readonly buyer: Person;
  readonly shopId: string;
}

/** What the server process took at most. */
interface Peaks {
  rssMiB: number;
  heapMiB: number;
  unsentBytes: number;
  bufferedItems: number;
}

eitherDatabase('IN-5 a fifth of the subscribers stop reading', (database) => {
  let server: ServerProcess;
  let rooms: Room[];

  async function start(): Promise<void> {
    server = await startServerProcess({
      DATABASE_URL: await database.createUrl(),
      AUTH_SECRET: SECRET,
      SANDBOX: 'true',
      LOG_LEVEL: 'error',
      SLOW_READER_SECONDS: isFullScale() ? '10' : '1',
      NODE_OPTIONS: `--max-old-space-size=${String(HEAP_MIB)}`,
    });
    rooms = await openRooms(server.url);
  }

  afterEach(() => server.stop());

  /** `count` followers of each inbox, and `hot` more of the first shop's. */
  async function followAll(count: number, hot: number, isPaused: boolean) {
    const query = isPaused ? WIDE : NARROW;
    const people = rooms.flatMap((room, at) => {
      const seats = count + (at === 0 ? hot : 0);
      const seatOf = (index: number) =>
        seller(room.shopId, ['chat'], `${isPaused ? 'stalled' : 'reading'}-${String(index)}`);
      return [
        ...Array.from({ length: count }, () => room.buyer),
        ...Array.from({ length: seats }, (_, index) => seatOf(index)),
      ];
    });
    const followers: MarketFollower[] = [];
    for (const person of people) {
      const after = await headOf(server.url, person);
      followers.push(await MarketFollower.follow(server.wsUrl, person, query, { after, isPaused }));
    }
    return followers;
  }

  /** Every room gets so many messages; looks at the process all the while. */
  async function writeAndLook(count: number, look: () => Promise<void>): Promise<void> {
    const jobs = Array.from({ length: count }, () => rooms)
      .flat()
      .values();
    const worker = async (): Promise<void> => {
      for (const room of jobs) await send(server.url, room);
    };
    const state = { isOver: false };
    const looking = (async () => {
      while (!state.isOver) await look().then(() => wait(200));
    })();
    await Promise.all(Array.from({ length: 8 }, worker));
    state.isOver = true;
    await looking;
  }

  async function lookAt(peaks: Peaks): Promise<void> {
    const of = (name: string) => gauge(server.url, name);
    peaks.unsentBytes = Math.max(peaks.unsentBytes, await of('parley_unsent_bytes'));
    peaks.bufferedItems = Math.max(peaks.bufferedItems, await of('parley_buffered_items'));
    peaks.heapMiB = Math.max(peaks.heapMiB, (await of('nodejs_heap_size_used_bytes')) / 2 ** 20);
    peaks.rssMiB = highWater(server.pid);
  }

  const nothing = (): Peaks => ({ rssMiB: 0, heapMiB: 0, unsentBytes: 0, bufferedItems: 0 });

  /** The same with nobody stalled, and a fifth of the entries: what memory is to be compared with. */
  async function peaksWithoutStalled(): Promise<Peaks> {
    await start();
    const peaks = nothing();
    const readers = await followAll(READERS, HOT_READERS, false);
    const count = MESSAGES / 5;
    await writeAndLook(count, () => lookAt(peaks));
    await until(() => readers.every(({ last }) => last >= count), LONG);
    expect(readers.filter(({ wrong, last }) => wrong > 0 || last !== count)).toEqual([]);
    for (const reader of readers) reader.end();
    await server.stop();
    return peaks;
  }

  test(
    'the others get everything once and in order; the stalled are closed and resume exactly; memory is bounded',
    async () => {
      const without = isFullScale() ? await peaksWithoutStalled() : nothing();
      await start();
      const peaks = nothing();
      const readers = await followAll(READERS, HOT_READERS, false);
      const stalled = await followAll(STALLED, HOT_STALLED, true);
      await writeAndLook(MESSAGES, () => lookAt(peaks));
      await until(() => readers.every(({ last }) => last >= MESSAGES), LONG);
      expect(readers.filter(({ wrong, last }) => wrong > 0 || last !== MESSAGES)).toEqual([]);
      expect(readers.filter(({ closedWith }) => closedWith !== undefined)).toEqual([]);

      const slowCloses = () => gauge(server.url, 'parley_slow_closes');
      await eventually(slowCloses, (count) => count === stalled.length, LONG);
      await lookAt(peaks);
      for (const each of stalled) each.readOn();
      await until(() => stalled.every(({ closedWith }) => closedWith !== undefined), LONG);
      // Who reads on within half a minute finds why; later the socket is gone, which clients retry as well.
      for (const { closedWith } of stalled)
        expect(isFullScale() ? [1013, 1006] : [1013]).toContain(closedWith);
      expect(stalled.filter(({ last }) => last >= MESSAGES)).toEqual([]);
      const resumed: MarketFollower[] = [];
      for (const each of stalled) resumed.push(await each.resume(server.wsUrl, NARROW));
      await until(() => resumed.every(({ last }) => last >= MESSAGES), LONG);
      expect(resumed.filter(({ wrong, last }) => wrong > 0 || last !== MESSAGES)).toEqual([]);

      // One event each is on its way, and at most 256 entries wait for each, whatever is written.
      expect(peaks.unsentBytes).toBeLessThan(stalled.length * 3 * WIDE_BYTES);
      expect(peaks.bufferedItems).toBeLessThanOrEqual((readers.length + stalled.length) * 256);
      if (isFullScale())
        process.stdout.write(
          `${database.kind}: ${said(readers.length, 0, without)}; ${said(readers.length, stalled.length, peaks)}\n`,
        );
      for (const each of [...readers, ...resumed]) each.end();
    },
    LONG,
  );
});

const said = (readers: number, stalled: number, peaks: Peaks): string =>
  `${String(readers)} reading, ${String(stalled)} stalled: RSS ${peaks.rssMiB.toFixed(0)} MiB, heap ${peaks.heapMiB.toFixed(0)} MiB, ` +
  `unsent ${(peaks.unsentBytes / 2 ** 20).toFixed(1)} MiB, buffered ${String(peaks.bufferedItems)} entries at most`;

/** The high-water mark the kernel keeps of a process's resident memory, in MiB. */
const highWater = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]) /
  1024;

const REGISTER = `mutation ($input: ShopRegisterInput!) { shopRegister(input: $input) { userErrors { code } } }`;
const IMPORT = `mutation ($input: OrderImportInput!) { orderImport(input: $input) { results { order { conversation { id } } } } }`;
const SEND = `mutation ($input: MessageSendInput!) { messageSend(input: $input) { userErrors { code } } }`;

async function openRooms(url: string): Promise<Room[]> {
  const names = Array.from({ length: ROOMS }, (_, index) => `S${String(index)}`);
  for (const shopId of names)
    await callAs(url, system, REGISTER, { input: { shopId, name: shopId, kind: 'TMALL' } });
  const orders = names.map((shopId) => ({
    shopId,
    orderNo: shopId,
    buyerId: `B-${shopId}`,
    kind: 'PHYSICAL',
    paidAt: new Date().toISOString(),
    lines: [{ title: 'A teapot', quantity: 1, unitPrice: { amountMinor: 100, currency: 'CNY' } }],
  }));
  const { results } = (await callAs(url, system, IMPORT, { input: { orders } })).data.orderImport;
  return names.map((shopId, index) => ({
    shopId,
    buyer: buyer(`B-${shopId}`),
    conversationId: results[index].order.conversation.id as string,
  }));
}

async function send(url: string, { conversationId, buyer: person }: Room): Promise<void> {
  const input = { conversationId, text: TEXT };
  const { data } = await callAs(url, person, SEND, { input });
  expect(data).toEqual({ messageSend: { userErrors: [] } });
}

const headOf = async (url: string, person: Person): Promise<string> =>
  (await callAs(url, person, '{ inboxHead }')).data.inboxHead as string;
