import { setSeat } from '../../src/shops/set-seat';
import { registerShop } from '../../src/shops/register-shop';
import { ShopKind } from '../../src/shops/shop.entity';
import { Permission, intersect, expand, PERMISSIONS } from '../../src/lib/viewer';
import { eachDatabase } from '../services/databases';
import { readOrder, sent } from '../support/cards';
import { act, codesOf, done, openShop, placeOrder } from '../support/market';
import { buyer, seller, staff, system, type Person } from '../support/people';
import { shanghai, sharedNode } from '../support/shared-node';

const NOON = shanghai('2023-01-30 12:00:00');

eachDatabase('who sees what', (database) => {
  const node = sharedNode(database);
  let orderId: string;
  let proposalId: string;
  let ids: Record<string, string>;

  beforeAll(async () => {
    await node().stopClockAt(NOON);
    await openShop(node(), 'shop-2');
    orderId = await placeOrder(node());
    proposalId = await sent(node(), orderId);
    const { conversation } = await readOrder(node(), orderId);
    const messageId = conversation.messages.nodes[0].id;
    ids = {
      order: orderId,
      shippingProposal: proposalId,
      conversation: conversation.id,
      messageId,
    };
    await placeOrder(node(), { shopId: 'shop-2', buyerId: 'buyer-2' });
  });

  const seen = async (person: Person) => {
    const query = `query ($order: ID!, $shippingProposal: ID!, $conversation: ID!, $messageId: ID!) {
      order(id: $order) { id } shippingProposal(id: $shippingProposal) { id } conversation(id: $conversation) { id }
      a: node(id: $order) { id } b: node(id: $shippingProposal) { id } c: node(id: $conversation) { id } d: node(id: $messageId) { id } }`;
    const { data } = await node().ask(person, query, ids);
    return Object.values(data).map((found) => found !== null);
  };

  test.each([
    ['the buyer', buyer(), true],
    ['a seat without a permission', seller('shop-1', []), true],
    ['staff', staff, true],
    ['the back end', system, true],
    ['another buyer', buyer('buyer-2'), false],
    ['another shop', seller('shop-2'), false],
  ])(
    'AC-1 AC-2 AC-3 what belongs to an order is seen, or is not there: by %s',
    async (_, person, sees) => {
      expect(await seen(person)).toEqual(Array.from({ length: 7 }, () => sees));
    },
  );

  test('AC-1 what is not yours looks exactly like what does not exist', async () => {
    const query = `query ($id: ID!) { order(id: $id) { id } shippingProposal(id: $id) { id } conversation(id: $id) { id } shop(id: $id) { id } node(id: $id) { id } }`;
    const answerFor = (id: string) => node().ask(buyer('buyer-2'), query, { id });
    const nothing = await answerFor('ord_01h455vb4pex5vsknk084sn02q');
    for (const id of [orderId, proposalId, 'cnv_x', '', 'ord_', 'zzz_01h455vb4pex5vsknk084sn02q'])
      expect(await answerFor(id)).toEqual(nothing);
    const send = `mutation ($id: ID!) { shippingProposalSend(input: {orderId: $id, shipDate: "2023-02-05", reason: OTHER}) { proposal { id } userErrors { code message field } } }`;
    const refusedFor = (id: string) => node().ask(seller('shop-2'), send, { id });
    const refused = await refusedFor('ord_01h455vb4pex5vsknk084sn02q');
    expect(refused.data.shippingProposalSend.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    for (const id of [orderId, proposalId]) expect(await refusedFor(id)).toEqual(refused);
  });

  test('AC-1 an id of another type is not found', async () => {
    const query = `query ($id: ID!) { order(id: $id) { id } }`;
    expect((await node().ask(buyer(), query, { id: proposalId })).data.order).toBeNull();
  });

  test.each([
    ['the buyer', buyer(), 1, 1],
    ['the shop', seller(), 1, 1],
    ['another buyer', buyer('buyer-2'), 1, 1],
    ['a stranger', buyer('buyer-3'), 0, 0],
    ['staff', staff, 2, 2],
  ])('AC-1 lists and counts hold only what %s sees', async (_, person, count, shopCount) => {
    const query = `{ orders(first: 100) { totalCount nodes { id } } conversations(first: 100) { nodes { id } } shops(first: 100) { nodes { id } } }`;
    const { orders, conversations, shops } = (await node().ask(person, query)).data;
    expect([orders.totalCount, orders.nodes.length, conversations.nodes.length]).toEqual([
      count,
      count,
      count,
    ]);
    expect(shops.nodes).toHaveLength(shopCount);
  });

  test('AC-1 a filter for somebody else’s shop or number finds nothing', async () => {
    const query = `{ orders(filter: {shopId: "shop-1"}) { totalCount } }`;
    expect((await node().ask(seller('shop-2'), query)).data.orders.totalCount).toBe(0);
    expect((await node().ask(seller('shop-1'), query)).data.orders.totalCount).toBe(1);
  });

  test('AC-1 nobody is asked to sign in', async () => {
    const query = `query ($id: ID!) { order(id: $id) { id } }`;
    const { errors } = await node().ask(null, query, { id: orderId });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  test.each([
    ['the shop', seller(), 1],
    ['staff', staff, 1],
    ['the buyer', buyer(), null],
  ])(
    'AC-1 seats are seen by their own shop and the marketplace: by %s',
    async (_, person, count) => {
      await done(
        act(node(), system, setSeat, {
          shopId: 'shop-1',
          seatId: 'shop-1-seat',
          permissions: [Permission.owner],
        }),
      );
      const { shops } = (await node().ask(person, `{ shops { nodes { shopId seats { id } } } }`))
        .data;
      const shop = shops.nodes.find((found: { shopId: string }) => found.shopId === 'shop-1');
      expect(shop.seats?.length ?? null).toBe(count);
    },
  );

  test.each([seller(), buyer()])('AC-1 $role registers no shop', async (person) => {
    const input = { shopId: 'shop-9', name: 'Nine', kind: ShopKind.TMALL };
    expect(codesOf(await act(node(), person, registerShop, input))).toEqual(['FORBIDDEN']);
  });

  test.each([
    ['the back end', system, []],
    ['the owner', seller(), []],
    [
      'a seat that is not the owner',
      seller('shop-1', ['proposals', 'tickets', 'reports', 'chat']),
      ['FORBIDDEN'],
    ],
    ['staff', staff, ['FORBIDDEN']],
    ['the owner of another shop', seller('shop-2'), ['NOT_FOUND']],
    ['a buyer who ordered nothing there', buyer('buyer-9'), ['NOT_FOUND']],
  ])('AC-1 AC-2 %s sets seats', async (_, person, expected) => {
    const input = { shopId: 'shop-1', seatId: 'seat-x', permissions: [] };
    expect(codesOf(await act(node(), person, setSeat, input))).toEqual(expected);
  });

  test('AC-1 a buyer sees the shops of its orders, and sets no seats there', async () => {
    await placeOrder(node(), { buyerId: 'buyer-8' });
    const input = { shopId: 'shop-1', seatId: 'seat-x', permissions: [] };
    expect(codesOf(await act(node(), buyer('buyer-8'), setSeat, input))).toEqual(['FORBIDDEN']);
  });

  test('registering a shop again keeps its id and takes its new name and kind', async () => {
    const register = (name: string, kind: ShopKind) =>
      done(act(node(), system, registerShop, { shopId: 'shop-3', name, kind }));
    const id = await register('Three', ShopKind.TAOBAO);
    expect(await register('Drei', ShopKind.TMALL)).toBe(id);
    const { data } = await node().ask(staff, `query ($id: ID!) { shop(id: $id) { name kind } }`, {
      id,
    });
    expect(data.shop).toEqual({ name: 'Drei', kind: 'TMALL' });
  });
});

const { owner, proposals, chat, tickets } = Permission;

describe('permissions', () => {
  test.each([
    ['owner stands for all', [owner], PERMISSIONS],
    ['in the order they are shown', [chat, proposals], [proposals, chat]],
    ['unknown ones are none', ['admin', chat], [chat]],
    ['none', [], []],
  ])('AC-2 %s', (_, permissions, expected) => {
    expect(expand(permissions)).toEqual(expected);
  });

  test.each([
    ['both have it', [chat], [chat], [chat]],
    ['only the token has it', [chat, proposals], [chat], [chat]],
    ['only the registry has it', [chat], [chat, proposals], [chat]],
    ['an owner’s token, cut by the registry', [owner], [proposals], [proposals]],
    ['a token cut below an owner’s registry', [proposals], [owner], [proposals]],
    ['nothing in common', [tickets], [proposals], []],
  ])('AC-2 token ∩ registry: %s', (_, token, registry, expected) => {
    expect(intersect(token, registry)).toEqual(expected);
  });
});

const PROPOSE = `mutation ($orderId: ID!) { shippingProposalSend(input: {orderId: $orderId, shipDate: "2023-02-05", reason: OTHER}) { proposal { id } userErrors { code } } }`;

eachDatabase('seats at the door', (database) => {
  const node = sharedNode(database);
  beforeAll(() => node().stopClockAt(shanghai('2023-01-30 12:00:00')));

  let seats = 0;
  const newSeat = () => `seat-${String((seats += 1))}`;
  const set = (seatId: string, permissions: Permission[], disabled = false) =>
    done(act(node(), system, setSeat, { shopId: 'shop-1', seatId, permissions, disabled }));
  const permissionsOf = async (sub: string, token: readonly string[]) =>
    (await node().ask(seller('shop-1', token, sub), '{ viewer { permissions } }')).data.viewer
      .permissions;

  async function sendAs(sub: string, token: readonly string[]): Promise<string[]> {
    const orderId = await placeOrder(node());
    const { data } = await node().ask(seller('shop-1', token, sub), PROPOSE, { orderId });
    return data.shippingProposalSend.userErrors.map(({ code }: { code: string }) => code);
  }

  test('AC-2 a seat is known from its first token, with what the token grants', async () => {
    const sub = newSeat();
    expect(await permissionsOf(sub, [chat])).toEqual([chat]);
    expect(await permissionsOf(sub, [chat, proposals])).toEqual([proposals, chat]);
    const { shops } = (
      await node().ask(staff, '{ shops { nodes { seats { seatId permissions registered } } } }')
    ).data;
    expect(shops.nodes[0].seats).toContainEqual({
      seatId: sub,
      permissions: [chat],
      registered: false,
    });
  });

  test('AC-2 the registry cuts what the token grants, and adds nothing to it', async () => {
    const sub = newSeat();
    expect(await sendAs(sub, [owner])).toEqual([]);
    await set(sub, [chat]);
    expect(await permissionsOf(sub, [owner])).toEqual([chat]);
    expect(await sendAs(sub, [owner])).toEqual(['FORBIDDEN']);
    await set(sub, [proposals]);
    expect(await sendAs(sub, [owner])).toEqual([]);
    expect(await sendAs(sub, [chat])).toEqual(['FORBIDDEN']);
  });

  test('AC-2 a disabled seat gets nothing at all, until it is enabled again', async () => {
    const sub = newSeat();
    const person = seller('shop-1', [owner], sub);
    await set(sub, [owner], true);
    const refused = await node().ask(person, '{ viewer { id } orders { totalCount } }');
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(refused.data ?? null).toBeNull();
    await set(sub, [owner]);
    expect((await node().ask(person, '{ viewer { id } }')).data).toEqual({ viewer: { id: sub } });
  });

  test('AC-2 a seat’s rights in one shop say nothing about another', async () => {
    const sub = newSeat();
    await set(sub, []);
    const elsewhere = seller('shop-2', [chat], sub);
    const { data } = await node().ask(elsewhere, '{ viewer { permissions } }');
    expect(data.viewer.permissions).toEqual([chat]);
  });

  test('AC-2 two first tokens at once make one seat', async () => {
    const sub = newSeat();
    await Promise.all(Array.from({ length: 10 }, () => permissionsOf(sub, [chat])));
    const { shops } = (await node().ask(staff, '{ shops { nodes { seats { seatId } } } }')).data;
    expect(
      shops.nodes[0].seats.filter(({ seatId }: { seatId: string }) => seatId === sub),
    ).toHaveLength(1);
  });
});
