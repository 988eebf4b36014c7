import { intersect, expand, Permission, PERMISSIONS } from '../../src/lib/viewer';
import { setSeat } from '../../src/shops/set-seat';
import { eachDatabase } from '../services/databases';
import { act, done, placeOrder } from '../support/market';
import { seller, staff, system } from '../support/people';
import { shanghai, sharedNode } from '../support/shared-node';

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

const SEND = `mutation ($orderId: ID!) { shippingProposalSend(input: {orderId: $orderId, shipDate: "2023-02-05", reason: OTHER}) { proposal { id } userErrors { code } } }`;

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
    const { data } = await node().ask(seller('shop-1', token, sub), SEND, { orderId });
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
