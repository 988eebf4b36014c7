import { ANSWER_AFTER_MS, type PlannedCard } from './card.planner';
import type { OrderRow } from './order.row';

/** What happens in one second, to be recorded when the platform's clock shows it; in this order. */
export interface Step {
  /** Milliseconds since 1970, a whole second. */
  readonly at: number;
  /** Paid in this second: imported first. */
  readonly orders: OrderRow[];
  readonly pickups: OrderRow[];
  readonly deliveries: OrderRow[];
  /** Cards that their buyers answer. */
  readonly answers: PlannedCard[];
  /** Cards that are sent. */
  readonly cards: PlannedCard[];
}

const SECOND = 1000;

/** A step in which nothing happens but time. */
export const quietStep = (at: number): Step => ({
  at,
  orders: [],
  pickups: [],
  deliveries: [],
  answers: [],
  cards: [],
});

/**
 * The file in the order of events. A pick-up before payment has no step: the order does not exist
 * yet, so it goes in with the import ({@link isPickedUpBeforePayment}); a delivery before payment is
 * recorded right after the import.
 */
export function planSteps(rows: readonly OrderRow[], cards: readonly PlannedCard[] = []): Step[] {
  const steps = new Map<number, Step>();
  const stepAt = (at: number): Step => {
    const step = steps.get(at) ?? quietStep(at);
    steps.set(at, step);
    return step;
  };
  for (const row of rows) {
    stepAt(row.paidAt).orders.push(row);
    if (row.pickedUpAt !== undefined && !isPickedUpBeforePayment(row))
      stepAt(row.pickedUpAt).pickups.push(row);
    if (row.deliveredAt !== undefined)
      stepAt(Math.max(row.deliveredAt, row.paidAt)).deliveries.push(row);
  }
  for (const card of cards) {
    stepAt(card.sentAt).cards.push(card);
    if (card.answer !== undefined) stepAt(card.sentAt + ANSWER_AFTER_MS).answers.push(card);
  }
  return [...steps.values()].sort((one, other) => one.at - other.at);
}

export function isPickedUpBeforePayment({ pickedUpAt, paidAt }: OrderRow): boolean {
  return pickedUpAt !== undefined && pickedUpAt < paidAt;
}

/**
 * The instant (ms) at which nothing can change any more: the second after the last ship-by, agreed or not, in which
 * it has passed (TM-3), or after the last event.
 */
export function endOf(rows: readonly OrderRow[], cards: readonly PlannedCard[] = []): number {
  const latest = (last: number, { paidAt, shipBy, pickedUpAt = 0, deliveredAt = 0 }: OrderRow) =>
    Math.max(last, paidAt, shipBy, pickedUpAt, deliveredAt);
  const agreed = cards.map(({ shipBy, sentAt }) => Math.max(shipBy, sentAt + ANSWER_AFTER_MS));
  return agreed.reduce((last, at) => Math.max(last, at), rows.reduce(latest, 0)) + SECOND;
}
