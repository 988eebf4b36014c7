/** Catching up: a thousand sellers come back at once, each a hundred entries behind. */
import { cpuMs } from '../cpu';
import { expectSame } from '../same-answer';
import type { Asked } from '../screens/screen';
import { startAll, stopAll } from '../rivals/start-all';
import type { Stage } from '../stage';
import { PARLEY, type Opened, type Sample, type Work } from '../work';
import { openLiveStage, screensOf, shops, type LiveStage, type Server } from './live.stage';

const BEHIND = 100;

/** Each with the cursor it had a hundred entries ago. */
async function comingBack({ heads, cursors }: LiveStage, count: number): Promise<Asked[]> {
  const newest = await heads(shops(count));
  return (await screensOf(shops(count))).map((asked) => ({
    ...asked,
    after: cursors.encode(asked.inbox, (newest.get(asked.inbox) ?? 0) - BEHIND),
  }));
}

/** From the first knock to the last entry; connecting and signing in are part of it for everybody. */
async function turn(live: LiveStage, { wsUrl, pid }: Server, asked: Asked[]): Promise<Sample> {
  const count = asked.length * BEHIND;
  const before = cpuMs(pid);
  const startedAt = performance.now();
  await live.screens.open(wsUrl, asked);
  await live.screens.until(count);
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpu = cpuMs(pid) - before;
  await live.screens.close();
  return {
    '/s of a core': (count / cpu) * 1_000,
    '/s': count / seconds,
    'cpu µs': (cpu / count) * 1_000,
  };
}

async function shownBy(live: LiveStage, server: Server, asked: Asked[]): Promise<unknown> {
  await live.screens.open(server.wsUrl, asked);
  await live.screens.until(asked.length * BEHIND);
  const { last } = await live.screens.look();
  await live.screens.close();
  return last.map((text) => JSON.parse(text) as unknown);
}

async function open(stage: Stage): Promise<Opened> {
  const live = await openLiveStage(stage);
  const count = stage.size(1_000, 150);
  await live.append(shops(count), BEHIND);
  const asked = await comingBack(live, count);
  const servers = await startAll([PARLEY, 'ws'], live.start);
  return {
    rivals: Object.entries(servers).map(([name, server]) => ({
      name,
      turn: () => turn(live, server, asked),
    })),
    check: async () => {
      const answers: Record<string, unknown> = {};
      for (const [name, server] of Object.entries(servers))
        answers[name] = await shownBy(live, server, asked.slice(0, 3));
      expectSame(answers);
    },
    close: async () => {
      await stopAll(Object.values(servers));
      await live.close();
    },
  };
}

export const catchUp: Work = {
  name: 'catch-up',
  about: 'sellers who come back at once, each 100 entries behind, each of a shop of its own',
  goals: [{ figure: '/s of a core', isBetter: 'more', beside: 'ws', reach: 0.7 }],
  turns: { full: 5, quick: 1 },
  open,
};
