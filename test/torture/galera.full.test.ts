/** What a cluster adds to the traps: locks of one member only, commits that fail, and members that are a moment behind. */
import { createConnection, type Connection } from 'mysql2/promise';
import { sendMessage } from '../../src/conversations/send-message';
import { MIGRATIONS } from '../../src/migrations';
import { eventually } from '../live/gauges';
import { INBOX, LiveClient } from '../live/live-socket.client';
import { openChat, type Chat } from '../live/chat';
import { findGalera, startGalera, type Galera } from '../services/galera';
import { startRedis, type Redis } from '../services/redis';
import { act, codesOf, done, orderRow, placeOrder } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { buyer, seller } from '../support/people';
import { open } from '../support/tickets';

const TOGETHER = 40;

// Starting three members takes longer than all the rest of a quick run may.
if (findGalera() !== undefined)
  describe('two nodes, each on a member of its own of a Galera cluster', () => {
    let galera: Galera;
    let redis: Redis;
    let here: TestNode;
    let there: TestNode;
    let member: Connection;
    let room: Chat;

    beforeAll(async () => {
      galera = await startGalera();
      redis = await startRedis();
      const name = await galera.createDatabase();
      const url = (index: number): string =>
        `mysql://root@127.0.0.1:${galera.members[index]!.port}/${name}`;
      const environment = { REDIS_URL: redis.url };
      // At once, on an empty database.
      [here, there] = await Promise.all([
        startNode(url(0), { environment }),
        startNode(url(1), { environment }),
      ]);
      member = await createConnection(url(1));
      room = await openChat(here);
    }, 120_000);

    afterAll(async () => {
      await member.end();
      await here.stop();
      await there.stop();
      await redis.stop();
      await galera.stop();
    });

    const say = (node: TestNode, text: string, idempotencyKey = text) =>
      act(node, buyer(), sendMessage, {
        conversationId: room.conversationId,
        text,
        idempotencyKey,
      });

    /** Runs something while the second member gets everything, and applies nothing. */
    async function whileBehind(work: () => Promise<void>): Promise<void> {
      await member.query('FLUSH TABLES WITH READ LOCK');
      try {
        await work();
      } finally {
        await member.query('UNLOCK TABLES');
      }
    }

    /** What a session of the second member reads that does not wait. */
    async function headAsMemberHasIt(): Promise<number> {
      const sql = `SELECT head FROM inboxes WHERE id = 'shop:shop-1'`;
      const [rows] = await member.query(sql);
      return (rows as { head: number }[])[0]!.head;
    }

    test('one of them migrated the database', async () => {
      const rows = await there.app.db.rows('SELECT name FROM migrations');
      expect(rows).toHaveLength(MIGRATIONS.length);
    });

    test('trap 13 read-modify-writes on both lose none: commits that fail run again', async () => {
      const id = 'galera';
      await here.app.db.transact((tx) =>
        tx.run('INSERT INTO inboxes (id, head) VALUES (?, 0)', [id]),
      );
      let attempts = 0;
      const add = ({ app: { db } }: TestNode) =>
        db.transact(async (tx) => {
          attempts += 1;
          const sql = `SELECT head FROM inboxes WHERE id = ?${db.dialect.forUpdate}`;
          const [row] = await tx.rows<{ head: number }>(sql, [id]);
          await tx.run('UPDATE inboxes SET head = ? WHERE id = ?', [row!.head + 1, id]);
        });
      for (let turn = 0; turn < TOGETHER; turn += 1) await Promise.all([add(here), add(there)]);
      const sql = 'SELECT head FROM inboxes WHERE id = ?';
      expect(await there.app.db.rows(sql, [id])).toEqual([{ head: 2 * TOGETHER }]);
      expect(attempts).toBeGreaterThan(2 * TOGETHER);
    });

    test('TK-2 of two tickets opened on both at once one is refused, though neither sees the other’s lock', async () => {
      for (let turn = 0; turn < TOGETHER; turn += 1) {
        const orderId = await placeOrder(here);
        const opened = await Promise.all([open(here, orderId), open(there, orderId)]);
        expect(opened.flatMap(codesOf)).toEqual(['TICKET_ALREADY_OPEN']);
      }
    });

    test('CO-6 sweeps on both record each breach once: what one skips as locked, the other does not see as locked', async () => {
      await here.stopClockAt('2023-01-30T04:00:00Z');
      const orders: string[] = [];
      for (let order = 0; order < TOGETHER; order += 1)
        orders.push(await placeOrder(here, orderRow()));
      await here.stopClockAt('2023-03-01T00:00:00Z');
      await Promise.all([here.recordDue(), there.recordDue()]);
      const sql = `SELECT COUNT(*) AS breaches, COUNT(DISTINCT order_id) AS orders FROM history
        WHERE rule = 'OR-6' AND to_state = 'BREACHED' AND order_id IN (?)`;
      expect(await there.app.db.rows(sql, [orders])).toEqual([
        { breaches: TOGETHER, orders: TOGETHER },
      ]);
    });

    test('IN-3 a cursor taken on one is not ahead of the log on the other, which is a moment behind', async () => {
      // A seat is registered when it is first seen, and nothing can be written there meanwhile.
      await there.ask(seller(), '{ inboxHead }');
      const client = await LiveClient.signIn(there.wsUrl, seller());
      let cursor = '';
      await whileBehind(async () => {
        const before = await headAsMemberHasIt();
        await done(say(here, 'first'));
        cursor = (await here.ask(seller(), '{ inboxHead }')).data.inboxHead;
        expect(await headAsMemberHasIt()).toBe(before); // behind, as planned
        client.subscribe('a', INBOX, { after: cursor });
        // By now a session that does not wait would have answered that the cursor is unknown.
        await new Promise((resolve) => setTimeout(resolve, 500));
      });
      await done(say(here, 'second'));
      await eventually(
        () => client.events('a').length,
        (events) => events > 0,
      );
      const [{ data }] = client.events('a');
      expect(data.inbox).toMatchObject({ __typename: 'InboxEntry', message: { text: 'second' } });
      client.end();
    });

    test('a key used on one brings back the same object on the other, which is a moment behind', async () => {
      let again: Promise<unknown> | undefined;
      let first: unknown;
      await whileBehind(async () => {
        first = await done(say(here, 'once', 'a key'));
        again = done(say(there, 'once', 'a key'));
        await new Promise((resolve) => setTimeout(resolve, 300));
      });
      expect(await again).toEqual(first);
    });
  });
