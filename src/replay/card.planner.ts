/**
 * `--proposals`: which orders get a card, for which day, and what their buyers do. The file tells nothing of cards, so the order
 * number decides: whoever knows the file can work out the same cards.
 */
import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { ZONE, type OrderRow } from './order.row';

export type CardAnswer = 'Accept' | 'Decline';

/** A card for one order. Instants are milliseconds since 1970, whole seconds. */
export interface PlannedCard {
  readonly row: OrderRow;
  readonly sentAt: number;
  /** The proposed day, YYYY-MM-DD. */
  readonly shipDate: string;
  /** The day's 23:59:59 in the platform zone (TM-2). */
  readonly shipBy: number;
  /** What the buyer does after {@link ANSWER_AFTER_MS}; undefined for one who stays silent. */
  readonly answer: CardAnswer | undefined;
}

const DAY_MS = 86_400_000;
export const ANSWER_AFTER_MS = 3_600_000;
const DAYS_LATER = 3;
const ANSWERS = ['Accept', 'Decline', undefined] as const;

/** Sent a day before the limit, or when the order is paid if that is later; undefined for two orders of three. */
export function planCard(row: OrderRow): PlannedCard | undefined {
  const chance = BigInt(`0x${createHash('sha256').update(row.orderNo).digest('hex')}`);
  if (chance % 3n !== 0n) return undefined;
  const limit = Temporal.Instant.fromEpochMilliseconds(row.shipBy).toZonedDateTimeISO(ZONE);
  const day = limit.toPlainDate().add({ days: DAYS_LATER });
  return {
    row,
    sentAt: Math.max(row.paidAt, row.shipBy - DAY_MS),
    shipDate: day.toString(),
    shipBy: day.toPlainDateTime('23:59:59').toZonedDateTime(ZONE).epochMilliseconds,
    answer: ANSWERS[Number((chance / 3n) % 3n)],
  };
}
