/** SQL of shops and seats. */
import type { Reader, Transaction } from '../lib/database';
import { insert, select } from '../lib/rows';
import { Role, type Viewer } from '../lib/viewer';
import type { Batch } from '../inbox/context';
import { Seat } from './seat.entity';
import { Shop } from './shop.entity';

export async function findShop(source: Reader, key: string): Promise<Shop | undefined> {
  return (await select(source, Shop, 'WHERE shop_id = ?', [key]))[0];
}

/** What is counted for a shop as a whole is changed by one act at a time. After the locks of its orders. */
export async function lockShop(tx: Transaction, key: string, lock: string): Promise<void> {
  await tx.rows(`SELECT id FROM shops WHERE shop_id = ?${lock}`, [key]);
}

export async function findSeat(
  source: Reader,
  key: string,
  seatId: string,
  lock = '',
): Promise<Seat | undefined> {
  const tail = `WHERE shop_key = ? AND seat_id = ?${lock}`;
  return (await select(source, Seat, tail, [key, seatId]))[0];
}

/** Which of these shops are registered. */
export async function registeredShops(
  source: Reader,
  keys: readonly string[],
): Promise<Set<string>> {
  const shops = await select(source, Shop, 'WHERE shop_id IN (?)', [keys]);
  return new Set(shops.map((shop) => shop.shopId));
}

/** AC-1: the shops a viewer sees: the own; for a buyer those it ordered from; all for the platform and its back end. */
export function shopsSeenBy(viewer: Viewer): { where: string; values: string[] } {
  if (viewer.role === Role.SELLER) return { where: 'shop_id = ?', values: [viewer.shop ?? ''] };
  if (viewer.role === Role.BUYER)
    return {
      where: 'shop_id IN (SELECT shop_key FROM orders WHERE buyer_id = ?)',
      values: [viewer.sub],
    };
  return { where: '1 = 1', values: [] };
}

export const shopById: Batch<string, Shop | null> = async (context, ids) => {
  const { where, values } = shopsSeenBy(context.signedIn());
  const shops = await select(context.app.db, Shop, `WHERE id IN (?) AND ${where}`, [
    ids,
    ...values,
  ]);
  const byId = new Map(shops.map((shop) => [shop.id, shop]));
  return ids.map((id) => byId.get(id) ?? null);
};

/** By the marketplace's key, for objects whose viewer was checked already. */
export const shopByKey: Batch<string, Shop | null> = async (context, keys) => {
  const shops = await select(context.app.db, Shop, 'WHERE shop_id IN (?)', [keys]);
  const byKey = new Map(shops.map((shop) => [shop.shopId, shop]));
  return keys.map((key) => byKey.get(key) ?? null);
};

export const seatsByShop: Batch<string, Seat[]> = async (context, keys) => {
  const seats = await select(context.app.db, Seat, 'WHERE shop_key IN (?) ORDER BY seat_id', [
    keys,
  ]);
  return keys.map((key) => seats.filter((seat) => seat.shopKey === key));
};

/** AC-1: seats are seen by their own shop and by the marketplace. */
export const seatById: Batch<string, Seat | null> = async (context, ids) => {
  const { role, shop } = context.signedIn();
  const seats = await select(context.app.db, Seat, 'WHERE id IN (?)', [ids]);
  const seen = seats.filter(
    (seat) => role !== Role.BUYER && (shop === null || seat.shopKey === shop),
  );
  const byId = new Map(seen.map((seat) => [seat.id, seat]));
  return ids.map((id) => byId.get(id) ?? null);
};

export const insertShop = (tx: Transaction, shop: Shop): Promise<void> => insert(tx, Shop, [shop]);

export const insertSeat = (tx: Transaction, seat: Seat): Promise<void> => insert(tx, Seat, [seat]);

export async function updateShop(tx: Transaction, { id, name, kind }: Shop): Promise<void> {
  await tx.run('UPDATE shops SET name = ?, kind = ? WHERE id = ?', [name, kind, id]);
}

export async function updateSeat(tx: Transaction, seat: Seat): Promise<void> {
  await tx.run(
    'UPDATE seats SET permissions = ?, disabled = ?, registered = 1, changed_at = ? WHERE id = ?',
    [JSON.stringify(seat.permissions), seat.disabled, seat.changedAt, seat.id],
  );
}
