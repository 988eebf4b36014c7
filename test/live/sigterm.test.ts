/** Nodes are stopped one after the other under load: no request fails, nothing that was acknowledged or told is lost. */
import { setTimeout as wait } from 'node:timers/promises';
import { openNode, type Node } from '../../src/app';
import { readSettings } from '../../src/lib/settings';
import { until } from '../client/until';
import { create, drop } from '../services/mariadb';
import { random, scale, seed } from '../services/scale';
import { cachedToken } from '../support/call';
import { buyer, seller } from '../support/people';
import { Balancer } from './balancer';
import { logOf, messagesOf, openChat, type Chat } from './chat';
import { RestlessFollower } from './restless.follower';
import { startLastingServer, type LastingServer } from './two-servers';

const SIGTERMS = scale(50, 40);
const WRITERS = 6;
/** What a stop may take in all. */
const STOP_MS = 5_000;
const LONG = 900_000;

const SEND = `mutation ($input: MessageSendInput!) {
  messageSend(input: $input) { message { id } userErrors { code } } }`;

const mysql = process.env['PARLEY_TEST_MYSQL'];
if (mysql !== undefined)
  describe('IN-5 three nodes behind a balancer', () => {
    let databaseUrl: string;
    let servers: readonly LastingServer[];
    let table: Node;
    let room: Chat;
    let balancer: Balancer;
    const chance = random(seed(), 'sigterm');

    beforeAll(async () => {
      databaseUrl = await create(mysql);
      const redis = process.env['PARLEY_TEST_REDIS'];
      const env = {
        DATABASE_URL: databaseUrl,
        DATABASE_POOL: '8',
        DRAIN_MS: '500',
        ...(redis !== undefined && { REDIS_URL: redis }),
      };
      table = await openNode(readSettings({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'fatal' }));
      servers = await Promise.all([1, 2, 3].map(() => startLastingServer(env)));
      room = await openChat(table);
      balancer = new Balancer(servers.map(({ url }) => url));
    }, LONG);

    afterAll(async () => {
      await balancer.stop();
      await Promise.all(servers.map((server) => server.stop()));
      await table.close();
      await drop(databaseUrl);
    }, LONG);

    /** Writes and reads until it is told to stop; answers with the ids of the messages that were acknowledged. */
    async function work(writer: number, isOn: () => boolean): Promise<string[]> {
      const acknowledged: string[] = [];
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${await cachedToken(buyer())}`,
      };
      for (let count = 0; isOn(); count += 1) {
        const text = `writer ${String(writer)} says ${String(count)}`;
        const input = { conversationId: room.conversationId, text, idempotencyKey: text };
        const written = await balancer.post(
          headers,
          JSON.stringify({ query: SEND, variables: { input } }),
        );
        const { data, errors } = JSON.parse(written ?? '{}');
        if (data?.messageSend.message) acknowledged.push(data.messageSend.message.id as string);
        else balancer.failures.push(JSON.stringify(errors ?? data ?? written ?? 'no answer'));
        await balancer.post(headers, '{"query":"{ orders { nodes { id sla } } }"}');
        await wait(chance.int(0, 20));
      }
      return acknowledged;
    }

    const follower = () =>
      new RestlessFollower({
        person: seller(),
        wsUrls: servers.map(({ wsUrl }) => wsUrl),
        chance,
        endings: ['terminate'],
        everyAtMost: 1,
        times: 0, // it is the servers that go away
      });

    test(
      `${String(SIGTERMS)} SIGTERMs under load: 0 requests fail, 0 writes are lost, followers receive each entry once`,
      async () => {
        await until(() => servers.every(({ url }) => balancer.isReady(url)));
        const start = table.app.cursors.encode('shop:shop-1', 1);
        const followers = [1, 2, 3].map(() => follower().followInbox(start));
        const gaveUp = Promise.all(followers.map(({ done }) => done));
        let isOn = true;
        const working = Promise.all(
          Array.from({ length: WRITERS }, (_, writer) => work(writer, () => isOn)),
        );
        const stops: { code: number | null; tookMs: number }[] = [];
        for (let count = 0; count < SIGTERMS; count += 1) {
          const server = servers[count % servers.length]!;
          await until(() => servers.every(({ url }) => balancer.isReady(url)), 60_000);
          const answered = balancer.answered;
          await until(() => balancer.answered > answered + 20, 60_000);
          stops.push(await server.terminate(1 + (count % 3)));
          await server.start();
        }
        isOn = false;
        const acknowledged = (await working).flat();
        const log = await logOf(table, 'shop:shop-1');
        await Promise.race([
          gaveUp,
          until(() => followers.every(({ received }) => received.length >= log.length - 1), 60_000),
        ]);
        await Promise.all(followers.map((each) => each.stop()));

        expect(balancer.failures).toEqual([]);
        expect(stops.map(({ code }) => code)).toEqual(stops.map(() => 0));
        const slowest = Math.max(...stops.map(({ tookMs }) => tookMs));
        expect(slowest).toBeLessThan(STOP_MS);
        const messages = await messagesOf(table, room.conversationId);
        expect(messages.toSorted()).toEqual(acknowledged.toSorted());
        for (const { received } of followers) expect(received).toEqual(log.slice(1));
        const codes = new Set(followers.flatMap(({ closeCodes }) => closeCodes));
        expect([...codes].filter((code) => ![1000, 1006, 1012].includes(code))).toEqual([]);
        console.log(
          `${String(SIGTERMS)} SIGTERMs: ${String(balancer.answered)} requests answered, 0 failed; ` +
            `${String(acknowledged.length)} writes acknowledged, all in the database; ` +
            `the slowest stop took ${String(Math.round(slowest))} ms.`,
        );
      },
      LONG,
    );
  });
