/** Deliveries: from committed entries to frames on a thousand sockets. */
import { cpuMs } from '../cpu';
import { expectSame } from '../same-answer';
import { startAll, stopAll } from '../rivals/start-all';
import type { Stage } from '../stage';
import { PARLEY, type Opened, type Sample, type Work } from '../work';
import {
  openLiveStage,
  screensOf,
  seatsOf,
  shopOf,
  shops,
  type Inbox,
  type LiveStage,
  type Server,
} from './live.stage';

const subscribersOn = (stage: Stage): number => stage.size(1_000, 250);
const RIVALS = [PARLEY, 'ws', 'stock'];

interface Shape {
  readonly subscribers: number;
  readonly inboxes: readonly Inbox[];
  /** So many entries in each of them with one ring. */
  readonly each: number;
}

/** A thousand seats of one shop, or one of each of a thousand shops. */
const audience = ({ subscribers, inboxes: [first, ...others] }: Shape) =>
  others.length === 0 ? seatsOf(first!, subscribers) : screensOf([first!, ...others]);

/** Connects the thousand, and waits until each was shown a first entry: from then on nothing is missed. */
async function gather(live: LiveStage, server: Server, shape: Shape): Promise<void> {
  await live.screens.open(server.wsUrl, await audience(shape));
  await live.settle(shape.inboxes);
}

/** What the first screens show. */
async function shownBy(live: LiveStage, server: Server, shape: Shape): Promise<unknown> {
  const inboxes = shape.inboxes.slice(0, 3);
  await live.screens.open(server.wsUrl, await screensOf(inboxes));
  await live.settle(inboxes);
  const { last } = await live.screens.look();
  await live.screens.close();
  return last.map((text) => withoutCursor(JSON.parse(text) as object));
}

/** Everybody was shown another entry by then. */
const withoutCursor = (frame: object): unknown =>
  JSON.parse(JSON.stringify(frame).replace(/"cursor":"([\w-]+)\.\w+"/, '"cursor":"$1"')) as unknown;

async function turn(live: LiveStage, server: Server, shape: Shape): Promise<Sample> {
  await gather(live, server, shape);
  await live.screens.reset();
  const count = shape.subscribers * shape.each;
  const before = cpuMs(server.pid);
  const shown = live.screens.until(count);
  await live.append(shape.inboxes, shape.each);
  const startedAt = performance.now();
  await shown;
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpu = cpuMs(server.pid) - before;
  await live.screens.close();
  return {
    '/s of a core': (count / cpu) * 1_000,
    '/s': count / seconds,
    'cpu µs': (cpu / count) * 1_000,
  };
}

async function open(stage: Stage, shape: Shape): Promise<Opened> {
  const live = await openLiveStage(stage);
  const servers = await startAll(RIVALS, live.start);
  return {
    rivals: Object.entries(servers).map(([name, server]) => ({
      name,
      ...(name === 'stock' && { warmUp: 'full' }),
      turn: () =>
        turn(
          live,
          server,
          name === 'stock' ? { ...shape, each: Math.ceil(shape.each / 4) } : shape,
        ),
    })),
    check: async () => {
      const answers: Record<string, unknown> = {};
      for (const [name, server] of Object.entries(servers))
        answers[name] = await shownBy(live, server, shape);
      expectSame(answers);
    },
    close: async () => {
      await stopAll(Object.values(servers));
      await live.close();
    },
  };
}

const figure = '/s of a core';

export const fanOut: Work = {
  name: 'fan-out',
  about: 'deliveries: each entry of one inbox to 1,000 subscribers, seats of one shop',
  goals: [
    { figure, isBetter: 'more', beside: 'ws', reach: 0.7 },
    { figure, isBetter: 'more', beside: 'stock', reach: 5 },
  ],
  turns: { full: 5, quick: 1 },
  open: (stage) =>
    open(stage, {
      subscribers: subscribersOn(stage),
      inboxes: [shopOf(7)],
      each: stage.size(200, 80),
    }),
};

export const inboxes: Work = {
  name: 'inboxes',
  about: 'deliveries: 1,000 subscribers, each of an inbox of its own, many entries of each',
  goals: [
    { figure, isBetter: 'more', beside: 'ws', reach: 0.5 },
    { figure, isBetter: 'more', beside: 'stock', reach: 3 },
  ],
  turns: { full: 5, quick: 1 },
  open: (stage) =>
    open(stage, {
      subscribers: subscribersOn(stage),
      inboxes: shops(subscribersOn(stage)),
      each: stage.size(60, 24),
    }),
};
