import { Temporal } from 'temporal-polyfill';

/** One order of the file. Instants are milliseconds since 1970, whole seconds. */
export interface OrderRow {
  /** Where it stands in the file; the header is line 1. */
  readonly line: number;
  readonly orderNo: string;
  readonly sellerId: string;
  readonly buyerId: string;
  readonly paidAt: number;
  readonly shipBy: number;
  readonly pickedUpAt: number | undefined;
  readonly deliveredAt: number | undefined;
  /** Goods value in minor units. */
  readonly amountMinor: number;
  readonly items: number;
}

/** A row that cannot be understood; the message names the column and what it holds. */
export class RowError extends Error {
  override readonly name = 'RowError';
}

/** The columns a file must have, in any order; others, such as `status`, are not read. */
export const COLUMNS = [
  'order_no',
  'seller_id',
  'buyer_id',
  'paid_at',
  'ship_by',
  'picked_up_at',
  'delivered_at',
  'amount',
  'items',
] as const;

type Column = (typeof COLUMNS)[number];
export type Fields = Readonly<Record<Column, string>>;

/** The zone whose wall clock the file tells (TM-2). */
export const ZONE = 'Asia/Shanghai';

/** Reads one row's fields; throws {@link RowError} at the first that makes no sense. */
export function orderRowOf(line: number, fields: Fields): OrderRow {
  return {
    line,
    orderNo: keyIn(fields, 'order_no'),
    sellerId: keyIn(fields, 'seller_id'),
    buyerId: keyIn(fields, 'buyer_id'),
    paidAt: instantIn(fields, 'paid_at'),
    shipBy: instantIn(fields, 'ship_by'),
    pickedUpAt: fields.picked_up_at === '' ? undefined : instantIn(fields, 'picked_up_at'),
    deliveredAt: fields.delivered_at === '' ? undefined : instantIn(fields, 'delivered_at'),
    amountMinor: amountIn(fields),
    items: itemsIn(fields),
  };
}

function keyIn(fields: Fields, column: Column): string {
  if (fields[column] === '') throw new RowError(`${column} is empty`);
  return fields[column];
}

const WALL_CLOCK = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?$/;

/** Deadlines have whole-second precision (TM-3), so a fraction is dropped. */
function instantIn(fields: Fields, column: Column): number {
  const [, day, time] = WALL_CLOCK.exec(fields[column]) ?? [];
  if (day === undefined || time === undefined) throw wrong(fields, column, 'YYYY-MM-DD HH:MM:SS');
  try {
    const wallClock = Temporal.PlainDateTime.from(`${day}T${time}`, { overflow: 'reject' });
    return wallClock.toZonedDateTime(ZONE).epochMilliseconds;
  } catch {
    throw wrong(fields, column, 'a time that exists');
  }
}

/** Digit by digit: 0.29 * 100 is 28.999999999999996. */
function amountIn(fields: Fields): number {
  const [, major, minor = ''] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(fields.amount) ?? [];
  const amountMinor = Number(`${major ?? ''}${minor.padEnd(2, '0')}`);
  if (major === undefined || !Number.isSafeInteger(amountMinor))
    throw wrong(fields, 'amount', 'an amount such as 64.90');
  return amountMinor;
}

function itemsIn(fields: Fields): number {
  const items = /^\d+$/.test(fields.items) ? Number(fields.items) : 0;
  if (items < 1 || !Number.isSafeInteger(items)) throw wrong(fields, 'items', 'a number from 1 on');
  return items;
}

function wrong(fields: Fields, column: Column, expected: string): RowError {
  return new RowError(`${column} is "${fields[column].slice(0, 60)}", expected ${expected}`);
}
