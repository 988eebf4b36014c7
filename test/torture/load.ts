/** The work of one round: several clients at once, each act repeated until its outcome is known, and a clock that jumps. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Reader } from '../../src/lib/database';
import type { Random } from '../services/scale';
import { system } from '../support/people';
import type { Caller, Outcome, Plan } from './caller';
import { findEffects, hasOwnMark, type Known } from './effects';
import type { Market, MarketPlan } from './market.plans';
import type { Wrong } from './wrong';

export interface Tally {
  acts: number;
  acknowledged: number;
  refused: number;
  /** Acknowledged or refused only after attempts of which nobody knew what came of them. */
  retried: number;
  /** Left by their clients without knowing, and asked about when all was over. */
  abandoned: number;
}

export const noTally = (): Tally => ({
  acts: 0,
  acknowledged: 0,
  refused: 0,
  retried: 0,
  abandoned: 0,
});

const CLIENTS = 6;
/** Faults that last may not make a round endless. */
const MOST_ACTS = 3;
/** Clients that do not wait to learn what became of their act. */
const GIVES_UP = 0.15;
/** Acts that are asked for once more although their outcome is known: the same must come back. */
const ASKS_AGAIN = 0.1;

export class Load {
  /** What clients know of every act of the chapter. */
  readonly known: Known[] = [];
  readonly wrong: Wrong[] = [];
  private readonly abandoned: MarketPlan[] = [];

  constructor(
    private readonly caller: Caller,
    readonly market: Market,
  ) {}

  /** So many acts, and on while `isOn` says that something is being done to the system. */
  async round(
    acts: number,
    isOn: () => boolean,
    randomOf: (label: string) => Random,
  ): Promise<Tally> {
    const tally = noTally();
    const goesOn = (): boolean => tally.acts < acts || (isOn() && tally.acts < MOST_ACTS * acts);
    const client = async (random: Random): Promise<void> => {
      while (goesOn()) {
        tally.acts += 1;
        await this.act(this.market.next(random), random, tally);
        await wait(random.int(5, 60));
      }
    };
    const clients = Array.from({ length: CLIENTS }, (_, index) =>
      client(randomOf(`client ${index}`)),
    );
    await Promise.all([...clients, this.moveClock(randomOf('clock'))]);
    return tally;
  }

  /** Asks about what was left: what the database holds by now must be what the key brings back. */
  async settle(source: Reader, random: Random, tally: Tally): Promise<void> {
    for (const plan of this.abandoned.splice(0)) {
      const before = hasOwnMark(plan.effect)
        ? await findEffects(source, plan.effect, [plan.mark])
        : [];
      const outcome = await this.caller.perform(plan, random);
      const [there] = before;
      if (there !== undefined && idIn(plan, outcome) !== there.id)
        this.wrong.push({
          check: 'same',
          what: `${plan.mutation} ${plan.mark} is ${there.id}, its key brought ${idIn(plan, outcome)}`,
        });
      this.note(plan, outcome, tally);
    }
  }

  private async act(plan: MarketPlan, random: Random, tally: Tally): Promise<void> {
    const outcome = await this.caller.perform(plan, random, random.chance(GIVES_UP));
    if (outcome.kind === 'abandoned') {
      tally.abandoned += 1;
      this.abandoned.push(plan);
      return;
    }
    this.note(plan, outcome, tally);
    if (outcome.kind === 'done' && random.chance(ASKS_AGAIN))
      await this.askAgain(plan, outcome, random);
  }

  private async askAgain(plan: MarketPlan, first: Outcome, random: Random): Promise<void> {
    const again = await this.caller.perform(plan, random);
    if (idIn(plan, again) === idIn(plan, first)) return;
    const what = `${plan.mutation} ${plan.mark} was ${idIn(plan, first)}, asked again it is ${idIn(plan, again)}`;
    this.wrong.push({ check: 'same', what });
  }

  private note(plan: MarketPlan, outcome: Outcome, tally: Tally): void {
    const id = idIn(plan, outcome);
    const { effect, mark, mutation } = plan;
    this.known.push({ effect, mark, mutation, id });
    if (outcome.unknown > 0) tally.retried += 1;
    if (id === undefined) tally.refused += 1;
    else {
      tally.acknowledged += 1;
      plan.learn?.(outcome.payload!);
    }
  }

  /** Deadlines fall due while faults happen: by hours, up to a day in all. */
  private async moveClock(random: Random): Promise<void> {
    for (let jump = random.int(0, 2); jump > 0; jump -= 1) {
      await wait(random.int(0, 700));
      const plan: Plan = {
        by: system,
        mutation: 'sandboxClockAdvance',
        selects: 'serverTime',
        input: { by: `PT${random.int(1, 14)}H` },
        key: `clock-${random.int(0, 2 ** 30)}`,
      };
      const { payload } = await this.caller.perform(plan, random);
      this.market.now = Math.max(this.market.now, Date.parse(payload!['serverTime'] as string));
    }
  }
}

/** The id that was answered: of the one thing the payload names. Undefined for a refusal, of a row as well. */
function idIn({ effect }: MarketPlan, { kind, payload }: Outcome): string | undefined {
  if (kind !== 'done' || payload === undefined) return undefined;
  const [made] = Object.entries(payload).flatMap(([name, value]) =>
    name === 'userErrors' ? [] : [value],
  );
  const thing = effect === 'import' || effect === 'pickup' ? made[0].order : made;
  return thing?.id as string | undefined;
}
