/**
 * For every check a mistake that it must catch: the naive way is planted in the test, in a client, on the wire or by a hand in
 * the database, never in the product, and the same code that judges a round judges it.
 */
import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { random } from '../services/scale';
import { seller, system } from '../support/people';
import { Caller, type Plan } from './caller';
import { Chapter } from './chapter';
import { checkEffects, type EffectKind } from './effects';
import type { Asker } from './engines';
import { MISTAKES } from './mistakes';
import { checkSoundness } from './soundness';
import { Stage } from './stage';
import { torture } from './torture';
import { Watcher } from './watcher';
import { Watchman } from './watchman';
import type { Wrong } from './wrong';

/** What came of one planted mistake. */
export interface Verdict {
  /** The check that must catch it. */
  readonly check: string;
  readonly naive: string;
  readonly isCaught: boolean;
}

export interface ControlOptions {
  readonly seed: number;
  /** Also those that need a server of their own. */
  readonly all: boolean;
  readonly onVerdict: (verdict: Verdict) => void;
}

/** The market the mistakes are planted in, which is right before. */
interface Scene {
  readonly seed: number;
  readonly stage: Stage;
  readonly chapter: Chapter;
  readonly asker: Asker;
}

const ACTS = 60;

export async function runControls({ seed, all, onVerdict }: ControlOptions): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const say = (verdict: Verdict): void => {
    verdicts.push(verdict);
    onVerdict(verdict);
  };
  const stage = await Stage.open({ engine: 'mariadb', nodes: 2 });
  try {
    const chapter = await Chapter.begin({ stage, seed, name: 'c', acts: ACTS, faults: [] });
    const { wrong } = await chapter.round(1);
    if (wrong.length > 0) throw new Error(`Wrong before anything was planted: ${wrong[0]!.what}`);
    const asker = await stage.look();
    await playScene({ seed, stage, chapter, asker }, say);
    await asker.close();
    await chapter.leave();
  } finally {
    await stage.close(false);
  }
  if (all) for (const verdict of await withServersOfTheirOwn(seed)) say(verdict);
  return verdicts;
}

async function playScene(scene: Scene, say: (verdict: Verdict) => void): Promise<void> {
  for (const control of [watchNaively, callNaively, forgetKeys, lie, expireEarly])
    for (const verdict of await control(scene)) say(verdict);
  await advance(scene, 'PT80H'); // for breaches, so that there is money to tamper with
  for (const mistake of MISTAKES) {
    const before = await checkSoundness(scene.asker);
    await mistake.make(scene.asker);
    const after = await checkSoundness(scene.asker);
    const isNew = after.length > before.length;
    say({ ...mistake, isCaught: isNew && has(after, mistake.check) });
  }
}

const has = (wrong: readonly Wrong[], check: string): boolean =>
  wrong.some((one) => one.check === check);

async function advance({ chapter }: Scene, by: string): Promise<void> {
  const plan = {
    by: system,
    mutation: 'sandboxClockAdvance',
    selects: 'serverTime',
    input: { by },
  };
  await chapter.caller.perform({ ...plan, key: `control ${by}` }, random(1, by));
}

const message = ({ chapter }: Scene, text: string): Plan => ({
  by: seller(chapter.load.market.orders[0]!.shop),
  mutation: 'messageSend',
  selects: 'message { id }',
  input: { conversationId: chapter.load.market.orders[0]!.conversationId, text },
  key: text,
});

/** Three front ends that look right until the first interruption, and one that is, through some cuts. */
async function watchNaively(scene: Scene): Promise<Verdict[]> {
  const { chapter, stage, asker, seed } = scene;
  const { shop } = chapter.load.market.orders[0]!;
  const ways = ['the helper', 'from now', 'from its start', 'all at once'] as const;
  const watchers: Watcher[] = [];
  for (const way of ways) {
    const options = await chapter.watching(way, seller(shop), `shop:${shop}`);
    watchers.push(new Watcher({ ...options, way }));
  }
  for (const watcher of watchers) watcher.start();
  for (let burst = 1; burst <= 4; burst += 1) {
    for (let text = 1; text <= 5; text += 1)
      await chapter.caller.perform(message(scene, `burst ${burst}.${text}`), random(seed, 'burst'));
    for (const node of stage.nodes) node.clients.cut();
  }
  const wrongs: Wrong[][] = [];
  for (const watcher of watchers)
    wrongs.push(await chapter.compareWatchers(asker, [watcher], 3_000));
  for (const watcher of watchers) await watcher.stop();
  const [helper, now, start, atOnce] = wrongs as [Wrong[], Wrong[], Wrong[], Wrong[]];
  if (helper.length > 0) throw new Error(`The helper itself was wrong: ${helper[0]!.what}`);
  const naive = (what: string): string => `a front end that ${what}`;
  return [
    { check: 'lost', naive: naive('resumes from now'), isCaught: has(now, 'lost') },
    {
      check: 'doubled',
      naive: naive('resumes with the cursor it began with'),
      isCaught: has(start, 'doubled'),
    },
    {
      check: 'out of order',
      naive: naive('handles entries all at once'),
      isCaught: has(atOnce, 'out of order'),
    },
  ];
}

/** A client that repeats what it does not know about, and does not say that it repeats. */
async function callNaively(scene: Scene): Promise<Verdict[]> {
  const { chapter, stage, asker } = scene;
  const caller = new Caller(stage.urls, { sendsKeys: false });
  const repeat = async (plan: Plan, effect: EffectKind): Promise<Wrong[]> => {
    const [first] = stage.nodes;
    first!.clients.loseAnswers();
    const healing = setTimeout(() => first!.clients.heal(), 800);
    // Whichever node is asked first: the one that loses answers is asked before or after the other.
    const always = {
      int: (from: number) => from,
      chance: () => false,
      pick: <T>([one]: readonly T[]) => one as T,
    };
    const outcome = await caller.perform(plan, always);
    clearTimeout(healing);
    first!.clients.heal();
    const { mutation, key: mark } = plan;
    const id =
      outcome.kind === 'done' ? (Object.values(outcome.payload!)[0].id as string) : undefined;
    return checkEffects(asker, [{ effect, mark, mutation, id }]);
  };
  const doubled = await repeat(message(scene, 'said twice?'), 'message');
  const [order] = chapter.load.market.orders.filter(({ cardId }) => cardId === undefined);
  const input = { orderId: order!.id, category: 'INVOICE', statement: 'asked twice?' };
  const ticket = { by: system, mutation: 'ticketOpen', selects: 'ticket { id }', input };
  const refused = await repeat({ ...ticket, key: 'asked twice?' }, 'ticket');
  return [
    { check: 'once', naive: 'a client that retries without a key', isCaught: has(doubled, 'once') },
    {
      check: 'refused',
      naive: 'the same, told that it cannot be done because it is done',
      isCaught: has(refused, 'refused'),
    },
  ];
}

/** Keys kept in a memory that does not outlive the node. */
async function forgetKeys(scene: Scene): Promise<Verdict[]> {
  const plan = message(scene, 'remember me');
  const chance = random(scene.seed, 'keys');
  await scene.chapter.caller.perform(plan, chance);
  await scene.asker.run('DELETE FROM idempotency_keys');
  const { payload } = await scene.chapter.caller.perform(plan, chance);
  const id = payload!['message'].id as string;
  const known = { effect: 'message', mark: 'remember me', mutation: plan.mutation, id } as const;
  const wrong = await checkEffects(scene.asker, [known]);
  return [{ check: 'once', naive: 'keys that are forgotten', isCaught: has(wrong, 'once') }];
}

/** A node, or a queue before it, that says yes and then dies with the work. */
async function lie(scene: Scene): Promise<Verdict[]> {
  const liar: Server = createServer((request, response) => {
    request.resume();
    const made = { message: { id: 'msg_0' }, userErrors: [] };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { made } }));
  });
  liar.listen(0, '127.0.0.1');
  await once(liar, 'listening');
  const { port } = liar.address() as AddressInfo;
  const plan = message(scene, 'yes, of course');
  await new Caller([`http://127.0.0.1:${port}`]).perform(plan, random(1, 'liar'));
  liar.close();
  liar.closeAllConnections();
  const known = {
    effect: 'message',
    mark: plan.key,
    mutation: plan.mutation,
    id: 'msg_0',
  } as const;
  const wrong = await checkEffects(scene.asker, [known]);
  const naive = 'an acknowledgement before the write';
  return [{ check: 'acknowledged', naive, isCaught: has(wrong, 'acknowledged') }];
}

/** A node that expires cards by a clock of its own, which is fast: seen while it is still early. */
async function expireEarly({ stage, chapter, asker }: Scene): Promise<Verdict[]> {
  const [order] = chapter.load.market.orders;
  const watchman = new Watchman(stage.engine.engine, () => stage.look());
  const later = chapter.load.market.now + 10 * 86_400_000;
  await asker.run(`INSERT INTO shipping_proposals (id, order_id, number, status, ship_date, ship_by, reason, sent_at,
    answer_by, ship_by_before, policy_version)
    VALUES ('prp_early', '${order!.id}', 99, 'EXPIRED', '2099-01-01', 0, 'OTHER', 0, ${later}, 0, 1)`);
  for (const looks = watchman.looks; watchman.looks < looks + 2;)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await watchman.stop();
  await asker.run(`DELETE FROM shipping_proposals WHERE id = 'prp_early'`);
  const naive = 'a node whose own fast clock decides';
  return [{ check: 'early', naive, isCaught: has(watchman.wrong, 'early') }];
}

/** Settings of the database that answer, or show, a commit before it is on the disk. */
async function withServersOfTheirOwn(seed: number): Promise<Verdict[]> {
  const nothing = (): void => undefined;
  const options = {
    engine: 'mariadb',
    nodes: 2,
    seed,
    from: 1,
    say: nothing,
    onRound: nothing,
  } as const;
  const lazy = await torture({
    ...options,
    rounds: 12,
    faults: ['database-kill'],
    flushLogAtCommit: 0,
    hasBinaryLog: false,
  });
  const shown = await torture({
    ...options,
    rounds: 20,
    faults: ['disk-broken'],
    hasBinaryLog: false,
  });
  for (const { logs } of [lazy, shown])
    if (logs !== undefined) rmSync(logs, { recursive: true, force: true });
  return [
    {
      check: 'acknowledged',
      naive: 'a database that writes its log once a second',
      isCaught: has(lazy.wrong, 'acknowledged'),
    },
    {
      check: 'another',
      naive: 'a MariaDB without a binary log, which shows what a broken disk takes back',
      isCaught: has(shown.wrong, 'another') || has(shown.wrong, 'lost'),
    },
  ];
}
