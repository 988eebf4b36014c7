/** IN-6 on screens: where an act was performed, and where another node tells of it. */
import { RandomHistory } from '../inbox/random-history';
import { eachDatabase } from '../services/databases';
import { random, scale, seed } from '../services/scale';
import { openShop } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { seller, type Person } from '../support/people';
import { shanghai } from '../support/shared-node';
import { applyEntries, ENTRY, snapshotOf } from '../support/snapshot';
import { LiveClient } from './live-socket.client';

const HISTORIES = scale(100, 10);
const ROUNDS = 8;
/** Acts at once: more than have transactions of their own. */
const AT_ONCE = 6;

const ENTRIES = `subscription ($after: String) { inbox(after: $after) { ... on InboxEntry { ${ENTRY} } } }`;

const redisUrl = process.env['PARLEY_TEST_REDIS'];
if (redisUrl !== undefined)
  eachDatabase('IN-6 a snapshot and what a screen is shown after its head', (database) => {
    let here: TestNode;
    let there: TestNode;

    beforeAll(async () => {
      const url = await database.createUrl();
      const environment = { REDIS_URL: redisUrl };
      [here, there] = [
        await startNode(url, { environment }),
        await startNode(url, { environment }),
      ];
    });

    afterAll(async () => {
      await here.stop();
      await there.stop();
    });

    /** A view that opens now, and what it has come to when the log ends. */
    async function watch(node: TestNode, person: Person) {
      const { records, head } = await snapshotOf(node, person);
      const client = await LiveClient.signIn(node.wsUrl, person);
      client.subscribe('a', ENTRIES, { after: head });
      return async (end: string) => {
        const isLast = ({
          type,
          payload,
        }: {
          type: string;
          payload?: { data?: { inbox: { cursor: string } } };
        }) => type === 'next' && payload?.data?.inbox.cursor === end;
        if (end !== head) await client.receives(isLast);
        applyEntries(
          records,
          client.events('a').map(({ data }) => data.inbox),
        );
        client.end();
        return Object.fromEntries(records);
      };
    }

    test(`IN-3 IN-6 is what a fresh query shows, in ${String(HISTORIES)} random histories`, async () => {
      const chance = random(seed(), `live snapshot ${database.kind}`);
      for (let run = 0; run < HISTORIES; run += 1) {
        const shop = `live-${String(run)}`;
        const person = seller(shop);
        await openShop(here, shop);
        const start = shanghai('2023-01-30 12:00:00');
        await here.stopClockAt(start);
        const history = new RandomHistory(here, shop, chance, start);
        for (let order = 0; order < 3; order += 1) await history.place();
        const views = await Promise.all([watch(here, person), watch(there, person)]);
        for (let round = 0; round < ROUNDS; round += 1) {
          await Promise.all(Array.from({ length: AT_ONCE }, () => history.step()));
          if (chance.chance(0.5)) await history.pass();
        }
        await here.recordDue();
        const fresh = await snapshotOf(here, person);
        for (const view of views)
          expect(await view(fresh.head)).toEqual(Object.fromEntries(fresh.records));
      }
    });
  });
