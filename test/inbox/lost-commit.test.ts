/** The database has committed and its answer is lost on the way: nobody knows, so nobody may try again. */
import type { Transaction } from '../../src/lib/database';
import { sendMessage } from '../../src/conversations/send-message';
import { eventually } from '../live/gauges';
import { create, drop } from '../services/mariadb';
import { TcpProxy } from '../services/tcp.proxy';
import { messagesOf, readOrder } from '../support/cards';
import { act, openShop, placeOrder } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { buyer } from '../support/people';
import { shanghai } from '../support/shared-node';

/** More than have a transaction of their own at once: some of them share one. */
const MANY = 8;

const mysqlUrl = process.env['PARLEY_TEST_MYSQL'];
if (mysqlUrl !== undefined)
  describe('a commit whose answer is lost', () => {
    let url: string;
    let wire: TcpProxy;
    let node: TestNode;
    let near: TestNode;

    beforeAll(async () => {
      url = await create(mysqlUrl);
      wire = await TcpProxy.open(Number(new URL(url).port));
      near = await startNode(url);
      const through = new URL(url);
      through.port = String(wire.port);
      node = await startNode(through.href);
      await openShop(near);
      await near.stopClockAt(shanghai('2023-01-30 12:00:00'));
    });

    afterAll(async () => {
      wire.heal();
      await node.stop();
      await near.stop();
      await wire.close();
      await drop(url);
    });

    /** The first that commits hears nothing of it. */
    function loseAnswerToCommit(): void {
      const db = node.app.db;
      const transact = db.transact.bind(db);
      let isFirst = true;
      jest.spyOn(db, 'transact').mockImplementation((work, ...attempts) => {
        const losing = async (tx: Transaction) => {
          const result = await work(tx);
          if (isFirst) wire.loseAnswers();
          isFirst = false;
          return result;
        };
        return transact(losing, ...attempts);
      });
    }

    test('MS-1 a message is there once, and who sent it is told that it is not known', async () => {
      const orders = await Promise.all(Array.from({ length: MANY }, () => placeOrder(near)));
      const texts = async () => {
        const messages = await Promise.all(orders.map((id) => messagesOf(near, id)));
        return (messages.flat() as { text: string }[]).map(({ text }) => text);
      };
      const conversations = await Promise.all(
        orders.map(async (id) => (await readOrder(near, id)).conversation.id as string),
      );
      loseAnswerToCommit();
      const sending = conversations.map((conversationId) =>
        act(node, buyer(), sendMessage, { conversationId, text: `to ${conversationId}` }),
      );
      const settling = Promise.allSettled(sending);
      const [arrived = ''] = await eventually(texts, ({ length }) => length > 0);
      wire.heal(); // who waits for an answer learns that there will be none
      const settled = await settling;
      const known = conversations.filter((_, index) => settled[index]?.status === 'fulfilled');
      const there = await texts();
      expect(new Set(there).size).toBe(there.length);
      expect(there).toEqual(expect.arrayContaining([arrived, ...known.map((id) => `to ${id}`)]));
      expect(known.map((id) => `to ${id}`)).not.toContain(arrived);
    });
  });
