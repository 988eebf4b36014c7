/** Who and what there is in a market, by number. */
export const ORDERS_PER_SHOP = 100;
export const shopsAmong = (orders: number): number => Math.ceil(orders / ORDERS_PER_SHOP);
export const buyersAmong = (orders: number): number => Math.ceil(orders / 2);

/** The same ids in every database: a rival's answer can be compared with another's. */
const idOf = (prefix: string, number: number): string =>
  `${prefix}_${String(number).padStart(26, '0')}`;
export const orderId = (order: number): string => idOf('ord', order);
/** The card that is pending. */
export const pendingId = (order: number): string => idOf('prp', order * 3 + 2);

/** Neighbours by number belong to different shops and buyers. */
export const shopOf = (order: number, orders: number): string => `S${order % shopsAmong(orders)}`;
export const buyerOf = (order: number, orders: number): string => `B${order % buyersAmong(orders)}`;
/** One of its five messages. */
export const messageId = (order: number, number: number): string => idOf('msg', order * 5 + number);
