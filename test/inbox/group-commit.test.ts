/** What comes at once shares transactions: that nobody can tell from it, and that nobody's trouble is another's. */
import { createConnection } from 'mysql2/promise';
import { PARLEY, type Act } from '../../src/inbox/act';
import { performTogether } from '../../src/inbox/act-group';
import { INBOX_LOG, shopInbox } from '../../src/inbox/inbox.repository';
import { sendMessage } from '../../src/conversations/send-message';
import { lockOrders } from '../../src/orders/order.repository';
import { eachDatabase } from '../services/databases';
import { answer, messagesOf, readCard, readOrder, send, sent } from '../support/cards';
import { act, codesOf, done, placeOrder } from '../support/market';
import { buyer } from '../support/people';
import { shanghai, sharedNode } from '../support/shared-node';

const NOON = shanghai('2023-01-30 12:00:00');
/** More than have a transaction of their own at once. */
const MANY = 12;

interface Card {
  readonly orderId: string;
  readonly id: string;
}

eachDatabase('acts that come at once', (database) => {
  let url: string;
  const node = sharedNode({
    ...database,
    createUrl: async () => (url = await database.createUrl()),
  });
  beforeEach(() => node().stopClockAt(NOON));

  async function place(): Promise<Card> {
    const orderId = await placeOrder(node());
    return { orderId, id: await sent(node(), orderId) };
  }
  const placeMany = (count = MANY): Promise<Card[]> =>
    Promise.all(Array.from({ length: count }, place));
  const accept = ({ id }: Card) => answer(node(), 'ACCEPT', id);
  const statusOf = async ({ id }: Card) => (await readCard(node(), id)).status as string;
  const statuses = (cards: readonly Card[]) => Promise.all(cards.map(statusOf));

  /** How many transactions were committed while this was done. */
  async function transactionsOf(work: () => Promise<unknown>): Promise<number> {
    const spy = jest.spyOn(node().app.db, 'transact');
    await work();
    const count = spy.mock.calls.length;
    spy.mockRestore();
    return count;
  }

  const entriesAfter = (number: number) =>
    INBOX_LOG.after(node().app.db, shopInbox('shop-1'), number, 100);
  const head = async () =>
    (await INBOX_LOG.heads(node().app.db, [shopInbox('shop-1')])).get(shopInbox('shop-1'))!;

  test('SP-8 SP-13 IN-2 share transactions, and each is told as by itself', async () => {
    const cards = await placeMany();
    const before = await head();
    const taken = await transactionsOf(() => Promise.all(cards.map((card) => done(accept(card)))));
    expect(taken).toBeLessThan(MANY / 2);
    const entries = await entriesAfter(before);
    expect(entries.map(({ number }) => number)).toEqual(
      cards.map((_, index) => before + index + 1),
    );
    expect(entries.map(({ proposalId }) => proposalId).sort()).toEqual(
      cards.map(({ id }) => id).sort(),
    );
    for (const { orderId, id } of cards) {
      const { proposals, history, agreedShipBy, conversation } = await readOrder(node(), orderId);
      expect(proposals).toMatchObject([{ id, status: 'ACCEPTED' }]);
      expect(agreedShipBy).toBe('2023-02-05T15:59:59Z');
      expect(conversation.messages.nodes).toMatchObject([
        { number: 1, code: 'PROPOSAL_CARD' },
        { number: 2, code: 'PROPOSAL_ACCEPTED' },
      ]);
      expect(history.filter(({ rule }: { rule: string }) => rule === 'SP-8')).toHaveLength(2);
      const entry = entries.find(({ proposalId }) => proposalId === id);
      expect(entry?.messageId).toBe(conversation.messages.nodes[1].id);
    }
  });

  test('SP-8 by themselves, each has a transaction of its own at once', async () => {
    const cards = await placeMany(2);
    const taken = await transactionsOf(() => Promise.all(cards.map((card) => done(accept(card)))));
    expect(taken).toBe(2);
  });

  test('SP-8 SP-9 SP-12 on one card: one answer counts, however many come', async () => {
    const cards = await placeMany(3);
    const answers = await Promise.all(
      [...cards, ...cards, ...cards, ...cards].map(async ({ id }, index) => {
        const how = index % 2 === 0 ? 'ACCEPT' : 'DECLINE';
        return { id, how, codes: codesOf(await answer(node(), how, id)) };
      }),
    );
    for (const { orderId, id } of cards) {
      const messages = await messagesOf(node(), orderId);
      expect(messages).toHaveLength(2);
      const won = messages[1].code === 'PROPOSAL_ACCEPTED' ? 'ACCEPT' : 'DECLINE';
      for (const { how, codes } of answers.filter((one) => one.id === id))
        expect(codes).toEqual(how === won ? [] : ['PROPOSAL_NOT_PENDING']);
    }
  });

  test('twins with one key are one act', async () => {
    const { conversation } = await readOrder(node(), await placeOrder(node()));
    const input = {
      conversationId: conversation.id as string,
      text: 'once',
      idempotencyKey: 'twins',
    };
    const ids = await Promise.all(
      Array.from({ length: MANY }, () => done(act(node(), buyer(), sendMessage, input))),
    );
    expect(new Set(ids).size).toBe(1);
  });

  test('MS-1 in one conversation are numbered without gaps, each message once', async () => {
    const orderId = await placeOrder(node());
    const { id: conversationId } = (await readOrder(node(), orderId)).conversation;
    const texts = Array.from({ length: MANY }, (_, index) => `message ${String(index)}`);
    const say = (text: string) => act(node(), buyer(), sendMessage, { conversationId, text });
    // The seller's card goes to the same conversation by way of the order.
    await Promise.all([send(node(), orderId), ...texts.map((text) => done(say(text)))]);
    const messages = await messagesOf(node(), orderId);
    expect(messages.map(({ number }: { number: number }) => number)).toEqual(
      Array.from({ length: MANY + 1 }, (_, index) => index + 1),
    );
    const said = messages.map(
      ({ text, code }: { text: string; code: string | null }) => code ?? text,
    );
    expect(said.sort()).toEqual([...texts, 'PROPOSAL_CARD'].sort());
  });

  test('SP-6 TM-5 with some whose card has expired, which nobody has recorded yet', async () => {
    const late = await placeMany(MANY / 2);
    await node().stopClockAt(NOON + 43_200_000);
    const early = await placeMany(MANY / 2);
    await node().stopClockAt(NOON + 86_401_000);
    const answers = await Promise.all([...early, ...late].map(accept));
    expect(answers.map(codesOf)).toEqual([
      ...early.map(() => []),
      ...late.map(() => ['PROPOSAL_NOT_PENDING']),
    ]);
    expect(await statuses(early)).toEqual(early.map(() => 'ACCEPTED'));
    expect(await statuses(late)).toEqual(late.map(() => 'EXPIRED'));
    for (const { orderId } of late) expect(await messagesOf(node(), orderId)).toHaveLength(1);
  });

  test('AC-1 SP-8 with some that are refused', async () => {
    const cards = await placeMany();
    const isMine = (index: number) => index % 3 !== 0;
    const answers = await Promise.all(
      cards.map(({ id }, index) =>
        answer(node(), 'ACCEPT', id, isMine(index) ? buyer() : buyer('buyer-2')),
      ),
    );
    expect(answers.map(codesOf)).toEqual(
      cards.map((_, index) => (isMine(index) ? [] : ['NOT_FOUND'])),
    );
    expect(await statuses(cards)).toEqual(
      cards.map((_, index) => (isMine(index) ? 'ACCEPTED' : 'PENDING')),
    );
  });

  test('the failure of one is nobody else’s', async () => {
    const cards = await placeMany();
    const { id } = cards[5]!;
    const failing =
      database.kind === 'sqlite'
        ? `CREATE TRIGGER no_message BEFORE INSERT ON messages WHEN NEW.facts LIKE '%${id}%' BEGIN SELECT RAISE(ABORT, 'no'); END`
        : `CREATE TRIGGER no_message BEFORE INSERT ON messages FOR EACH ROW
            BEGIN IF NEW.facts LIKE '%${id}%' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'; END IF; END`;
    await node().app.db.transact((tx) => tx.run(failing));
    const answers = await Promise.allSettled(cards.map(accept));
    await node().app.db.transact((tx) => tx.run('DROP TRIGGER no_message'));
    expect(answers.map(({ status }) => status)).toEqual(
      cards.map((card) => (card.id === id ? 'rejected' : 'fulfilled')),
    );
    expect(await statuses(cards)).toEqual(
      cards.map((card) => (card.id === id ? 'PENDING' : 'ACCEPTED')),
    );
    const messages = await Promise.all(cards.map(({ orderId }) => messagesOf(node(), orderId)));
    expect(messages.map(({ length }) => length)).toEqual(
      cards.map((card) => (card.id === id ? 1 : 2)),
    );
  });

  test('a row is one act’s: who comes second to it goes on alone', async () => {
    const [first, second] = [await placeOrder(node()), await placeOrder(node())];
    const locking = (id: string) => ({
      actor: PARLEY,
      work: async (one: Act) => (await lockOrders(one, [id])).map((order) => order.id),
    });
    const { app } = node();
    const performed = await performTogether(app, [first, second, first].map(locking));
    expect(performed).toMatchObject([{ result: [first] }, { result: [second] }, undefined]);
  });

  if (database.kind === 'mysql')
    test('nobody waits for an order that somebody else holds but who wants it', async () => {
      const cards = await placeMany();
      const holder = await createConnection(url);
      await holder.query('START TRANSACTION');
      await holder.query('SELECT id FROM orders WHERE id = ? FOR UPDATE', [cards[5]!.orderId]);
      let accepting: Promise<unknown>[] = [];
      const taken = await transactionsOf(async () => {
        accepting = cards.map((card) => done(accept(card)));
        await Promise.all(accepting.filter((_, index) => index !== 5));
      });
      expect(taken).toBeLessThan(MANY / 2);
      expect((await statuses(cards)).filter((status) => status === 'PENDING')).toHaveLength(1);
      await holder.query('ROLLBACK');
      await accepting[5];
      await holder.end();
      expect(await statuses(cards)).toEqual(cards.map(() => 'ACCEPTED'));
    });
});
