/** The hard way to follow a log: everything that can go away does, again and again. */
import { until } from '../client/until';
import { readSettings } from '../../src/lib/settings';
import { openNode, type Node } from '../../src/app';
import { startRedis, type Redis } from '../services/redis';
import { findProgram } from '../services/programs';
import { create, drop } from '../services/mariadb';
import { random, scale, seed } from '../services/scale';
import { callAs } from '../support/call';
import { buyer, seller, type Person } from '../support/people';
import { logOf, messagesOf, openChat, type Chat } from './chat';
import { RestlessFollower, type Restlessness } from './restless.follower';
import { startLastingServer, writeOnce, type LastingServer } from './two-servers';

const ENTRIES = scale(10_000);
const DISCONNECTS = scale(1_000);
const BUYERS = ['buyer-1', 'buyer-2', 'buyer-3', 'buyer-4'];
/** How long the whole of it may take on a busy machine. */
const LONG = 600_000;

const mysql = process.env['PARLEY_TEST_MYSQL'];
if (mysql !== undefined && findProgram('redis-server') !== undefined) {
  describe('IN-3 two server processes, MariaDB, and a Redis that comes and goes', () => {
    let redis: Redis;
    let databaseUrl: string;
    let servers: readonly LastingServer[];
    /** Reads the tables; it serves nobody. */
    let table: Node;
    let rooms: Chat[];

    beforeAll(async () => {
      redis = await startRedis();
      databaseUrl = await create(mysql);
      const env = { DATABASE_URL: databaseUrl, REDIS_URL: redis.url };
      servers = [await startLastingServer(env), await startLastingServer(env)];
      table = await openNode(readSettings({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'fatal' }));
      rooms = [];
      for (const buyerId of BUYERS) rooms.push(await openChat(table, { buyerId }));
    }, LONG);

    afterAll(async () => {
      await Promise.all(servers.map((server) => server.stop()));
      await table.close();
      await redis.stop();
      await drop(databaseUrl);
    }, LONG);

    const chance = random(seed(), 'exactly once');

    const restless = (person: Person, options: Partial<Restlessness> = {}) =>
      new RestlessFollower({
        person,
        chance,
        wsUrls: servers.map(({ wsUrl }) => wsUrl),
        endings: ['terminate', 'close frame', 'no answer to the close'],
        // Entries that came with one read can bring several disconnects to one socket: they must last for all of them.
        everyAtMost: 13,
        times: DISCONNECTS,
        ...options,
      });

    const headOf = async (person: Person) =>
      (await callAs(servers[0]!.url, person, '{ inboxHead }')).data.inboxHead as string;

    /** Entry `index` of the story: by one of the buyers, through one of the servers. */
    async function write(index: number): Promise<void> {
      const room = index % BUYERS.length;
      const urls = servers.map(({ url }) => url);
      await writeOnce(chance.chance(0.5) ? urls : urls.toReversed(), buyer(BUYERS[room]), {
        conversationId: rooms[room]!.conversationId,
        text: `message ${String(index)}`,
      });
    }

    async function writeAll(onProgress: (written: number) => void): Promise<void> {
      let next = 0;
      let written = 0;
      const writer = async () => {
        for (let index = next++; index < ENTRIES; index = next++) {
          await write(index);
          onProgress((written += 1));
        }
      };
      await Promise.all(Array.from({ length: 12 }, writer));
    }

    /** Redis dies twice and one server once, while entries are written. */
    function disturbances(): { at: number; happen: () => Promise<void> }[] {
      const [first] = servers;
      return [
        { at: 0.15, happen: () => redis.kill() },
        { at: 0.25, happen: () => redis.restart() },
        { at: 0.4, happen: () => first!.kill() },
        { at: 0.45, happen: () => first!.start() },
        { at: 0.65, happen: () => redis.kill() },
        { at: 0.7, happen: () => redis.restart() },
      ];
    }

    test(
      `MS-1 IN-5 subscribers that disconnect ${String(DISCONNECTS)} times while ${String(ENTRIES)} entries are written have each exactly once, in order`,
      async () => {
        const shopHead = await headOf(seller());
        const ofShop = [
          restless(seller()).followInbox(shopHead),
          restless(seller(), { endings: ['terminate'] }).followInbox(shopHead),
          // Closed by the server alone: its tokens end.
          restless(seller(), { times: 0, tokenSeconds: 2 }).followInbox(shopHead),
        ];
        const ofBuyer = restless(buyer(), { everyAtMost: 4 }).followInbox(await headOf(buyer()));
        const ofRoom = [
          restless(buyer(), { everyAtMost: 4 }).followMessages(rooms[0]!.conversationId),
          restless(seller(), { endings: ['close frame'] }).followMessages(rooms[1]!.conversationId),
        ];
        const all = [...ofShop, ofBuyer, ...ofRoom];
        const gaveUp = Promise.all(all.map(({ done }) => done));

        let disturbed = Promise.resolve();
        const coming = disturbances();
        await Promise.race([
          gaveUp,
          writeAll((written) => {
            while (coming[0] !== undefined && written >= coming[0].at * ENTRIES) {
              const { happen } = coming.shift()!;
              disturbed = disturbed.then(happen);
            }
          }),
        ]);
        await disturbed;
        const received = (follower: RestlessFollower) => follower.received.length;
        await Promise.race([
          gaveUp,
          until(
            () =>
              ofShop.every((follower) => received(follower) >= ENTRIES) &&
              [ofBuyer, ...ofRoom].every((each) => received(each) >= ENTRIES / BUYERS.length),
            LONG,
          ),
        ]);
        await Promise.all(all.map((follower) => follower.stop()));

        const log = await logOf(table, 'shop:shop-1');
        expect(log).toHaveLength(ENTRIES + BUYERS.length);
        for (const { received: entries, resyncs } of ofShop) {
          expect(entries).toEqual(log.slice(BUYERS.length));
          expect(resyncs).toEqual([]);
        }
        expect(ofBuyer.received).toEqual((await logOf(table, 'buyer:buyer-1')).slice(1));
        expect(ofRoom[0]!.received).toEqual(await messagesOf(table, rooms[0]!.conversationId));
        expect(ofRoom[1]!.received).toEqual(await messagesOf(table, rooms[1]!.conversationId));
        expect(ofShop[0]!.disconnects).toBe(DISCONNECTS);
        expect(ofShop[2]!.closeCodes).toContain(4403);
      },
      LONG,
    );
  });
}
