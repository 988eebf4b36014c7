import { isPickedUpBeforePayment, type Step } from './step.planner';
import type { OrderRow } from './order.row';

const USER_ERRORS = 'userErrors { code message field }';
const RESULTS = `{ results { index order { id } ${USER_ERRORS} } ${USER_ERRORS} }`;

/**
 * One step in one request: mutations of a document run one after the other, so the clock has moved
 * when the imports begin. What a step does not need is left out by its condition; one text for all
 * steps lets the server keep the parsed document.
 */
export const STEP_DOCUMENT = `
mutation Step(
  $moves: Boolean!, $clock: SandboxClockAdvanceInput!
  $paid: Boolean!, $orders: OrderImportInput!
  $pickedUp: Boolean!, $pickups: PickupImportInput!
  $delivered: Boolean!, $deliveries: DeliveryImportInput!
) {
  clock: sandboxClockAdvance(input: $clock) @include(if: $moves) { serverTime ${USER_ERRORS} }
  orders: orderImport(input: $orders) @include(if: $paid) ${RESULTS}
  pickups: pickupImport(input: $pickups) @include(if: $pickedUp) ${RESULTS}
  deliveries: deliveryImport(input: $deliveries) @include(if: $delivered) ${RESULTS}
}`;

/** Moves the clock alone, and lets it stand or run on. */
export const CLOCK = `mutation Clock($input: SandboxClockAdvanceInput!) {
  clock: sandboxClockAdvance(input: $input) { serverTime ${USER_ERRORS} }
}`;

export interface UserError {
  readonly code: string;
  readonly message: string;
  readonly field: readonly string[] | null;
}

export interface ImportAnswer {
  readonly results: readonly {
    readonly index: number;
    readonly order: { readonly id: string } | null;
    readonly userErrors: readonly UserError[];
  }[];
  readonly userErrors: readonly UserError[];
}

export interface ClockAnswer {
  readonly clock: {
    readonly serverTime: string | null;
    readonly userErrors: readonly UserError[];
  };
}

export interface StepAnswer extends Partial<ClockAnswer> {
  readonly orders?: ImportAnswer;
  readonly pickups?: ImportAnswer;
  readonly deliveries?: ImportAnswer;
}

/** @param by how far to move the clock first (ISO 8601), undefined when it is there already */
export function stepVariables(step: Step, by: string | undefined): object {
  return {
    moves: by !== undefined,
    clock: { by: by ?? 'PT0S' },
    paid: step.orders.length > 0,
    orders: { orders: step.orders.map(orderInput) },
    pickedUp: step.pickups.length > 0,
    pickups: { pickups: step.pickups.map(pickupInput) },
    delivered: step.deliveries.length > 0,
    deliveries: { deliveries: step.deliveries.map(deliveryInput) },
  };
}

/** The file tells the goods value of the whole order, so the order has one line of that price. */
function orderInput(row: OrderRow): object {
  const title = row.items === 1 ? '1 item' : `${row.items} items`;
  return {
    shopId: row.sellerId,
    orderNo: row.orderNo,
    buyerId: row.buyerId,
    kind: 'PHYSICAL',
    worryFree: false,
    paidAt: instant(row.paidAt),
    shipBy: instant(row.shipBy),
    ...(isPickedUpBeforePayment(row) && { pickedUpAt: instant(row.pickedUpAt) }),
    lines: [{ title, quantity: 1, unitPrice: { amountMinor: row.amountMinor, currency: 'CNY' } }],
  };
}

function pickupInput(row: OrderRow): object {
  return { shopId: row.sellerId, orderNo: row.orderNo, pickedUpAt: instant(row.pickedUpAt) };
}

function deliveryInput(row: OrderRow): object {
  return { shopId: row.sellerId, orderNo: row.orderNo, deliveredAt: instant(row.deliveredAt) };
}

/** RFC 3339 in UTC, as the API takes instants. */
const instant = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();
