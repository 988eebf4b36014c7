/** SQL of shops and seats. */
import { lockOnAllMembers } from '../lib/cluster';
import type { Reader, Transaction } from '../lib/database';
import { allEach, oneEach } from '../lib/keyed';
import { insert, select } from '../lib/rows';
import { Role, type Viewer } from '../lib/viewer';
import type { Act } from '../inbox/act';
import type { Batch } from '../inbox/context';
import { Seat } from './seat.entity';
import { Shop } from './shop.entity';

export async function findShop(source: Reader, key: string): Promise<Shop | undefined> {
  return (await select(source, Shop, 'WHERE shop_id = ?', [key]))[0];
}

/** What is counted for a shop as a whole is changed by one act at a time. After the locks of its orders. */
export async function lockShop({ app: { db }, tx }: Act, key: string): Promise<void> {
  const sql = `SELECT id FROM shops WHERE shop_id = ?${db.dialect.forUpdate}`;
  const shops = await tx.rows<{ id: string }>(sql, [key]);
  lockOnAllMembers(
    db,
    tx,
    shops.map(({ id }) => id),
  );
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

/** The marketplace's own names of a seat. */
export type SeatKey = Pick<Seat, 'shopKey' | 'seatId'>;

/** Seats asked for in one statement. */
const SEATS_AT_ONCE = 200;

/** Those of these seats that are known, in no particular order. */
export async function findSeats(source: Reader, keys: readonly SeatKey[]): Promise<Seat[]> {
  const found: Seat[] = [];
  for (let from = 0; from < keys.length; from += SEATS_AT_ONCE) {
    const some = keys.slice(from, from + SEATS_AT_ONCE);
    const each = some.map(() => '(shop_key = ? AND seat_id = ?)').join(' OR ');
    const values = some.flatMap(({ shopKey, seatId }) => [shopKey, seatId]);
    found.push(...(await select(source, Seat, `WHERE ${each}`, values)));
  }
  return found;
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

/** By the marketplace's key, for who sees it (AC-1). */
export async function findShopSeenBy(
  source: Reader,
  viewer: Viewer,
  key: string,
): Promise<Shop | undefined> {
  const { where, values } = shopsSeenBy(viewer);
  return (await select(source, Shop, `WHERE shop_id = ? AND ${where}`, [key, ...values]))[0];
}

export const shopById: Batch<string, Shop | null> = async (context, ids) => {
  const { where, values } = shopsSeenBy(context.signedIn());
  const shops = await select(context.app.db, Shop, `WHERE id IN (?) AND ${where}`, [
    ids,
    ...values,
  ]);
  return oneEach(ids, shops, ({ id }) => id);
};

/** By the marketplace's key, for objects whose viewer was checked already. */
export const shopByKey: Batch<string, Shop | null> = async (context, keys) => {
  const shops = await select(context.app.db, Shop, 'WHERE shop_id IN (?)', [keys]);
  return oneEach(keys, shops, ({ shopId }) => shopId);
};

export const seatsByShop: Batch<string, Seat[]> = async (context, keys) => {
  const seats = await select(context.app.db, Seat, 'WHERE shop_key IN (?) ORDER BY seat_id', [
    keys,
  ]);
  return allEach(keys, seats, ({ shopKey }) => shopKey);
};

/** AC-1: seats are seen by their own shop and by the marketplace. */
export const seatById: Batch<string, Seat | null> = async (context, ids) => {
  const { role, shop } = context.signedIn();
  const seats = await select(context.app.db, Seat, 'WHERE id IN (?)', [ids]);
  const seen = seats.filter(
    (seat) => role !== Role.BUYER && (shop === null || seat.shopKey === shop),
  );
  return oneEach(ids, seen, ({ id }) => id);
};

export const insertShop = (tx: Transaction, shop: Shop): void => insert(tx, Shop, [shop]);

export const insertSeat = (tx: Transaction, seat: Seat): void => insert(tx, Seat, [seat]);

export function updateShop(tx: Transaction, { id, name, kind }: Shop): void {
  tx.post('UPDATE shops SET name = ?, kind = ? WHERE id = ?', [name, kind, id]);
}

export function updateSeat(tx: Transaction, seat: Seat): void {
  tx.post(
    'UPDATE seats SET permissions = ?, disabled = ?, registered = 1, changed_at = ? WHERE id = ?',
    [JSON.stringify(seat.permissions), seat.disabled, seat.changedAt, seat.id],
  );
}
