/**
 * Files of orders that stand on every boundary a settlement has: each promise beside each pick-up, for orders without a card and
 * for cards with each of the three answers.
 */
import { createHash } from 'node:crypto';
import type { Random } from '../services/scale';

const HEADER = 'order_no,seller_id,buyer_id,paid_at,ship_by,picked_up_at,delivered_at,amount,items';
const HOUR = 3_600;
const DAY = 86_400;

/** Seconds from payment to the ship-by: in time for a whole card, for an answer just so, not quite, not at all. */
const PROMISES = [DAY + HOUR, DAY, 2 * HOUR, HOUR, HOUR - 1, 1, 0, -1, -2 * DAY];

/** Where a tenth of the goods amount meets the least, the most and half a cent. */
const AMOUNTS = ['0.00', '0.01', '49.94', '49.95', '50.00', '50.04', '50.05', '123.44', '123.45'];
AMOUNTS.push('123.54', '999.94', '999.95', '1000.00', '1000.04', '1000.05', '98765.43');

/** The four ways of `replay --proposals`, by the hash of the order number. */
const WAYS = ['none', 'accepted', 'declined', 'silent'] as const;

interface Times {
  readonly paidAt: number;
  readonly shipBy: number;
}

/** Seconds since 1970; undefined for a parcel that never left. */
const PICKUPS: readonly ((times: Times) => number | undefined)[] = [
  () => undefined,
  ({ paidAt }) => paidAt - 1,
  ({ paidAt }) => paidAt,
  ...[-1, 0, 1].map((offset) => (times: Times) => sentAt(times) + offset),
  ...[-1, 0, 1].map((offset) => (times: Times) => sentAt(times) + HOUR + offset),
  ...[-1, 0, 1].map((offset) => (times: Times) => times.shipBy + offset),
  ...[0, 1].map((offset) => (times: Times) => agreedEnd(times) + offset),
];

const sentAt = ({ paidAt, shipBy }: Times): number => Math.max(paidAt, shipBy - DAY);

function agreedEnd({ shipBy }: Times): number {
  const day = wallClock(shipBy + 3 * DAY).slice(0, 10);
  return Date.parse(`${day}T23:59:59+08:00`) / 1_000;
}

/** The file's text: more than 400 orders of a few days. */
export function boundaryOrders({ int }: Random): string {
  const lines: string[] = [];
  for (const promise of PROMISES)
    for (const pickup of PICKUPS)
      for (const way of WAYS) {
        const paidAt = Date.parse('2023-01-10T10:00:00+08:00') / 1_000 + int(0, 3 * DAY);
        const times = { paidAt, shipBy: paidAt + promise };
        // In turn: each of them meets a parcel that never left, or left too late.
        const inTurn = AMOUNTS[(lines.length / 2) % AMOUNTS.length];
        const amount = inTurn ?? (int(0, 200_000) / 100).toFixed(2);
        const keys = [numberOf(way, lines.length), `S${int(1, 3)}`, `B${int(1, 5)}`];
        const picked = pickup(times);
        const at = [times.paidAt, times.shipBy].map(wallClock);
        lines.push([...keys, ...at, picked ? wallClock(picked) : '', '', amount, 1].join(','));
      }
  return [HEADER, ...lines].join('\n');
}

/** An order number that no other has, and whose hash says what is wanted. */
function numberOf(way: (typeof WAYS)[number], index: number): string {
  for (let tried = 0; ; tried += 1) {
    const orderNo = `${way}-${index}-${tried}`;
    const hash = BigInt(`0x${createHash('sha256').update(orderNo).digest('hex')}`);
    const found = hash % 3n === 0n ? WAYS[Number((hash / 3n) % 3n) + 1] : 'none';
    if (found === way) return orderNo;
  }
}

const wallClock = (second: number): string =>
  new Date((second + 8 * HOUR) * 1_000).toISOString().slice(0, 19).replace('T', ' ');
