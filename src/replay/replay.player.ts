import type { Call } from '../story';
import { CardPlayer, type CallAs } from './card.player';
import type { PlannedCard } from './card.planner';
import type { OrderRow } from './order.row';
import { quietStep, type Step } from './step.planner';
import { CLOCK, STEP_DOCUMENT, stepVariables } from './step.document';
import type { ClockAnswer, ImportAnswer, StepAnswer, UserError } from './step.document';

/** A row the API did not take, and at which of its events. */
export interface RefusedRow {
  readonly line: number;
  readonly event: 'order' | 'pick-up' | 'delivery' | 'card' | 'answer';
  readonly errors: readonly UserError[];
}

/** What the API answered to all steps. */
export interface Played {
  /** The orders that exist now, by the id the API gave them; a row that repeats an order adds none. */
  readonly orderIds: ReadonlySet<string>;
  readonly refused: readonly RefusedRow[];
  /** Cards the rules did not let out. */
  readonly cardsRefused: number;
}

/** The API refused something without which the replay makes no sense. */
export class ReplayFailed extends Error {
  override readonly name = 'ReplayFailed';
}

/** The API takes at most so many rows in one import. */
const ROWS_PER_IMPORT = 500;

/**
 * Registers the sellers of the file as shops, plays the steps in order, ends when the clock shows `endsAt` (ms).
 * Between two moves the server's clock stands still: however slow the machine, what happened at 10:00:00 is recorded at 10:00:00.
 */
export class ReplayPlayer {
  private readonly refused: RefusedRow[] = [];
  private readonly refusedRows = new Set<OrderRow>();
  private readonly orderIds = new Set<string>();
  /** By the row that made the order: one that repeats it sends no card. */
  private readonly orderIdByRow = new Map<OrderRow, string>();
  private readonly cards: CardPlayer;
  /** What the server's clock shows, ms since 1970. */
  private shown = 0;

  private constructor(
    /** The back end's own way to the API. */
    readonly call: Call,
    callAs: CallAs,
  ) {
    this.cards = new CardPlayer(callAs);
  }

  /** Meets the server; throws {@link ReplayFailed} when its clock is already past the first event. */
  static async meet(callAs: CallAs, firstAt: number): Promise<ReplayPlayer> {
    const player = new ReplayPlayer(await callAs({ role: 'SYSTEM', sub: 'replay' }), callAs);
    const { serverTime } = await player.call<{ serverTime: string }>('{ serverTime }');
    if (Date.parse(serverTime) > firstAt) throw new ReplayFailed(tooLate(serverTime, firstAt));
    await player.moveClock(HERE, true);
    return player;
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
    for (const card of step.answers) this.note('answer', card.row, await this.cards.answer(card));
    for (const card of step.cards) await this.sendCard(card);
  }

  /** Lets the rest of the time pass, and the clock run on. */
  async endAt(instant: number): Promise<Played> {
    await this.send(quietStep(instant));
    await this.moveClock(HERE, false);
    const { orderIds, refused, cards } = this;
    return { orderIds, refused, cardsRefused: cards.refused };
  }

  private async send(step: Step): Promise<void> {
    const missingMs = step.at - this.shown;
    const by = missingMs > 0 ? `PT${(missingMs / 1000).toFixed(3)}S` : undefined;
    const answer = await this.call<StepAnswer>(STEP_DOCUMENT, stepVariables(step, by));
    if (answer.clock) this.moved(answer.clock);
    if (answer.orders) this.keep('order', step.orders, answer.orders);
    if (answer.pickups) this.keep('pick-up', step.pickups, answer.pickups);
    if (answer.deliveries) this.keep('delivery', step.deliveries, answer.deliveries);
  }

  private async moveClock(by: string, hold: boolean): Promise<void> {
    const { clock } = await this.call<ClockAnswer>(CLOCK, { input: { by, hold } });
    this.moved(clock);
  }

  private moved({ serverTime, userErrors }: ClockAnswer['clock']): void {
    refuseNothing('The clock was not moved', userErrors);
    if (serverTime !== null) this.shown = Date.parse(serverTime);
  }

  private async sendCard(card: PlannedCard): Promise<void> {
    const orderId = this.orderIdByRow.get(card.row);
    if (orderId !== undefined) this.note('card', card.row, await this.cards.send(card, orderId));
  }

  private keep(event: RefusedRow['event'], rows: readonly OrderRow[], answer: ImportAnswer): void {
    refuseNothing(`The ${event} import was refused`, answer.userErrors);
    for (const { index, order, userErrors } of answer.results) {
      const row = rows[index];
      if (!row) throw new ReplayFailed(`The API answered for row ${index} of ${rows.length}.`);
      this.note(event, row, userErrors);
      if (userErrors.length > 0) this.refusedRows.add(row);
      else if (event === 'order' && order) this.keepId(row, order.id);
    }
  }

  private keepId(row: OrderRow, orderId: string): void {
    if (!this.orderIds.has(orderId)) this.orderIdByRow.set(row, orderId);
    this.orderIds.add(orderId);
  }

  private note(event: RefusedRow['event'], { line }: OrderRow, errors: readonly UserError[]): void {
    if (errors.length > 0) this.refused.push({ line, event, errors });
  }

  /** What follows from a refused row would tell of another order, or of none: it is left out. */
  private withoutRefused(step: Step): Step {
    const isTaken = (row: OrderRow) => !this.refusedRows.has(row);
    const { pickups, deliveries } = step;
    return { ...step, pickups: pickups.filter(isTaken), deliveries: deliveries.filter(isTaken) };
  }
}

/** No further than where the clock is. */
const HERE = 'PT0S';

const REGISTER = `mutation Register($input: ShopRegisterInput!) {
  shopRegister(input: $input) { userErrors { code message field } }
}`;

/** A step too large for one request, cut up: all orders come before the first pick-up, as in one request. */
function partsOf(step: Step): Step[] {
  const nothing = quietStep(step.at);
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

function refuseNothing(what: string, errors: readonly UserError[]): void {
  if (errors.length > 0)
    throw new ReplayFailed(`${what}: ${errors.map(({ message }) => message).join('; ')}`);
}

function tooLate(serverTime: string, firstAt: number): string {
  const first = new Date(firstAt).toISOString();
  return `The server's clock shows ${serverTime}, after the first payment of the file (${first}). Start it on an empty database with SANDBOX_START before that.`;
}
