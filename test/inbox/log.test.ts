import { purgeEntries } from '../../src/inbox/inbox.repository';
import { DAY_MS } from '../../src/lib/time';
import { eachDatabase } from '../services/databases';
import { answer, sent } from '../support/cards';
import { entriesOf } from '../support/inbox';
import { done, openShop, placeOrder, act, orderRow } from '../support/market';
import { startNode } from '../support/node';
import { buyer, seller, staff, system } from '../support/people';
import { shanghai, sharedNode } from '../support/shared-node';
import { ActKind } from '../../src/inbox/act-kind';
import { Act, PARLEY } from '../../src/inbox/act';
import { finish } from '../../src/inbox/finish';
import { type App } from '../../src/inbox/app';
import { Role } from '../../src/lib/viewer';
import { random, scale, seed } from '../services/scale';
import { importOrders } from '../../src/orders/import-orders';

const NOON = shanghai('2023-01-30 12:00:00');
const INBOX = `query ($after: String, $first: Int! = 20) { inbox(first: $first, after: $after) {
  nodes { kind cursor } pageInfo { hasNextPage endCursor } resync { reason head } } inboxHead }`;

eachDatabase('query inbox', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(NOON));

  const ask = async (person = buyer(), variables = {}) =>
    (await node().ask(person, INBOX, variables)).data;

  test('IN-1 one act is one entry in each inbox concerned, the actor’s own included, carrying all it changed', async () => {
    const person = buyer('in-1');
    const orderId = await placeOrder(node(), { buyerId: person.sub });
    const id = await sent(node(), orderId);
    await done(answer(node(), 'ACCEPT', id, person));
    const own = await entriesOf(node(), person);
    expect(own).toMatchObject([
      {
        kind: 'ORDER_IMPORTED',
        actor: 'SYSTEM',
        actorId: null,
        order: { id: orderId },
        proposal: null,
        message: null,
      },
      {
        kind: 'PROPOSAL_SENT',
        actor: 'SELLER',
        actorId: 'shop-1-seat',
        proposal: { id },
        message: { code: 'PROPOSAL_CARD' },
      },
      {
        kind: 'PROPOSAL_ACCEPTED',
        actor: 'BUYER',
        actorId: 'in-1',
        order: { id: orderId, shipBy: '2023-02-05T15:59:59Z' },
        proposal: { id, status: 'ACCEPTED' },
        message: { code: 'PROPOSAL_ACCEPTED' },
      },
    ]);
    const shops = await entriesOf(node(), seller());
    expect(shops.slice(-3).map(({ cursor: _, ...entry }) => entry)).toEqual(
      own.map(({ cursor: _, ...entry }) => entry),
    );
  });

  test('IN-1 a shop’s inbox is shared by its seats; other shops and buyers have their own', async () => {
    const orderId = await placeOrder(node());
    const colleague = seller('shop-1', [], 'seat-2');
    expect(await entriesOf(node(), colleague)).toEqual(await entriesOf(node(), seller()));
    for (const stranger of [seller('shop-2'), buyer('buyer-2'), staff])
      expect(JSON.stringify(await entriesOf(node(), stranger))).not.toContain(orderId);
  });

  test('IN-1 the back end has no inbox', async () => {
    const { errors } = await node().ask(system, '{ inbox { nodes { kind } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  test('IN-3 pages from the oldest by default, and goes on exactly after any cursor', async () => {
    const person = buyer('in-3');
    for (let count = 0; count < 5; count += 1) await placeOrder(node(), { buyerId: person.sub });
    const all = await entriesOf(node(), person);
    expect(all).toHaveLength(5);
    for (const [index, { cursor }] of all.entries()) {
      const { inbox } = await ask(person, { after: cursor, first: 2 });
      expect(inbox.nodes.map((entry: { cursor: string }) => entry.cursor)).toEqual(
        all.slice(index + 1, index + 3).map((entry) => entry.cursor),
      );
      expect(inbox.pageInfo.hasNextPage).toBe(index + 3 < all.length);
    }
    const { inboxHead, inbox } = await ask(person, { after: all[4].cursor });
    expect(inboxHead).toBe(all[4].cursor);
    expect(inbox).toMatchObject({ nodes: [], resync: null });
  });

  test('IN-3 an empty inbox has a head, and what comes is after it', async () => {
    const person = buyer('in-3-empty');
    const { inboxHead, inbox } = await ask(person);
    expect(inbox).toMatchObject({ nodes: [], resync: null });
    await placeOrder(node(), { buyerId: person.sub });
    expect((await ask(person, { after: inboxHead })).inbox.nodes).toHaveLength(1);
  });

  test('IN-4 another inbox’s cursor, or one from beyond the end, gets a resync', async () => {
    await placeOrder(node());
    const { inboxHead } = await ask(buyer());
    const foreign = (await ask(buyer('in-4'), { after: inboxHead })).inbox;
    expect(foreign).toMatchObject({ nodes: [], resync: { reason: 'CURSOR_UNKNOWN' } });
    const [stamp] = (inboxHead as string).split('.');
    const beyond = (await ask(buyer(), { after: `${stamp!}.zzzzzz` })).inbox;
    expect(beyond).toMatchObject({
      nodes: [],
      resync: { reason: 'CURSOR_UNKNOWN', head: inboxHead },
    });
  });

  test.each(['', 'x', '1', '..', 'AAAAAAAA.', `AAAAAAAA.${'z'.repeat(12)}`])(
    'IN-4 what never was a cursor is refused: "%s"',
    async (after) => {
      const { errors } = await node().ask(buyer(), INBOX, { after });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    },
  );
});

eachDatabase('IN-4 the log is kept for a time', (database) => {
  test.each([
    ['P90D', 90],
    ['1', 1],
  ])('IN-4 INBOX_RETENTION=%s', async (INBOX_RETENTION, days) => {
    const node = await startNode(await database.createUrl(), { environment: { INBOX_RETENTION } });
    const { app } = node;
    await openShop(node);
    const purgeAt = (now: number) => purgeEntries(app.db, now - app.settings.inboxRetentionMs);
    await node.stopClockAt(NOON);
    const start = (await node.ask(buyer(), INBOX)).data.inboxHead as string;
    await placeOrder(node);
    await node.stopClockAt(NOON + 1_000);
    await placeOrder(node);
    const [first, second] = await entriesOf(node, buyer());

    for (const offset of [-1_000, 0]) expect(await purgeAt(NOON + days * DAY_MS + offset)).toBe(0);
    expect(await entriesOf(node, buyer(), { after: start, fields: 'cursor' })).toHaveLength(2);

    // One entry in the buyer's inbox and one in the shop's.
    expect(await purgeAt(NOON + days * DAY_MS + 1_000)).toBe(2);
    const { inbox } = (await node.ask(buyer(), INBOX, { after: start })).data;
    expect(inbox).toMatchObject({
      nodes: [],
      resync: { reason: 'CURSOR_TOO_OLD', head: second.cursor },
    });
    expect(await entriesOf(node, buyer(), { after: first.cursor, fields: 'cursor' })).toEqual([
      { cursor: second.cursor },
    ]);

    expect(await purgeAt(NOON + days * DAY_MS + 2_000)).toBe(2);
    const afterAll = (await node.ask(buyer(), INBOX, { after: first.cursor })).data.inbox;
    expect(afterAll).toMatchObject({ nodes: [], resync: { reason: 'CURSOR_TOO_OLD' } });
    expect((await node.ask(buyer(), INBOX, { after: second.cursor })).data.inbox.resync).toBeNull();
    await placeOrder(node);
    expect(await entriesOf(node, buyer(), { after: second.cursor })).toHaveLength(1);
    await node.stop();
  });
});

const WRITERS = 16;
const ENTRIES = scale(3_000, 40);

eachDatabase('IN-2 the numbers of an inbox', (database) => {
  const node = sharedNode(database);

  interface Entry {
    readonly number: number;
    readonly actorId: string;
  }

  const read = (app: App, inboxId: string, after = 0) =>
    app.db.rows<Entry>(
      'SELECT number, actor_id AS actorId FROM inbox_entries WHERE inbox_id = ? AND number > ? ORDER BY number',
      [inboxId, after],
    );

  /** One act that tells some inboxes, then commits, or fails at the last moment. */
  const tell = (app: App, inboxes: readonly string[], actorId: string, fails: boolean) =>
    app.db.transact(async (tx) => {
      const one = new Act(app, tx, { ...PARLEY, role: Role.BUYER, sub: actorId });
      await one.tick();
      one.announce(ActKind.MESSAGE_SENT, inboxes, {});
      await finish(tx, app, [one]);
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
    // A reader that never lets go: whatever it has seen, the next is the next number.
    let isWriting = true;
    const follow = async () => {
      for (let seen = 0; isWriting;) {
        const numbers = (await read(app, 'shop:a', seen)).map(({ number }) => number);
        expect(numbers).toEqual(numbers.map((_, index) => seen + index + 1));
        seen += numbers.length;
      }
    };
    const following = follow();
    try {
      await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    } finally {
      isWriting = false;
      await following;
    }
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
