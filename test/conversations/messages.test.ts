import { markConversationRead } from '../../src/conversations/mark-conversation-read';
import { sendMessage } from '../../src/conversations/send-message';
import { eachDatabase } from '../services/databases';
import { scale } from '../services/scale';
import { answer, messagesOf, readOrder, sent } from '../support/cards';
import { cachedToken, type Answer } from '../support/call';
import { entriesAbout } from '../support/inbox';
import { act, codesOf, done, placeOrder } from '../support/market';
import { buyer, seller, staff, system, type Person } from '../support/people';
import { shanghai, sharedNode } from '../support/shared-node';

eachDatabase('conversations', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(shanghai('2023-01-30 12:00:00')));

  const place = async (row = {}) => {
    const orderId = await placeOrder(node(), row);
    return { orderId, id: (await readOrder(node(), orderId, staff)).conversation.id as string };
  };
  const write = (conversationId: string, person: Person, text = 'hello') =>
    act(node(), person, sendMessage, { conversationId, text });
  const mark = (conversationId: string, person: Person, upTo: number) =>
    act(node(), person, markConversationRead, { conversationId, upTo });
  const unread = async (id: string, person: Person): Promise<number> => {
    const query = `query ($id: ID!) { conversation(id: $id) { unreadCount } }`;
    return (await node().ask(person, query, { id })).data.conversation.unreadCount;
  };

  test('MS-1 messages of many writers are numbered without gaps, in the order they are read', async () => {
    const { id, orderId } = await place();
    const count = scale(200, 40);
    const writers = [buyer(), seller(), seller('shop-1', ['chat'], 'seat-2')];
    const results = Array.from({ length: count }, (_, index) =>
      // Every fifth is refused, which must not take a number.
      write(id, writers[index % 3]!, index % 5 === 0 ? '' : `m${String(index)}`),
    );
    const written = (await Promise.all(results)).filter((result) => typeof result === 'string');
    expect(written).toHaveLength(count - Math.ceil(count / 5));
    const query = `query ($id: ID!, $after: String) { conversation(id: $id) { lastNumber messages(first: 100, after: $after) { nodes { number } pageInfo { endCursor hasNextPage } } } }`;
    const numbers: number[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const { data }: Answer = await node().ask(buyer(), query, { id, after });
      const { messages } = data.conversation;
      numbers.push(...messages.nodes.map(({ number }: { number: number }) => number));
      more = messages.pageInfo.hasNextPage;
      after = messages.pageInfo.endCursor;
    }
    expect(numbers).toEqual(written.map((_, index) => index + 1));
    expect((await readOrder(node(), orderId)).conversation.lastNumber).toBe(written.length);
  });

  test('MS-2 a card and its result are worded for each reader, from the same facts', async () => {
    const { orderId } = await place();
    await done(answer(node(), 'ACCEPT', await sent(node(), orderId)));
    const query = `query ($id: ID!) { order(id: $id) { conversation { messages { nodes { text code } } } } }`;
    const textsIn = async (language: string) => {
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${await cachedToken(buyer())}`,
        'accept-language': language,
      };
      const body = JSON.stringify({ query, variables: { id: orderId } });
      const response = await fetch(node().url, { method: 'POST', headers, body });
      const { data } = (await response.json()) as Answer;
      return data.order.conversation.messages.nodes.map(({ text }: { text: string }) => text);
    };
    expect(await textsIn('en')).toEqual([
      'Proposal 1: ship by the end of 2023-02-05 (short of stock). Please answer by 2023-01-31 12:00:00.',
      'The buyer agreed: the order ships by 2023-02-05 23:59:59.',
    ]);
    expect(await textsIn('zh-CN,en;q=0.5')).toEqual([
      '第 1 次协商：2023-02-05 当日结束前发货（库存不足）。请在 2023/01/31 12:00:00 前答复。',
      '买家已同意：订单将于 2023/02/05 23:59:59 前发货。',
    ]);
  });

  test.each([
    ['the buyer', buyer(), [], { sender: 'BUYER', seat: null }],
    [
      'a seat with chat',
      seller('shop-1', ['chat'], 'seat-2'),
      [],
      { sender: 'SELLER', seat: 'seat-2' },
    ],
    [
      'a seat without chat',
      seller('shop-1', ['proposals', 'tickets', 'reports']),
      ['FORBIDDEN'],
      null,
    ],
    ['staff', staff, ['FORBIDDEN'], null],
    ['the back end', system, ['FORBIDDEN'], null],
    ['another buyer', buyer('buyer-2'), ['NOT_FOUND'], null],
    ['another shop', seller('shop-2'), ['NOT_FOUND'], null],
  ])('MS-3 AC-1 AC-2 %s writes in the chat of an order', async (_, person, expected, sender) => {
    const { id, orderId } = await place();
    expect(codesOf(await write(id, person))).toEqual(expected);
    const messages = await messagesOf(node(), orderId);
    expect(messages).toMatchObject(
      sender === null ? [] : [{ kind: 'TEXT', text: 'hello', code: null, ...sender }],
    );
  });

  test('MS-3 IN-1 a message is one entry in each inbox, the writer’s own included', async () => {
    const { id, orderId } = await place();
    const messageId = await done(write(id, buyer()));
    for (const person of [buyer(), seller()])
      expect((await entriesAbout(node(), orderId, person)).slice(1)).toMatchObject([
        { kind: 'MESSAGE_SENT', actor: 'BUYER', actorId: 'buyer-1', message: { id: messageId } },
      ]);
  });

  test.each([
    ['empty', '', ['INVALID_INPUT']],
    ['of blanks', ' \n', ['INVALID_INPUT']],
    ['of one character', '好', []],
    ['of 2,000 characters', '🍵'.repeat(2_000), []],
    ['of 2,001 characters', 'x'.repeat(2_001), ['INVALID_INPUT']],
  ])('MS-2 a text %s', async (_, text, expected) => {
    const { id, orderId } = await place();
    expect(codesOf(await write(id, buyer(), text))).toEqual(expected);
    const texts = (await messagesOf(node(), orderId)).map(
      (message: { text: string }) => message.text,
    );
    expect(texts).toEqual(expected.length === 0 ? [text] : []);
  });

  test('MS-4 own messages are never unread, neither are those of before the mark', async () => {
    const { id } = await place();
    await done(write(id, buyer()));
    await done(write(id, seller()));
    await done(write(id, buyer()));
    const colleague = seller('shop-1', ['chat'], 'seat-2');
    expect([
      await unread(id, buyer()),
      await unread(id, seller()),
      await unread(id, colleague),
    ]).toEqual([1, 2, 3]);
    await done(mark(id, seller(), 1));
    expect(await unread(id, seller())).toBe(1);
    await done(mark(id, seller(), 3));
    expect([await unread(id, seller()), await unread(id, colleague)]).toEqual([0, 3]);
  });

  test('MS-4 results are unread for both, a card only for the other side', async () => {
    const { id, orderId } = await place();
    const proposalId = await sent(node(), orderId);
    expect([await unread(id, buyer()), await unread(id, seller())]).toEqual([1, 0]);
    await done(answer(node(), 'DECLINE', proposalId));
    expect([await unread(id, buyer()), await unread(id, seller())]).toEqual([2, 1]);
  });

  test('MS-4 a mark never moves back', async () => {
    const { id } = await place();
    for (let count = 0; count < 3; count += 1) await done(write(id, seller()));
    await done(mark(id, buyer(), 3));
    await done(mark(id, buyer(), 1));
    expect(await unread(id, buyer())).toBe(0);
    await Promise.all([1, 3, 2, 3, 1].map((upTo) => done(mark(id, buyer(), upTo))));
    expect(await unread(id, buyer())).toBe(0);
  });

  test.each([
    [-1, ['INVALID_INPUT']],
    [0, []],
    [2, []],
    [3, ['INVALID_INPUT']],
  ])('MS-4 two messages can be marked up to %d', async (upTo, expected) => {
    const { id } = await place();
    for (let count = 0; count < 2; count += 1) await done(write(id, seller()));
    expect(codesOf(await mark(id, buyer(), upTo))).toEqual(expected);
  });

  test('MS-4 AC-1 somebody else’s conversation cannot be marked', async () => {
    const { id } = await place();
    expect(codesOf(await mark(id, buyer('buyer-2'), 0))).toEqual(['NOT_FOUND']);
    expect(codesOf(await mark('cnv_x', buyer(), 0))).toEqual(['NOT_FOUND']);
  });

  test('MS-4 counts in all, and the filter for unread conversations agrees', async () => {
    const person = buyer('buyer-unread');
    const [one, two] = [await place({ buyerId: person.sub }), await place({ buyerId: person.sub })];
    await done(write(one.id, seller()));
    await done(write(one.id, seller()));
    await done(write(two.id, seller()));
    const query = `{ viewer { unreadCount } conversations(filter: {unread: true}) { nodes { id unreadCount } } }`;
    const before = (await node().ask(person, query)).data;
    expect(before.viewer.unreadCount).toBe(3);
    expect(new Set(before.conversations.nodes)).toEqual(
      new Set([
        { id: one.id, unreadCount: 2 },
        { id: two.id, unreadCount: 1 },
      ]),
    );
    await done(mark(one.id, person, 2));
    const after = (await node().ask(person, query)).data;
    expect(after).toEqual({
      viewer: { unreadCount: 1 },
      conversations: { nodes: [{ id: two.id, unreadCount: 1 }] },
    });
  });
});
