import { ActKind } from '../../src/inbox/act-kind';
import { Act, PARLEY } from '../../src/inbox/act';
import type { App } from '../../src/inbox/app';
import { Role } from '../../src/lib/viewer';
import { eachDatabase } from '../services/databases';
import { random, scale, seed } from '../services/scale';
import { entriesOf } from '../support/inbox';
import { placeOrder, act, orderRow } from '../support/market';
import { importOrders } from '../../src/orders/import-orders';
import { buyer, seller, staff, system } from '../support/people';
import { sharedNode } from '../support/shared-node';

const WRITERS = 16;
const ENTRIES = scale(3_000);

eachDatabase('IN-2 the numbers of an inbox', (database) => {
  const node = sharedNode(database);

  interface Entry {
    readonly number: number;
    readonly actorId: string;
  }

  const read = (app: App, inboxId: string) =>
    app.db.rows<Entry>(
      'SELECT number, actor_id AS actorId FROM inbox_entries WHERE inbox_id = ? ORDER BY number',
      [inboxId],
    );

  /** One act that tells some inboxes, then commits, or fails at the last moment. */
  const tell = (app: App, inboxes: readonly string[], actorId: string, fails: boolean) =>
    app.db.transact(async (tx) => {
      const one = new Act(app, tx, { ...PARLEY, role: Role.BUYER, sub: actorId });
      await one.tick();
      one.announce(ActKind.MESSAGE_SENT, inboxes, {});
      await one.finish();
      if (fails) throw new Error('rolled back');
    });

  test('IN-2 gap-free and in commit order, whatever writes and rolls back at once', async () => {
    const { app } = node();
    const chance = random(seed(), `numbers ${database.kind}`);
    const inboxes = ['buyer:a', 'buyer:b', 'shop:a', 'shop:b'];
    const committed: { actorId: string; told: string[] }[] = [];
    const write = async (writer: number) => {
      for (let turn = 0; turn < ENTRIES / WRITERS; turn += 1) {
        const actorId = `${String(writer)}-${String(turn)}`;
        const told = inboxes.filter(() => chance.chance(0.6));
        const fails = chance.chance(0.2);
        const ended = await tell(app, told.reverse(), actorId, fails).then(
          () => true,
          (error: unknown) => {
            expect(error).toEqual(new Error('rolled back'));
            return false;
          },
        );
        if (ended) committed.push({ actorId, told });
      }
    };
    // A reader that never lets go: a number it has seen is never followed by a smaller new one.
    let isWriting = true;
    const follow = async () => {
      for (let seen = 0; isWriting;) {
        const numbers = (await read(app, 'shop:a')).map(({ number }) => number);
        expect(numbers).toEqual(numbers.map((_, index) => index + 1));
        expect(numbers.length).toBeGreaterThanOrEqual(seen);
        seen = numbers.length;
      }
    };
    const following = follow();
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    isWriting = false;
    await following;
    for (const inbox of inboxes) {
      const entries = await read(app, inbox);
      expect(entries.map(({ number }) => number)).toEqual(entries.map((_, index) => index + 1));
      const expected = committed
        .filter(({ told }) => told.includes(inbox))
        .map(({ actorId }) => actorId);
      expect(entries.map(({ actorId }) => actorId).sort()).toEqual(expected.sort());
    }
  });

  test('IN-2 one writer’s entries follow each other in the order it wrote them', async () => {
    const entries = await read(node().app, 'shop:a');
    for (let writer = 0; writer < WRITERS; writer += 1) {
      const turns = entries
        .filter(({ actorId }) => actorId.startsWith(`${String(writer)}-`))
        .map(({ actorId }) => Number(actorId.split('-')[1]));
      expect(turns).toEqual([...turns].sort((a, b) => a - b));
    }
  });

  test('IN-2 what is refused was never in the log', async () => {
    await placeOrder(node());
    const before = await entriesOf(node(), seller());
    await act(node(), staff, importOrders, { orders: [orderRow()] });
    await act(node(), system, importOrders, { orders: [orderRow({ lines: [] })] });
    expect(await entriesOf(node(), seller())).toEqual(before);
  });

  test('IN-1 one act on several orders tells each inbox of each order once', async () => {
    const people = [buyer('in-1-a'), buyer('in-1-b')];
    const orders = people.flatMap(({ sub }) => [
      orderRow({ buyerId: sub }),
      orderRow({ buyerId: sub }),
    ]);
    await act(node(), system, importOrders, { orders });
    for (const person of people) {
      const kinds = (await entriesOf(node(), person)).map(({ kind }) => kind);
      expect(kinds).toEqual(['ORDER_IMPORTED', 'ORDER_IMPORTED']);
    }
  });
});
