/** What nodes tell each other with their rings: believed from nodes of one database, and from nobody else who may speak there. */
import IoRedis from 'ioredis';
import { Bell, type LeftRow, type Ring } from '../../src/inbox/bell';
import { ActKind } from '../../src/inbox/act-kind';
import { Context } from '../../src/inbox/context';
import { ringsHeard } from '../../src/inbox/heard';
import { InboxEntry } from '../../src/inbox/inbox.entity';
import { shopInbox } from '../../src/inbox/inbox.repository';
import { Seals, type Place, type Sealed } from '../../src/inbox/seals';
import { Database } from '../../src/lib/database';
import { readEpoch } from '../../src/lib/meta';
import { Role } from '../../src/lib/viewer';
import { consignOrder } from '../../src/orders/consign-order';
import { orderById } from '../../src/orders/order.repository';
import { eachDatabase } from '../services/databases';
import { answer, sent } from '../support/cards';
import { act, done, openShop, placeOrder } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { seller } from '../support/people';
import { chat, openChat, type Chat } from '../live/chat';
import { eventually } from '../live/gauges';
import { LiveClient } from '../live/live-socket.client';

const entry = (number: number): InboxEntry =>
  Object.assign(new InboxEntry(), {
    ...{ inboxId: 'shop:a', number, kind: ActKind.MESSAGE_SENT, occurredAt: 1, recordedAt: 2 },
    ...{ actor: Role.BUYER, actorId: 'B1', orderId: 'ord_1', proposalId: null, messageId: null },
    ...{ ticketId: null, reportId: null, compensationId: null, complaintId: null },
    violationId: null,
  });

const ringOf = (items: readonly unknown[], more: Partial<Ring> = {}): Ring => ({
  ...{ log: 'inbox', id: 'shop:a', number: 5, written: { items, now: 2 } },
  ...more,
});
const sameFor = (inboxId: string, told: InboxEntry, number: number): InboxEntry =>
  Object.assign(new InboxEntry(), told, { inboxId, number });

const LEFT: readonly LeftRow[] = [
  {
    reference: 'orderId',
    row: { id: 'ord_1' },
    owner: { buyerId: 'B1', shopKey: 'a' },
  },
  {
    reference: 'orderId',
    row: { id: 'ord_2' },
    owner: { buyerId: 'B1', shopKey: 'a' },
  },
];

const wire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('IN-3 a seal', () => {
  const ours = new Seals('a secret of the database');
  const shop = ringOf([entry(4), entry(5)]);
  const buyer = ringOf([sameFor('buyer:B1', entry(5), 9)], { id: 'buyer:B1', number: 9 });
  const chat = ringOf([{ body: 'What a buyer wrote' }], { log: 'conversation', id: 'cnv_1' });
  const said = ours.seal([shop, buyer, chat], LEFT);
  const [places, sealed] = wire([said.places, said.sealed!] as const);
  const heardBy = (seals: Seals | undefined, at = places, what: Sealed | undefined = sealed) =>
    ringsHeard(at, what, seals);

  test('opens for whoever has the secret: to each log what it came to its number with, and what that is about', () => {
    const heard = heardBy(new Seals('a secret of the database'));
    expect(heard.map(({ log, id, number }) => ({ log, id, number }))).toEqual(
      [shop, buyer, chat].map(({ log, id, number }) => ({ log, id, number })),
    );
    expect(heard.map((ring) => ring.heard?.count)).toEqual([2, 1, undefined]);
    const [inShop, inBuyers] = heard.map((ring) => ring.heard?.open());
    expect(inShop).toEqual({ ...shop.written, left: LEFT.slice(0, 1) });
    expect(inBuyers).toEqual({ ...buyer.written, left: LEFT.slice(0, 1) });
    expect(inShop?.items.every((item) => item instanceof InboxEntry)).toBe(true);
  });

  test('an entry of several inboxes is in it once', () => {
    const [alone, both] = [ours.seal([buyer], LEFT), ours.seal([buyer, shop], LEFT)];
    const lengths = [alone, both].map((one) => one.sealed!.text.length);
    const next = JSON.stringify(entry(4)).length;
    expect(lengths[1]! - lengths[0]!).toBeLessThan(next);
    expect(both.places.map(({ of }) => of)).toEqual([[0], [0, 0]]);
  });

  test('IN-6 what was left holds while no log has gone on that was told of the same, whatever else was committed with it', () => {
    const apart = Object.assign(entry(7), { inboxId: 'shop:b', orderId: 'ord_2' });
    const other = ringOf([apart], { id: 'shop:b', number: 7 });
    const { places: at, sealed: what } = ours.seal([shop, buyer, other], LEFT);
    const heads = heardBy(ours, at, what).map((ring) => ring.heard?.heads);
    const told = [
      ['shop:a', 5],
      ['buyer:B1', 9],
    ];
    expect(heads).toEqual([told, told, [['shop:b', 7]]]);
    const without = ours.seal([shop, buyer], []);
    expect(heardBy(ours, without.places, without.sealed)[0]?.heard?.heads).toEqual([]);
  });

  const at = (index: number, change: Partial<Place>): readonly Place[] =>
    places.map((place, other) => (other === index ? { ...place, ...change } : place));

  test.each<[string, Seals, readonly Place[], Sealed]>([
    ['for another secret', new Seals('of another database'), places, sealed],
    ['at another number', ours, at(0, { number: 6 }), sealed],
    ['in another inbox', ours, at(0, { id: 'shop:b' }), sealed],
    ['in another log', ours, at(0, { log: 'conversation' }), sealed],
    ['of other entries', ours, at(1, { of: [1] }), sealed],
    ['beside another number', ours, at(1, { number: 10 }), sealed],
    ['beside fewer rings', ours, places.slice(0, 2), sealed],
    ['with another text', ours, places, { ...sealed, text: `A${sealed.text}` }],
    ['without a text', ours, places, { ...sealed, text: '' }],
    ['of another key', ours, places, { ...sealed, by: 'another' }],
    ['with another count', ours, places, { ...sealed, count: sealed.count + 1 }],
    ['with another count of rows', ours, places, { ...sealed, rows: 0 }],
  ])('does not open %s', (_, seals, places, what) => {
    expect(heardBy(seals, places, what)[0]?.heard?.open()).toBeUndefined();
  });

  test('without a secret, or without what is sealed, only numbers are heard', () => {
    for (const heard of [
      ringsHeard(places, sealed, undefined),
      ringsHeard(places, undefined, ours),
    ])
      expect(heard.map((ring) => ring.heard)).toEqual([undefined, undefined, undefined]);
  });

  test('tells nothing to who has no secret, and never twice the same', () => {
    expect(Buffer.from(sealed.text, 'base64').toString('latin1')).not.toContain('ord_1');
    expect(ours.seal([shop, buyer, chat], LEFT)).not.toEqual(said);
  });

  test('is for a few entries, and for nothing else', () => {
    const many = (count: number) =>
      ringOf(
        Array.from({ length: count }, (_, index) =>
          Object.assign(entry(index), { occurredAt: index }),
        ),
      );
    expect(ours.seal([many(16)], []).sealed).toBeDefined();
    expect(ours.seal([many(17)], []).sealed).toBeUndefined();
    expect(ours.seal([chat], []).sealed).toBeUndefined();
    expect(ours.seal([ringOf([], { written: undefined })], []).sealed).toBeUndefined();
  });
});

const ENTRIES = `subscription ($after: String) { inbox(after: $after) { ... on InboxEntry {
  cursor kind order { id status agreedShipBy } proposal { id status } message { text } } } }`;
const TABLES = ['inbox_entries', 'orders', 'shipping_proposals', 'messages'];

const redisUrl = process.env['PARLEY_TEST_REDIS'];
if (redisUrl !== undefined)
  eachDatabase('IN-3 two nodes and a Redis', (database) => {
    let here: TestNode;
    let there: TestNode;
    let room: Chat;
    let channel: string;
    const redis = new IoRedis(redisUrl);

    beforeAll(async () => {
      const url = await database.createUrl();
      const environment = { REDIS_URL: redisUrl };
      here = await startNode(url, { environment });
      there = await startNode(url, { environment });
      channel = `parley:bell:${await readEpoch(here.app.db)}`;
      await eventually(
        async () => (await redis.pubsub('NUMSUB', channel)) as [string, number],
        ([, count]) => count === 2,
      );
      there.app.tails.stopPolling(); // rings alone
      await openShop(here);
      await here.stopClockAt('2023-01-30T12:00:00+08:00');
      room = await openChat(here);
    });

    afterAll(async () => {
      await here.stop();
      await there.stop();
      redis.disconnect();
    });

    /** A seller who looks there, and has seen the end of the log. */
    async function follow() {
      const client = await LiveClient.signIn(there.wsUrl, seller());
      const after = (await here.ask(seller(), '{ inboxHead }')).data.inboxHead as string;
      client.subscribe('a', ENTRIES, { after });
      await chat(here, room, ['hello']);
      await client.receives(({ type }) => type === 'next', 1);
      return client;
    }

    const nth = async (client: LiveClient, number: number) =>
      (await client.receives(({ type }) => type === 'next', number))[number - 1]!.payload.data
        .inbox;

    /** What the other node asks the database for while this is done. */
    async function tablesOf(work: () => Promise<unknown>) {
      const asked = jest.spyOn(there.app.db, 'rows');
      await work();
      const tables = asked.mock.calls.map(([sql]) => /FROM (\w+)/.exec(sql)?.[1]);
      asked.mockRestore();
      return tables.filter((table) => TABLES.includes(table ?? ''));
    }

    const place = async () => {
      const orderId = await placeOrder(here);
      return { orderId, id: await sent(here, orderId) };
    };

    test('IN-7 SP-8 an entry and what it is about are shown there without being read there', async () => {
      const [first, { orderId, id }] = [await place(), await place()];
      const client = await follow();
      await answer(here, 'ACCEPT', first.id); // from now on it is known there what is looked for
      await nth(client, 2);
      const tables = await tablesOf(async () => {
        await answer(here, 'ACCEPT', id);
        expect(await nth(client, 3)).toMatchObject({
          kind: 'PROPOSAL_ACCEPTED',
          order: { id: orderId, agreedShipBy: '2023-02-05T15:59:59Z' },
          proposal: { id, status: 'ACCEPTED' },
          message: { text: expect.stringContaining('agreed') as string },
        });
      });
      client.end();
      expect(tables).toEqual([]);
    });

    /** SQLite answers before there is time for anything else. */
    const isAtOnce = database.kind === 'sqlite';

    /** How often an answer to an event was begun there, and how often it was made ahead. */
    function counting() {
      const made = jest.spyOn(Context.prototype, 'findAhead');
      const ahead = jest.spyOn(Context.prototype, 'suppose');
      return () => {
        const counts = { made: made.mock.calls.length, ahead: ahead.mock.calls.length };
        made.mockRestore();
        ahead.mockRestore();
        return counts;
      };
    }

    test('IN-6 an event is made once, while the database is asked whether it still holds', async () => {
      const [first, second] = [await place(), await place()];
      const client = await follow();
      await answer(here, 'ACCEPT', first.id);
      await nth(client, 2);
      const counts = counting();
      await answer(here, 'DECLINE', second.id);
      expect(await nth(client, 3)).toMatchObject({
        kind: 'PROPOSAL_DECLINED',
        order: { id: second.orderId, agreedShipBy: null },
        proposal: { id: second.id, status: 'DECLINED' },
      });
      expect(counts()).toEqual(isAtOnce ? { made: 1, ahead: 0 } : { made: 0, ahead: 1 });
      client.end();
    });

    test('IN-6 what was made ahead of a change is not shown', async () => {
      const [first, { orderId, id }] = [await place(), await place()];
      const client = await follow();
      await answer(here, 'ACCEPT', first.id);
      await nth(client, 2);
      const heads = jest.spyOn(there.app.db, 'rows');
      const rows: Database['rows'] = Database.prototype.rows.bind(there.app.db);
      let hasChanged = false;
      // Between the ring and the answer to the question it has a way to go: meanwhile the order goes on.
      heads.mockImplementation(async (sql, values) => {
        if (!hasChanged && sql.includes('head FROM inboxes')) {
          hasChanged = true;
          await done(act(here, seller(), consignOrder, { orderId }));
        }
        return rows(sql, values);
      });
      const counts = counting();
      await answer(here, 'ACCEPT', id);
      const order = { id: orderId, status: 'CONSIGNED' };
      expect(await nth(client, 3)).toMatchObject({ kind: 'PROPOSAL_ACCEPTED', order });
      expect(await nth(client, 4)).toMatchObject({ kind: 'ORDER_CONSIGNED', order });
      heads.mockRestore();
      expect(counts().ahead > 0).toBe(!isAtOnce);
      client.end();
    });

    test('what a node says it does not hear again, and the other hears it once', async () => {
      const { id } = await place();
      const heard: [string[], string[]] = [[], []];
      const name = ({ log, id: of, number }: Ring): string => `${log} ${of} ${number}`;
      for (const [index, { app }] of [here, there].entries())
        app.bell.listen((ring) => void heard[index]?.push(name(ring)));
      const said: string[] = [];
      const listener = redis.duplicate();
      await listener.subscribe(channel);
      listener.on('message', (_, text) => said.push(text));
      await answer(here, 'ACCEPT', id);
      const last = { log: 'none', id: 'the last', number: 1 };
      await redis.publish(channel, JSON.stringify([last]));
      await eventually(
        () => heard.every((names) => names.includes(name(last))) && said.length >= 2,
        (isDone) => isDone,
      );
      const told = (JSON.parse(said.at(-2)!) as Ring[]).map(name);
      for (const names of heard) expect(names.filter((one) => told.includes(one))).toEqual(told);
      listener.disconnect();
    });

    test('IN-6 what has changed since is read there: entities are told in their state at delivery', async () => {
      const { orderId, id } = await place();
      const client = await follow();
      const held: (readonly Ring[])[] = [];
      const { bell } = there.app;
      const hear = Bell.prototype.hear.bind(bell);
      const hearing = jest.spyOn(bell, 'hear').mockImplementation((rings) => void held.push(rings));
      await answer(here, 'ACCEPT', id);
      await done(act(here, seller(), consignOrder, { orderId }));
      await eventually(
        () => held.length,
        (count) => count === 2,
      );
      hearing.mockRestore();
      const tables = await tablesOf(async () => {
        hear(held[0]!);
        const order = { id: orderId, status: 'CONSIGNED' };
        expect(await nth(client, 2)).toMatchObject({ kind: 'PROPOSAL_ACCEPTED', order });
      });
      hear(held[1]!);
      expect(await nth(client, 3)).toMatchObject({ kind: 'ORDER_CONSIGNED' });
      client.end();
      expect(tables).toEqual(expect.arrayContaining(['orders', 'shipping_proposals', 'messages']));
      expect(tables).not.toContain('inbox_entries');
    });

    test('IN-3 what somebody makes up is read in the table, and what was said before changes nothing', async () => {
      const heard: string[] = [];
      const listener = redis.duplicate();
      await listener.subscribe(channel);
      listener.on('message', (_, text) => heard.push(text));
      const client = await follow();
      const { cursor } = await nth(client, 1);
      const { number } = there.app.cursors.decode(shopInbox('shop-1'), cursor as string)!;
      const forged = { entries: [entry(number + 1)], left: [] };
      const sealed = { text: JSON.stringify(forged), by: 'somebody', count: 1, rows: 0 };
      for (const text of [
        ...heard,
        JSON.stringify([
          { log: 'inbox', id: shopInbox('shop-1'), number: number + 1, of: [0], sealed },
        ]),
      ])
        await redis.publish(channel, text);
      await chat(here, room, ['again']);
      expect(await nth(client, 2)).toMatchObject({
        kind: 'MESSAGE_SENT',
        message: { text: 'again' },
      });
      await chat(here, room, ['and again']);
      expect(await nth(client, 3)).toMatchObject({ message: { text: 'and again' } });
      expect(client.events('a')).toHaveLength(3);
      client.end();
      listener.disconnect();
      expect(heard.join()).toContain('sealed');
      expect(heard.join()).not.toContain('hello');
    });
  });

test('a row of another version, which lacks a column, is not taken for one of ours', () => {
  expect(orderById.revive({ id: 'ord_1', shopKey: 'a' })).toBeUndefined();
});
