/** What a subscriber costs who is shown nothing: bytes of heap, after what nobody uses is gone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../services/ports';
import { cpuMs } from '../cpu';
import { heapUsed, inspected, openInspector, type Inspector } from '../inspector';
import { startAll, stopAll } from '../rivals/start-all';
import type { Stage } from '../stage';
import { LIMIT, PARLEY, type Opened, type Rival, type Sample, type Work } from '../work';
import {
  buyers,
  openLiveStage,
  screensOf,
  type Inbox,
  type LiveStage,
  type Server,
} from './live.stage';

interface Watched {
  readonly server: Server;
  readonly inspector: Inspector;
}

async function start(live: LiveStage, name: string): Promise<Watched> {
  const port = await freePort();
  const server = await live.start(name, { env: inspected(port) });
  return { server, inspector: await openInspector(port) };
}

const IDLE_S = { full: 1, quick: 0.3 };

/** What it costs to watch over them while nothing happens: polls of heads, looks at rights. */
async function idleCpuMs(pid: number, seconds: number): Promise<number> {
  const before = cpuMs(pid);
  await sleep(seconds * 1_000);
  return (cpuMs(pid) - before) / seconds;
}

async function turn(
  live: LiveStage,
  { server, inspector }: Watched,
  inboxes: Inbox[],
  idleS: number,
): Promise<Sample> {
  const before = await heapUsed(inspector);
  await live.screens.open(server.wsUrl, await screensOf(inboxes));
  await live.settle(inboxes);
  const perSocket = ((await heapUsed(inspector)) - before) / inboxes.length;
  const idleCpu = await idleCpuMs(server.pid, idleS);
  await live.screens.close();
  return { kB: perSocket / 1_000, 'cpu ms a second': idleCpu };
}

async function open(stage: Stage): Promise<Opened> {
  const live = await openLiveStage(stage);
  const idleS = stage.size(IDLE_S.full, IDLE_S.quick);
  const inboxes = buyers(stage.size(10_000, 250));
  // The figure is beside nobody: a quick run has one to know it by.
  const names = stage.isQuick ? [PARLEY, 'ws'] : [PARLEY, 'ws', 'stock'];
  const watched = await startAll(names, (name) => start(live, name));
  return {
    rivals: Object.entries(watched).map(([name, one]): Rival => ({
      name,
      turn: () => turn(live, one, inboxes, idleS),
    })),
    check: () => Promise.resolve(),
    close: async () => {
      for (const { inspector } of Object.values(watched)) inspector.close();
      await stopAll(Object.values(watched).map(({ server }) => server));
      await live.close();
    },
  };
}

export const heap: Work = {
  name: 'heap',
  about: 'heap per idle subscriber, each of an inbox of its own',
  goals: [{ figure: 'kB', isBetter: 'less', beside: LIMIT, reach: 7 }],
  turns: { full: 1, quick: 1 },
  open,
};
