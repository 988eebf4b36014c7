/** What a mutation answers with is read with its commit; where it cannot be, the act has happened all the same. */
import { setImmediate as turn } from 'node:timers/promises';
import { orderById } from '../../src/orders/order.repository';
import { consignOrder } from '../../src/orders/consign-order';
import type { Finder } from '../../src/inbox/context';
import { perform } from '../../src/inbox/perform';
import { eachDatabase } from '../services/databases';
import { placeOrder } from '../support/market';
import { readOrder } from '../support/cards';
import { seller, viewerOf } from '../support/people';
import { shanghai, sharedNode } from '../support/shared-node';

eachDatabase('found with the commit', (database) => {
  const node = sharedNode(database);
  beforeEach(() => node().stopClockAt(shanghai('2023-01-30 12:00:00')));

  const consign = (orderId: string, finder: Finder<unknown>) =>
    perform(node().app, viewerOf(seller()), 'orderConsign', { orderId }, consignOrder, finder);

  test('OR-4 as the act leaves it', async () => {
    const orderId = await placeOrder(node());
    const { result, found } = await consign(orderId, orderById);
    expect(result).toBe(orderId);
    expect(found).toMatchObject({ id: orderId, status: 'CONSIGNED' });
  });

  test.each([
    ['that asks after the commit has left', () => turn()],
    ['that fails', () => Promise.reject(new Error('away'))],
  ])('OR-4 by a finder %s: nothing, and the order is consigned', async (_, before) => {
    const orderId = await placeOrder(node());
    const late: Finder<unknown> = {
      ...orderById,
      find: async (...asked) => {
        await before();
        return orderById.find(...asked);
      },
    };
    const { result, found } = await consign(orderId, late);
    expect([result, found]).toEqual([orderId, undefined]);
    expect(await readOrder(node(), orderId)).toMatchObject({ status: 'CONSIGNED' });
  });
});
