/** Rights that end while entries pour in, on live sockets of two server processes, with Redis and without it. */
import { setTimeout as wait } from 'node:timers/promises';
import { Permission } from '../../src/lib/viewer';
import { create, drop } from '../services/mariadb';
import { findProgram } from '../services/programs';
import { startRedis, type Redis } from '../services/redis';
import { isFullScale, scale } from '../services/scale';
import { until } from '../client/until';
import { callAs, cachedToken, type Answer } from '../support/call';
import { SECRET, startNode, type TestNode } from '../support/node';
import { seller, system, tokenOf, type Person } from '../support/people';
import { chat, openChat, type Chat } from './chat';
import { INBOX, LiveClient, MESSAGES } from './live-socket.client';
import { startLastingServer, type LastingServer } from './two-servers';

/** AC-4. */
const SOON_MS = 1_000;
const AT_ONCE = 10;
const COUNT = scale(100, 40);
/** How long the whole of it may take on a busy machine. */
const LONG = 240_000;

const BOTH = [Permission.chat, Permission.proposals];
const SET_SEAT = `mutation ($input: SeatSetInput!) { seatSet(input: $input) { userErrors { code } } }`;
const SEND = `mutation ($input: MessageSendInput!) { messageSend(input: $input) { userErrors { code } } }`;
const ANNOUNCE = `mutation ($input: EvidenceUploadCreateInput!) { evidenceUploadCreate(input: $input) { userErrors { code } } }`;

/** A live socket with two subscriptions, and when it heard last. By `Date.now()`: tokens live by real time. */
interface Watcher {
  readonly client: LiveClient;
  lastEventAt: number;
  closedAt: number;
}

const mysqlUrl = process.env['PARLEY_TEST_MYSQL'];
if (mysqlUrl !== undefined && findProgram('redis-server') !== undefined)
  describe('AC-4 rights that end on two nodes while entries pour in', () => {
    let databaseUrl: string;
    let redis: Redis;
    let servers: LastingServer[];
    /** A third node, which writes. */
    let writer: TestNode;
    let room: Chat;
    let seats = 0;
    const took: Record<string, number[]> = {};

    beforeAll(async () => {
      redis = await startRedis();
      databaseUrl = await create(mysqlUrl);
      const environment = { REDIS_URL: redis.url };
      writer = await startNode(databaseUrl, { environment });
      room = await openChat(writer);
      const env = { DATABASE_URL: databaseUrl, REDIS_URL: redis.url };
      servers = await Promise.all([startLastingServer(env), startLastingServer(env)]);
    });

    afterAll(async () => {
      await Promise.all(servers.map((server) => server.stop()));
      await writer.stop();
      await redis.stop();
      await drop(databaseUrl);
      if (isFullScale()) process.stdout.write(`${tableOf(took)}\n`);
    });

    /** A seat's sockets, one at each node. */
    const watchEverywhere = (token: string): Promise<Watcher[]> =>
      Promise.all(servers.map(({ wsUrl }) => watch(wsUrl, token, room)));

    /** Writes until `work` is done, and begins it once every socket hears both of its subscriptions. */
    async function whileWriting<T>(sockets: Watcher[], work: () => Promise<T>): Promise<T> {
      const written = { isOver: false };
      const writing = (async () => {
        while (!written.isOver) {
          await chat(writer, room, ['not for everybody']);
          await wait(50);
        }
      })();
      try {
        await until(() => sockets.every(hearsBoth));
        return await work();
      } finally {
        written.isOver = true;
        await writing;
      }
    }

    /** Closed with 4403 within a second of the end, and nothing came later than that. */
    async function endsInTime(sockets: readonly Watcher[], endedAt: number, how: string) {
      const closes = await Promise.all(sockets.map(({ client }) => client.closed));
      expect(closes.map(({ code }) => code)).toEqual([4403, 4403]);
      for (const { closedAt, lastEventAt } of sockets) {
        (took[how] ??= []).push(closedAt - endedAt);
        expect(closedAt - endedAt).toBeLessThanOrEqual(SOON_MS);
        expect(lastEventAt - endedAt).toBeLessThanOrEqual(SOON_MS);
      }
    }

    const asks = (person: Person): readonly (readonly [string, object])[] => [
      ['{ viewer { id } }', {}],
      [SEND, { input: { conversationId: room.conversationId, text: person.sub } }],
      [ANNOUNCE, { input: { orderId: room.orderId, ...FILE } }],
    ];

    /** The same token at every door of every node, at once. */
    async function isRefusedEverywhere(person: Person, isDisabled: boolean): Promise<void> {
      for (const { url } of servers)
        for (const [query, variables] of asks(person).slice(isDisabled ? 0 : 1)) {
          const answer = await callAs(url, person, query, variables);
          expect(codesOf(answer)).toEqual(['FORBIDDEN']);
        }
    }

    async function revoke(person: Person, sockets: readonly Watcher[], how: string) {
      const isDisabled = seats++ % 2 === 0;
      const { url } = servers[seats % 3 === 0 ? 0 : 1]!;
      const input = { shopId: 'shop-1', seatId: person.sub, permissions: [], disabled: isDisabled };
      const answer = await callAs(url, system, SET_SEAT, { input });
      expect(answer.data.seatSet.userErrors).toEqual([]);
      await isRefusedEverywhere(person, isDisabled);
      await endsInTime(sockets, await setAt(person), how);
    }

    /** When the registry says that it was set; this sandbox's clock is real time. */
    async function setAt({ sub }: Person): Promise<number> {
      const sql = 'SELECT changed_at AS setAt FROM seats WHERE seat_id = ?';
      const [row] = await writer.app.db.rows<{ setAt: number }>(sql, [sub]);
      return row!.setAt;
    }

    async function revocations(count: number, how: string): Promise<void> {
      for (let done = 0; done < count; done += AT_ONCE) {
        const people = Array.from({ length: Math.min(AT_ONCE, count - done) }, (_, index) =>
          seller('shop-1', BOTH, `${how}-${String(done + index)}`),
        );
        const tokens = await Promise.all(people.map(cachedToken));
        const sockets = await Promise.all(tokens.map(watchEverywhere));
        await whileWriting(sockets.flat(), () =>
          Promise.all(people.map((person, index) => revoke(person, sockets[index]!, how))),
        );
      }
    }

    async function expiries(count: number, how: string): Promise<void> {
      for (let done = 0; done < count; done += AT_ONCE) {
        const tokens = await Promise.all(
          Array.from({ length: Math.min(AT_ONCE, count - done) }, (_, index) =>
            tokenOf(seller('shop-1', BOTH, `${how}-${String(done + index)}`), SECRET, 3),
          ),
        );
        const sockets = await Promise.all(tokens.map(watchEverywhere));
        await whileWriting(sockets.flat(), () =>
          Promise.all(tokens.map((token, index) => endsInTime(sockets[index]!, endOf(token), how))),
        );
        for (const { url } of servers)
          for (const token of tokens) expect(await statusOf(url, token)).toBe(401);
      }
    }

    test(
      'by seatSet and by exp: closed with 4403 within a second on both, refused at every door',
      async () => {
        await revocations(COUNT / 2, 'seatSet');
        await expiries(COUNT / 2, 'exp');
      },
      LONG,
    );

    test(
      'with Redis dead all the same',
      async () => {
        await redis.kill();
        await revocations(COUNT / 2, 'seatSet, no Redis');
        await expiries(COUNT / 2, 'exp, no Redis');
      },
      LONG,
    );
  });

const FILE = {
  fileName: 'parcel.png',
  contentType: 'image/png',
  byteSize: 100,
  sha256: 'a'.repeat(64),
};

async function watch(wsUrl: string, token: string, room: Chat): Promise<Watcher> {
  const client = await LiveClient.open(wsUrl);
  const watcher: Watcher = { client, lastEventAt: 0, closedAt: 0 };
  client.socket.on('message', () => (watcher.lastEventAt = Date.now()));
  client.socket.on('close', () => (watcher.closedAt = Date.now()));
  client.init(token);
  await client.receives(({ type }) => type === 'connection_ack');
  client.subscribe('a', INBOX);
  client.subscribe('m', MESSAGES, { id: room.conversationId });
  return watcher;
}

const hearsBoth = ({ client }: Watcher): boolean =>
  ['a', 'm'].every((id) => client.frames.some((frame) => frame.id === id));

const codesOf = ({ data, errors = [] }: Answer): unknown[] => [
  ...errors.map(({ extensions }) => extensions?.code),
  ...Object.values((data ?? {}) as Record<string, { userErrors?: { code: string }[] } | null>)
    .flatMap((payload) => payload?.userErrors ?? [])
    .map(({ code }) => code),
];

function endOf(token: string): number {
  const claims = Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8');
  return (JSON.parse(claims) as { exp: number }).exp * 1_000;
}

async function statusOf(url: string, token: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ viewer { id } }' }),
  });
  await response.text();
  return response.status;
}

/** What operators want to know: how long sockets stayed open after the right had ended. */
function tableOf(took: Readonly<Record<string, number[]>>): string {
  return Object.entries(took)
    .map(([how, times]) => {
      const sorted = times.toSorted((a, b) => a - b);
      const median = sorted[Math.floor(sorted.length / 2)]!;
      return `AC-4 ${how}: ${sorted.length} sockets closed, median ${median} ms, slowest ${sorted.at(-1)!} ms`;
    })
    .join('\n');
}
