/** The form of an imported order, before any rule looks at it. */
import { checkKey, checkRange, checkText, invalid, NAME_LENGTH } from '../lib/check';
import type { Refusal } from '../lib/refusal';
import type { OrderKind } from './order.entity';

/** A line as it is given; its currency is the platform's where none is. */
export interface LineRow {
  readonly title: string;
  readonly quantity: number;
  readonly unitPrice: {
    readonly amountMinor: number;
    readonly currency?: string | null | undefined;
  };
}

/** One row of `orderImport`. */
export interface OrderRow {
  readonly shopId: string;
  readonly orderNo: string;
  readonly buyerId: string;
  readonly kind: OrderKind;
  readonly worryFree?: boolean | null | undefined;
  readonly paidAt: number;
  readonly promisedHours?: number | null | undefined;
  readonly shipBy?: number | null | undefined;
  readonly shipByDate?: string | null | undefined;
  readonly pickedUpAt?: number | null | undefined;
  readonly lines: readonly LineRow[];
}

const MOST_LINES = 200;
const MOST_OF_ONE = 1_000_000;
/** Ten years: longer promises are mistakes. */
const MOST_HOURS = 87_600;

const isGiven = (value: unknown): boolean => value !== null && value !== undefined;

export const goodsMinorOf = ({ lines }: OrderRow): number =>
  lines.reduce((sum, line) => sum + line.quantity * line.unitPrice.amountMinor, 0);

export function checkOrder(row: OrderRow, prefix: string, currency: string): Refusal[] {
  return [
    ...checkKey(`${prefix}shopId`, row.shopId),
    ...checkKey(`${prefix}orderNo`, row.orderNo),
    ...checkKey(`${prefix}buyerId`, row.buyerId),
    ...checkPromise(row, prefix),
    ...checkLines(row, prefix, currency),
  ];
}

/** OR-1: at most one of the three ways to say the ship-by. */
function checkPromise(row: OrderRow, prefix: string): Refusal[] {
  const { promisedHours, shipBy, shipByDate } = row;
  if ([promisedHours, shipBy, shipByDate].filter(isGiven).length > 1)
    return [invalid(`${prefix}shipBy`, 'oneShipBy')];
  return typeof promisedHours === 'number'
    ? checkRange(`${prefix}promisedHours`, promisedHours, 1, MOST_HOURS)
    : [];
}

function checkLines(row: OrderRow, prefix: string, currency: string): Refusal[] {
  const { lines } = row;
  if (lines.length === 0) return [invalid(`${prefix}lines`, 'empty')];
  if (lines.length > MOST_LINES)
    return [invalid(`${prefix}lines`, 'tooMany', { most: MOST_LINES })];
  const problems = lines.flatMap((line, index) =>
    checkLine(line, `${prefix}lines.${String(index)}.`, currency),
  );
  const isTooMuch = problems.length === 0 && !Number.isSafeInteger(goodsMinorOf(row));
  return isTooMuch ? [invalid(`${prefix}lines`, 'amountTooLarge')] : problems;
}

function checkLine(line: LineRow, prefix: string, currency: string): Refusal[] {
  const { amountMinor, currency: given } = line.unitPrice;
  return [
    ...checkText(`${prefix}title`, line.title, NAME_LENGTH),
    ...checkRange(`${prefix}quantity`, line.quantity, 1, MOST_OF_ONE),
    ...(amountMinor < 0 ? [invalid(`${prefix}unitPrice.amountMinor`, 'negative')] : []),
    ...((given ?? currency) === currency
      ? []
      : [invalid(`${prefix}unitPrice.currency`, 'currency', { currency })]),
  ];
}
