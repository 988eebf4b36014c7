import { purgeKeys } from '../../src/inbox/idempotency.repository';
import { perform } from '../../src/inbox/perform';
import { IDEMPOTENCY_MS } from '../../src/lib/policy';
import { eachDatabase } from '../services/databases';
import { answer, messagesOf, readOrder, sent } from '../support/cards';
import { entriesAbout } from '../support/inbox';
import { done, placeOrder } from '../support/market';
import { buyer, seller, viewerOf, type Person } from '../support/people';
import { shanghai, sharedNode } from '../support/shared-node';

const NOON = shanghai('2023-01-30 12:00:00');
const SEND = `mutation ($input: ShippingProposalSendInput!) { shippingProposalSend(input: $input) { proposal { id status } userErrors { code field } } }`;
const WRITE = `mutation ($input: MessageSendInput!) { messageSend(input: $input) { message { id number } userErrors { code } } }`;

eachDatabase('idempotencyKey', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(NOON));

  let keys = 0;
  const newKey = () => `key-${String((keys += 1))}`;
  const colleague = seller('shop-1', ['owner'], 'seat-2');

  const propose = async (input: object, person: Person = seller()) =>
    (
      await node().ask(person, SEND, {
        input: { shipDate: '2023-02-05', reason: 'OTHER', ...input },
      })
    ).data.shippingProposalSend;
  const conversationOf = async (orderId: string) =>
    (await readOrder(node(), orderId)).conversation.id as string;
  const write = async (input: object, person: Person = seller()) =>
    (await node().ask(person, WRITE, { input })).data.messageSend;

  test('the same key and input: the same object as it is now, and no second effect', async () => {
    const input = { orderId: await placeOrder(node()), idempotencyKey: newKey() };
    const first = await propose(input);
    expect(first.userErrors).toEqual([]);
    await done(answer(node(), 'DECLINE', first.proposal.id));
    const before = await entriesAbout(node(), input.orderId, seller());
    expect(await propose(input)).toEqual({
      proposal: { id: first.proposal.id, status: 'DECLINED' },
      userErrors: [],
    });
    expect(await entriesAbout(node(), input.orderId, seller())).toEqual(before);
  });

  test('the order of the fields makes no other input', async () => {
    const [orderId, idempotencyKey] = [await placeOrder(node()), newKey()];
    const first = await propose({ orderId, idempotencyKey, remark: 'x' });
    expect(await propose({ remark: 'x', idempotencyKey, orderId })).toEqual(first);
  });

  test('another input under the key is a conflict, and does nothing', async () => {
    const orderId = await placeOrder(node());
    const input = { orderId, idempotencyKey: newKey() };
    const { proposal } = await propose(input);
    await done(answer(node(), 'DECLINE', proposal.id));
    expect(await propose({ ...input, shipDate: '2023-02-06' })).toEqual({
      proposal: null,
      userErrors: [{ code: 'IDEMPOTENCY_CONFLICT', field: ['input', 'idempotencyKey'] }],
    });
    expect((await readOrder(node(), orderId)).proposals).toHaveLength(1);
  });

  test('another viewer’s key, and another mutation’s, is another key', async () => {
    const orderId = await placeOrder(node());
    const idempotencyKey = newKey();
    const input = { conversationId: await conversationOf(orderId), text: 'hello', idempotencyKey };
    const numbers = [];
    for (const person of [seller(), colleague, buyer(), seller()])
      numbers.push((await write(input, person)).message.number);
    expect(numbers).toEqual([1, 2, 3, 1]);
    expect((await propose({ orderId, idempotencyKey })).userErrors).toEqual([]);
  });

  test('without a key, and with null, each call is its own', async () => {
    const input = { conversationId: await conversationOf(await placeOrder(node())), text: 'hello' };
    const again = { ...input, idempotencyKey: null };
    const numbers = [];
    for (const one of [input, input, again, again]) numbers.push((await write(one)).message.number);
    expect(numbers).toEqual([1, 2, 3, 4]);
  });

  test.each([
    ['a second before seven days are over', -1_000, 1],
    ['when seven days are over to the second', 0, 1],
    ['in the last millisecond of that second', 999, 1],
    ['a second later', 1_000, 2],
  ])('TM-3 TM-4 remembered %s, purged or not', async (_, offset, number) => {
    const { db } = node().app;
    for (const purged of [false, true]) {
      await node().stopClockAt(NOON);
      const conversationId = await conversationOf(await placeOrder(node()));
      const input = { conversationId, text: 'hello', idempotencyKey: newKey() };
      await write(input);
      await node().stopClockAt(NOON + IDEMPOTENCY_MS + offset);
      if (purged) await purgeKeys(db, NOON + IDEMPOTENCY_MS + offset);
      expect((await write(input)).message.number).toBe(number);
      expect((await write(input)).message.number).toBe(number);
    }
  });

  test('a forgotten key may be used for something else', async () => {
    const orderId = await placeOrder(node());
    const input = {
      conversationId: await conversationOf(orderId),
      text: 'one',
      idempotencyKey: newKey(),
    };
    await write(input);
    await node().stopClockAt(NOON + IDEMPOTENCY_MS + 1_000);
    expect((await write({ ...input, text: 'two' })).userErrors).toEqual([]);
    const texts = (await messagesOf(node(), orderId)).map(({ text }: { text: string }) => text);
    expect(texts).toEqual(['one', 'two']);
  });

  test('concurrent twins make one', async () => {
    const conversationId = await conversationOf(await placeOrder(node()));
    const input = { conversationId, text: 'hello', idempotencyKey: newKey() };
    const twins = await Promise.all(Array.from({ length: 20 }, () => write(input)));
    expect(new Set(twins.map(({ message }) => message.id)).size).toBe(1);
    expect(twins.flatMap(({ userErrors }) => userErrors)).toEqual([]);
  });

  test('concurrent calls with one key and two inputs: one is done, the other is in conflict', async () => {
    const conversationId = await conversationOf(await placeOrder(node()));
    const idempotencyKey = newKey();
    const calls = Array.from({ length: 10 }, (_, index) =>
      write({ conversationId, idempotencyKey, text: index % 2 === 0 ? 'even' : 'odd' }),
    );
    const results = await Promise.all(calls);
    const numbers = results.flatMap(({ message }) => (message === null ? [] : [message.number]));
    expect(numbers).toEqual(Array.from({ length: 5 }, () => 1));
    const conflicts = results.flatMap(({ userErrors }) => userErrors);
    expect(conflicts).toEqual(Array.from({ length: 5 }, () => ({ code: 'IDEMPOTENCY_CONFLICT' })));
  });

  test('refusals are not remembered: what was refused may succeed later under the same key', async () => {
    const orderId = await placeOrder(node());
    const open = await sent(node(), orderId);
    const input = { orderId, idempotencyKey: newKey() };
    expect((await propose(input)).userErrors).toMatchObject([{ code: 'PROPOSAL_ALREADY_PENDING' }]);
    await done(answer(node(), 'DECLINE', open));
    expect((await propose(input)).userErrors).toEqual([]);
  });

  test('a fault leaves no memory behind', async () => {
    const viewer = viewerOf(seller());
    const input = { idempotencyKey: newKey() };
    const fails = () => Promise.reject(new Error('a fault'));
    await expect(perform(node().app, viewer, 'test', input, fails)).rejects.toThrow('a fault');
    const works = () => Promise.resolve('done');
    expect((await perform(node().app, viewer, 'test', input, works)).result).toBe('done');
  });

  test.each([
    ['an empty key', '', 'INVALID_INPUT'],
    ['a key of 200 characters', 'k'.repeat(200), undefined],
    ['a key of 201 characters', 'k'.repeat(201), 'INVALID_INPUT'],
  ])('%s', async (_, idempotencyKey, code) => {
    const conversationId = await conversationOf(await placeOrder(node()));
    const { userErrors } = await write({ conversationId, text: 'hello', idempotencyKey });
    expect(userErrors[0]?.code).toBe(code);
  });
});
