/** From commit to screen: two thousand sellers look at their inboxes while buyers accept two hundred cards a second. */
import { setTimeout as sleep } from 'node:timers/promises';
import { signToken } from '../../../src/story';
import { SECRET } from '../../support/node';
import { createConnection } from 'mysql2/promise';
import { openCaller } from '../http.caller';
import { load, type Asked } from '../http.load';
import { buyersAmong, orderId, pendingId } from '../market/market.names';
import { LIVE_ORDERS, LIVE_SHOPS, liveShopOf } from '../market/live.market';
import { quantile } from '../play';
import { startAll, stopAll } from '../rivals/start-all';
import type { Stage } from '../stage';
import { LIMIT, PARLEY, type Opened, type Sample, type Work } from '../work';
import { reopen } from './accept.work';
import { openLiveStage, screensOf, shopOf, shops, type LiveStage, type Server } from './live.stage';

const PER_SECOND = 200;
const SECONDS = { full: 3, quick: 1 };

const ACCEPT = `mutation ($id: ID!) {
  shippingProposalAccept(input: { proposalId: $id }) { proposal { id status } userErrors { code } }
}`;

async function askedFor(order: number): Promise<Asked> {
  const sub = `B${order % buyersAmong(LIVE_ORDERS)}`;
  return {
    token: await signToken(SECRET, { role: 'BUYER', sub }),
    query: ACCEPT,
    variables: { id: pendingId(order) },
  };
}

const isAccepted = (answer: string): boolean => answer.includes('"ACCEPTED"');

/** At an even pace, whatever the answers take. */
async function acceptAll(url: string, all: readonly Asked[]): Promise<void> {
  const caller = openCaller(url);
  const startedAt = performance.now();
  const answers = all.map(async (asked, index) => {
    await sleep((index * 1_000) / PER_SECOND - (performance.now() - startedAt));
    return caller.ask(asked);
  });
  const refused = (await Promise.all(answers)).find((answer) => !isAccepted(answer));
  caller.close();
  if (refused !== undefined) throw new Error(`Not accepted: ${refused}`);
}

/** Who accepts and who shows; the same where there is one node. */
interface Nodes {
  readonly accepting: Server;
  readonly showing: Server;
}

const sellersOn = (stage: Stage): number => stage.size(LIVE_SHOPS, 200);

/** Each next one of another seller's, of those who look. */
function orderAt(index: number, sellers: number): number {
  const order = (index % sellers) + Math.floor(index / sellers) * LIVE_SHOPS;
  if (order >= LIVE_ORDERS) throw new Error('All cards of the market are accepted.');
  return order;
}

/** Cards are accepted once: those of a market last for a run. */
const nextOrder = new WeakMap<Stage, number>();
function takeOrders(stage: Stage, count: number): number[] {
  const first = nextOrder.get(stage) ?? 0;
  nextOrder.set(stage, first + count);
  return Array.from({ length: count }, (_, index) => orderAt(first + index, sellersOn(stage)));
}

async function turn(stage: Stage, live: LiveStage, nodes: Nodes): Promise<Sample> {
  const all = shops(sellersOn(stage));
  const count = PER_SECOND * stage.size(SECONDS.full, SECONDS.quick);
  const asked = await Promise.all(takeOrders(stage, count).map(askedFor));
  await live.screens.open(nodes.showing.wsUrl, await screensOf(all));
  await live.settle(all);
  await live.screens.reset();
  const shown = live.screens.until(count);
  await acceptAll(nodes.accepting.url, asked);
  await shown;
  const delays = [...(await live.screens.delays())].sort((a, b) => a - b);
  await live.screens.close();
  return { 'p50 ms': quantile(delays, 0.5), 'p99 ms': quantile(delays, 0.99) };
}

/**
 * Compilers take thousands of acceptances to be done with a server (its processor's time for one halves meanwhile), and a turn has six
 * hundred: as many as warm up where acceptances alone are measured come before.
 */
const WARM_UP = { full: 4_000, quick: 120 };

async function warmUp(stage: Stage, live: LiveStage, { accepting, showing }: Nodes): Promise<void> {
  const all = shops(sellersOn(stage));
  const amount = stage.size(WARM_UP.full, WARM_UP.quick);
  const asked = await Promise.all(takeOrders(stage, amount).map(askedFor));
  await live.screens.open(showing.wsUrl, await screensOf(all));
  await live.settle(all);
  await live.screens.reset();
  const { url, pid } = accepting;
  const expected = '"ACCEPTED"';
  await load({ url, pid, amount, expected, connections: 16, asked: (number) => asked[number]! });
  await live.screens.until(amount);
  await live.screens.close();
}

/** Warms them all up, and makes the cards pending again that it took. */
async function warmUpAll(stage: Stage, live: LiveStage, all: readonly Nodes[]): Promise<void> {
  for (const nodes of all) await warmUp(stage, live, nodes);
  const db = await createConnection(live.databaseUrl);
  await reopen(db);
  await db.end();
  nextOrder.delete(stage);
}

async function startNodes(live: LiveStage, name: string, areTwo: boolean): Promise<Nodes> {
  const showing = await live.start(name);
  return { showing, accepting: areTwo ? await live.start(name, { isSecond: true }) : showing };
}

const nodesOf = ({ showing, accepting }: Nodes): Server[] => [...new Set([showing, accepting])];

/** The entry of an acceptance, as each of them shows it: the same but for ids and texts of its own making. */
async function check(stage: Stage, live: LiveStage, nodes: Nodes): Promise<void> {
  const [order = 0] = takeOrders(stage, 1);
  const shop = shopOf(liveShopOf(order));
  await live.screens.open(nodes.showing.wsUrl, await screensOf([shop]));
  await live.settle([shop]);
  await live.screens.reset();
  const shown = live.screens.until(1);
  await acceptAll(nodes.accepting.url, [await askedFor(order)]);
  await shown;
  const { last } = await live.screens.look();
  await live.screens.close();
  for (const expected of ['PROPOSAL_ACCEPTED', orderId(order), pendingId(order), '"ACCEPTED"'])
    if (last[0]?.includes(expected) !== true)
      throw new Error(`${shop.id} is not shown ${expected}: ${last[0] ?? ''}`);
}

async function open(stage: Stage, areTwo: boolean): Promise<Opened> {
  const live = await openLiveStage(stage);
  await live.screens.hear(live.redisUrl, live.channel);
  const rivals = await startAll([PARLEY, 'ws'], (name) => startNodes(live, name, areTwo));
  await warmUpAll(stage, live, Object.values(rivals));
  return {
    rivals: Object.entries(rivals).map(([name, nodes]) => ({
      name,
      warmUp: 'full',
      turn: () => turn(stage, live, nodes),
    })),
    check: async () => {
      for (const nodes of Object.values(rivals)) await check(stage, live, nodes);
    },
    close: async () => {
      await stopAll(Object.values(rivals).flatMap(nodesOf));
      await live.close();
    },
  };
}

const goals = (limitMs: number): Work['goals'] => [
  { figure: 'p50 ms', isBetter: 'less', beside: 'ws', reach: 1.5 },
  { figure: 'p99 ms', isBetter: 'less', beside: 'ws', reach: 2 },
  { figure: 'p50 ms', isBetter: 'less', beside: LIMIT, reach: limitMs },
];

const about = 'commit → screen: 200 acceptances/s, 2,000 live sellers';

export const screen: Work = {
  name: 'screen',
  about: `${about}, one node`,
  goals: goals(50),
  turns: { full: 5, quick: 1 },
  open: (stage) => open(stage, false),
};

export const screenAcross: Work = {
  name: 'screen-across',
  about: `${about} of another node`,
  goals: goals(100),
  turns: { full: 5, quick: 1 },
  open: (stage) => open(stage, true),
};
