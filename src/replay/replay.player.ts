import type { Call } from '../story';
import type { OrderRow } from './order.row';
import { PlatformClock } from './platform.clock';
import type { Step } from './step.planner';
import { STEP_DOCUMENT, stepVariables } from './step.document';
import type { ImportAnswer, StepAnswer, UserError } from './step.document';

/** A row the API did not take, and at which of its events. */
export interface RefusedRow {
  readonly line: number;
  readonly event: 'order' | 'pick-up' | 'delivery';
  readonly errors: readonly UserError[];
}

/** What the API answered to all steps. */
export interface Played {
  /** The orders that exist now, by the id the API gave them; a row that repeats an order adds none. */
  readonly orderIds: Set<string>;
  readonly refused: RefusedRow[];
}

/** The API refused something without which the replay makes no sense. */
export class ReplayFailed extends Error {
  override readonly name = 'ReplayFailed';
}

/** The API takes at most so many rows in one import. */
const ROWS_PER_IMPORT = 500;

/** Registers the sellers of the file as shops, plays the steps in order, ends when the clock shows `endsAt` (ms). */
export class ReplayPlayer {
  private readonly played: Played = { orderIds: new Set(), refused: [] };
  private readonly refusedRows = new Set<OrderRow>();

  private constructor(
    private readonly call: Call,
    private readonly clock: PlatformClock,
  ) {}

  /** Meets the server; throws {@link ReplayFailed} when its clock is already past the first event. */
  static async meet(call: Call, firstAt: number): Promise<ReplayPlayer> {
    const { serverTime } = await call<{ serverTime: string }>('{ serverTime }');
    const clock = new PlatformClock(Date.parse(serverTime));
    if (clock.now() > firstAt) throw new ReplayFailed(tooLate(serverTime, firstAt));
    return new ReplayPlayer(call, clock);
  }

  async registerShop(shopId: string): Promise<void> {
    const input = { shopId, name: `Shop ${shopId.slice(0, 8)}`, kind: 'TAOBAO' };
    const { shopRegister } = await this.call<{ shopRegister: { userErrors: UserError[] } }>(
      REGISTER,
      { input },
    );
    refuseNothing(`The shop ${shopId} was not registered`, shopRegister.userErrors);
  }

  /** Moves the clock to the step's second and records what happened in it. */
  async play(step: Step): Promise<void> {
    for (const part of partsOf(this.withoutRefused(step))) await this.send(part);
  }

  /** Lets the rest of the time pass. */
  async endAt(instant: number): Promise<Played> {
    await this.send({ at: instant, orders: [], pickups: [], deliveries: [] });
    return this.played;
  }

  private async send(step: Step): Promise<void> {
    const by = this.clock.durationUntil(step.at);
    if (by === undefined && isEmpty(step)) return;
    const answer = await this.call<StepAnswer>(STEP_DOCUMENT, stepVariables(step, by));
    if (answer.clock) this.moved(answer.clock);
    if (answer.orders) this.keep('order', step.orders, answer.orders);
    if (answer.pickups) this.keep('pick-up', step.pickups, answer.pickups);
    if (answer.deliveries) this.keep('delivery', step.deliveries, answer.deliveries);
  }

  private moved({ serverTime, userErrors }: NonNullable<StepAnswer['clock']>): void {
    refuseNothing('The clock was not moved', userErrors);
    if (serverTime !== null) this.clock.shows(Date.parse(serverTime));
  }

  private keep(event: RefusedRow['event'], rows: readonly OrderRow[], answer: ImportAnswer): void {
    refuseNothing(`The ${event} import was refused`, answer.userErrors);
    for (const { index, order, userErrors } of answer.results) {
      const row = rows[index];
      if (!row) throw new ReplayFailed(`The API answered for row ${index} of ${rows.length}.`);
      if (userErrors.length > 0) this.refuse({ line: row.line, event, errors: userErrors }, row);
      else if (event === 'order' && order) this.played.orderIds.add(order.id);
    }
  }

  private refuse(refused: RefusedRow, row: OrderRow): void {
    this.played.refused.push(refused);
    this.refusedRows.add(row);
  }

  /** What follows from a refused row would tell of another order, or of none: it is left out. */
  private withoutRefused({ at, orders, pickups, deliveries }: Step): Step {
    const isTaken = (row: OrderRow) => !this.refusedRows.has(row);
    return { at, orders, pickups: pickups.filter(isTaken), deliveries: deliveries.filter(isTaken) };
  }
}

const REGISTER = `mutation Register($input: ShopRegisterInput!) {
  shopRegister(input: $input) { userErrors { code message field } }
}`;

/** A step too large for one request, cut up: all orders come before the first pick-up, as in one request. */
function partsOf(step: Step): Step[] {
  const { at } = step;
  const nothing = { at, orders: [], pickups: [], deliveries: [] };
  if (Math.max(step.orders.length, step.pickups.length, step.deliveries.length) <= ROWS_PER_IMPORT)
    return [step];
  return [
    ...cut(step.orders).map((orders) => ({ ...nothing, orders })),
    ...cut(step.pickups).map((pickups) => ({ ...nothing, pickups })),
    ...cut(step.deliveries).map((deliveries) => ({ ...nothing, deliveries })),
  ];
}

function cut(rows: readonly OrderRow[]): OrderRow[][] {
  const count = Math.ceil(rows.length / ROWS_PER_IMPORT);
  return Array.from({ length: count }, (_, part) =>
    rows.slice(part * ROWS_PER_IMPORT, (part + 1) * ROWS_PER_IMPORT),
  );
}

const isEmpty = ({ orders, pickups, deliveries }: Step): boolean =>
  orders.length + pickups.length + deliveries.length === 0;

function refuseNothing(what: string, errors: readonly UserError[]): void {
  if (errors.length > 0)
    throw new ReplayFailed(`${what}: ${errors.map(({ message }) => message).join('; ')}`);
}

function tooLate(serverTime: string, firstAt: number): string {
  const first = new Date(firstAt).toISOString();
  return `The server's clock shows ${serverTime}, after the first payment of the file (${first}). Start it on an empty database with SANDBOX_START before that.`;
}
