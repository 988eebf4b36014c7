import { eachDatabase } from '../services/databases';
import { random, scale, seed, type Random } from '../services/scale';
import { entriesOf } from '../support/inbox';
import { openShop } from '../support/market';
import { seller, type Person } from '../support/people';
import { shanghai, sharedNode } from '../support/shared-node';
import { applyEntries, ENTRY, snapshotOf, type Records } from '../support/snapshot';
import { RandomHistory } from './random-history';

const HISTORIES = scale(100, 40);
/** The full count takes minutes on a busy machine. */
const PATIENCE_MS = 600_000;
const STEPS = 40;

eachDatabase('IN-6 a snapshot and the entries after its head', (database) => {
  const node = sharedNode(database, { environment: { DATABASE_POOL: '8' } });

  /** Applies what came after a cursor and says where the log is now. */
  async function follow(person: Person, records: Records, after: string): Promise<string> {
    const entries = await entriesOf(node(), person, { after, fields: ENTRY });
    applyEntries(records, entries);
    return entries.at(-1)?.cursor ?? after;
  }

  /** A view that opens in the middle of a history and follows it, while acts go on beside its reading. */
  async function watch(history: RandomHistory, person: Person, chance: Random) {
    const meanwhile = async (steps: number) => {
      for (let step = 0; step < steps; step += 1) await history.step();
    };
    const opensAt = chance.int(0, STEPS);
    for (let step = 0; step < opensAt; step += 5) {
      await meanwhile(5);
      await history.pass();
    }
    const [view] = await Promise.all([snapshotOf(node(), person), meanwhile(5)]);
    let head = view.head;
    for (let step = opensAt; step < STEPS; step += 5) {
      [head] = await Promise.all([follow(person, view.records, head), meanwhile(5)]);
      if (chance.chance(0.2)) await history.place();
      await history.pass();
    }
    await node().recordDue();
    await follow(person, view.records, head);
    return view.records;
  }

  test(
    `IN-6 are what a fresh query shows, in ${String(HISTORIES)} random histories`,
    async () => {
      const chance = random(seed(), `snapshot ${database.kind}`);
      for (let run = 0; run < HISTORIES; run += 1) {
        const shop = `snapshot-${String(run)}`;
        const person = seller(shop);
        await openShop(node(), shop);
        const start = shanghai('2023-01-30 12:00:00');
        await node().stopClockAt(start);
        const history = new RandomHistory(node(), shop, chance, start);
        for (let order = 0; order < 4; order += 1) await history.place();
        const followed = await watch(history, person, chance);
        const fresh = (await snapshotOf(node(), person)).records;
        expect(Object.fromEntries(followed)).toEqual(Object.fromEntries(fresh));
        expect(fresh.size).toBeGreaterThan(8);
      }
    },
    PATIENCE_MS,
  );

  test('IN-6 the head has been read before anything beside it is looked for', async () => {
    const { db } = node().app;
    const reads: string[] = [];
    const rows = db.rows.bind(db);
    const watched = jest.spyOn(db, 'rows').mockImplementation(async (sql, parameters) => {
      const about = sql.includes('FROM inboxes')
        ? 'head'
        : sql.includes('FROM orders')
          ? 'orders'
          : 'other';
      reads.push(`${about} asked`);
      const found = await rows(sql, parameters);
      reads.push(`${about} known`);
      return found;
    });
    await snapshotOf(node(), seller());
    watched.mockRestore();
    const ours = reads.filter((read) => !read.startsWith('other'));
    expect(ours.slice(0, 3)).toEqual(['head asked', 'head known', 'orders asked']);
  });

  test(
    'IN-6 the head is older than everything beside it, however the acts fall between',
    async () => {
      const chance = random(seed(), `head ${database.kind}`);
      const start = shanghai('2023-01-30 12:00:00');
      await node().stopClockAt(start);
      for (let look = 0; look < scale(300, 40); look += 1) {
        const shop = `head-${String(Math.floor(look / 20))}`;
        const person = seller(shop);
        if (look % 20 === 0) await openShop(node(), shop);
        const history = new RandomHistory(node(), shop, chance, start, String(look));
        await history.place();
        const [{ records, head }] = await Promise.all([
          snapshotOf(node(), person),
          history.step(),
          history.place(),
          history.step(),
        ]);
        await follow(person, records, head);
        const fresh = (await snapshotOf(node(), person)).records;
        expect(Object.fromEntries(records)).toEqual(Object.fromEntries(fresh));
      }
    },
    PATIENCE_MS,
  );
});
