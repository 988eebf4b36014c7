/** Some dozens of rounds on one database: small enough that every round ends with a look at all of it. */
import { setTimeout as wait } from 'node:timers/promises';
import { eventually } from '../live/gauges';
import { random, type Random } from '../services/scale';
import { callAs } from '../support/call';
import { buyer, seller, staff, system, type Person } from '../support/people';
import { Caller } from './caller';
import { checkEffects } from './effects';
import type { Asker } from './engines';
import { planFaults, type Fault, type Planned } from './faults';
import { Load, type Tally } from './load';
import { BUYERS, Market, SHOPS } from './market.plans';
import { checkSoundness } from './soundness';
import type { Stage } from './stage';
import { Watcher, type WatcherOptions } from './watcher';
import { Watchman } from './watchman';
import type { Wrong } from './wrong';

export interface ChapterOptions {
  readonly stage: Stage;
  readonly seed: number;
  readonly name: string;
  /** Acts of a round at least. */
  readonly acts: number;
  readonly faults: readonly Fault[];
}

export interface RoundReport {
  readonly number: number;
  readonly done: readonly string[];
  readonly tally: Tally;
  readonly interruptions: number;
  readonly delivered: number;
  readonly masked: number;
  readonly ms: number;
  readonly wrong: readonly Wrong[];
}

/** IN-7 promises 2 s; a watcher that lost its socket, and a cluster that is joined, need longer. */
const CAUGHT_UP_WITHIN_MS = 40_000;

/** Everybody who watches: both sides of the market, and staff; the first shop on two screens. */
const WATCHING: readonly (readonly [string, Person, string])[] = [
  ...SHOPS.map((shop) => [`shop ${shop}`, seller(shop), `shop:${shop}`] as const),
  ['shop S1 again', seller('S1'), 'shop:S1'],
  ...BUYERS.slice(0, 3).map((id) => [`buyer ${id}`, buyer(id), `buyer:${id}`] as const),
  ['staff', staff, 'staff'],
];

export class Chapter {
  readonly watchers: Watcher[] = [];
  private constructor(
    private readonly options: ChapterOptions,
    readonly caller: Caller,
    readonly load: Load,
    private readonly watchman: Watchman,
  ) {}

  static async begin(options: ChapterOptions, caller?: Caller): Promise<Chapter> {
    const { stage, name } = options;
    await stage.beginChapter();
    const [first] = stage.urls;
    for (const shopId of SHOPS) await register(first!, shopId);
    const now = Date.parse((await callAs(first!, system, '{ serverTime }')).data.serverTime);
    const asking = caller ?? new Caller(stage.urls);
    const load = new Load(asking, new Market(name, now));
    const watchman = new Watchman(stage.engine.engine, () => stage.look());
    const chapter = new Chapter(options, asking, load, watchman);
    for (const [who, person, inbox] of WATCHING)
      chapter.watch(new Watcher(await chapter.watching(who, person, inbox)));
    return chapter;
  }

  /** What a watcher of an inbox needs, from its head as it is now. */
  async watching(name: string, person: Person, inbox: string): Promise<WatcherOptions> {
    const { stage, seed } = this.options;
    const after = (await callAs(stage.urls[0]!, person, '{ inboxHead }')).data.inboxHead as string;
    return { name, person, inbox, after, nodes: stage.nodes, random: random(seed, name) };
  }

  watch(watcher: Watcher): void {
    this.watchers.push(watcher);
    watcher.start();
  }

  /** One round: work, faults, quiet, and then all checks. */
  async round(number: number): Promise<RoundReport> {
    const { stage, seed, acts, faults } = this.options;
    const startedAt = performance.now();
    const randomOf = (label: string): Random => random(seed, `round ${number} ${label}`);
    const before = { ...this.interruptions(), masked: this.caller.masked };
    const plans = planFaults(stage.engine.engine, faults, randomOf('faults'));
    let isOn = true;
    const suffering = this.suffer(plans, randomOf('targets')).finally(() => (isOn = false));
    const [tally, done] = await Promise.all([
      this.load.round(acts, () => isOn, randomOf),
      suffering,
    ]);
    await stage.untilReady();
    const wrong = await this.check(tally, randomOf('settling'));
    const after = this.interruptions();
    return {
      number,
      done,
      tally,
      interruptions: after.interruptions - before.interruptions,
      delivered: after.delivered - before.delivered,
      masked: this.caller.masked - before.masked,
      ms: performance.now() - startedAt,
      wrong,
    };
  }

  /** Every act of the chapter once more: what was there must still be there. */
  async end(): Promise<Wrong[]> {
    await this.watchman.stop();
    for (const watcher of this.watchers) await watcher.stop();
    const asker = await this.options.stage.look();
    try {
      return await checkEffects(asker, this.load.known);
    } finally {
      await asker.close();
    }
  }

  /** Stops watching without a last look, when something has gone wrong already. */
  async leave(): Promise<void> {
    await this.watchman.stop();
    for (const watcher of this.watchers) await watcher.stop();
  }

  private interruptions(): { interruptions: number; delivered: number } {
    const sum = (of: (watcher: Watcher) => number): number =>
      this.watchers.reduce((total, watcher) => total + of(watcher), 0);
    return {
      interruptions: sum((one) => one.interruptions),
      delivered: sum((one) => one.delivered),
    };
  }

  /** Does what was planned, and says what it hit. */
  private suffer(plans: readonly Planned[], random: Random): Promise<string[]> {
    return Promise.all(
      plans.map(async ({ fault, afterMs, lastsMs }) => {
        await wait(afterMs);
        const { target, heal } = await fault.begin(this.options.stage, random);
        await wait(lastsMs);
        await heal();
        return `${fault.name} (${target}${lastsMs > 0 ? `, ${lastsMs} ms` : ''})`;
      }),
    );
  }

  private async check(tally: Tally, random: Random): Promise<Wrong[]> {
    const asker = await this.options.stage.look();
    try {
      const from = this.load.known.length - tally.acknowledged - tally.refused;
      await this.load.settle(asker, random, tally);
      return [
        ...this.load.wrong.splice(0),
        ...(await this.compareWatchers(asker)),
        ...(await checkEffects(asker, this.load.known.slice(from))),
        ...(await checkSoundness(asker)),
        ...this.watchman.wrong.splice(0),
      ];
    } finally {
      await asker.close();
    }
  }

  /** Waits for everybody to have caught up, and compares. Who does not catch up has lost something. */
  async compareWatchers(
    asker: Asker,
    watchers: readonly Watcher[] = this.watchers,
    withinMs = CAUGHT_UP_WITHIN_MS,
  ): Promise<Wrong[]> {
    const rows = await asker.rows<{ id: string; head: number }>('SELECT id, head FROM inboxes');
    const heads = new Map(rows.map(({ id, head }) => [id, head]));
    const wrong: Wrong[] = [];
    for (const watcher of watchers) {
      const head = heads.get(watcher.inbox) ?? 0;
      await eventually(
        () => watcher.last,
        (last) => last >= head,
        withinMs,
      ).catch(() => undefined); // the comparison says what it lacks
      wrong.push(...(await watcher.compare(asker)));
    }
    return wrong;
  }
}

async function register(url: string, shopId: string): Promise<void> {
  const query = `mutation ($input: ShopRegisterInput!) { shopRegister(input: $input) { userErrors { code } } }`;
  const input = { shopId, name: `Shop ${shopId}`, kind: 'TMALL' };
  const { data } = await callAs(url, system, query, { input });
  if (data?.shopRegister?.userErrors.length !== 0)
    throw new Error(`Shop ${shopId} was not opened.`);
}
