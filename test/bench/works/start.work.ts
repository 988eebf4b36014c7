/** What a newcomer waits for, and what a node takes while nobody asks: the embedded default, in a folder of its own. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { end, spawnBound } from '../../services/child-process';
import { freePort } from '../../services/ports';
import { SECRET } from '../../support/node';
import { cpuMs } from '../cpu';
import { compile } from '../rivals/compiled';
import type { Stage } from '../stage';
import { PARLEY, type Opened, type Sample, type Work } from '../work';

const MAIN = join(__dirname, '../../../dist/src/main.js');
const PATIENCE_MS = 30_000;
const BETWEEN_TRIES_MS = 5;
/** Long enough for what a start leaves behind to be done. */
const IDLE_MS = { full: 3_000, quick: 500 };

interface Program {
  readonly main: string;
  readonly env: Readonly<Record<string, string>>;
}

const agent = new Agent({ keepAlive: false });

/** Whether the first question is answered. */
function isAnswered(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asking = request(
      { port, agent, host: '127.0.0.1', path: '/graphql', method: 'POST' },
      (response) => {
        response.resume().once('end', () => resolve(response.statusCode === 200));
      },
    );
    asking.setHeader('content-type', 'application/json');
    asking.once('error', () => resolve(false)).end('{"query":"{ serverTime }"}');
  });
}

async function untilAnswered(port: number): Promise<void> {
  const givingUpAt = performance.now() + PATIENCE_MS;
  while (!(await isAnswered(port))) {
    if (performance.now() > givingUpAt) throw new Error(`Nobody answers on port ${port}.`);
    await wait(BETWEEN_TRIES_MS);
  }
}

const residentMb = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;

/** Starts the program in this folder and ends it again. */
async function start({ main, env }: Program, folder: string, idleMs: number) {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawnBound(process.execPath, [main], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', PORT: String(port), ...env },
    stdio: 'ignore',
  });
  await untilAnswered(port);
  const ms = performance.now() - startedAt;
  const cpu = cpuMs(child.pid ?? 0);
  await wait(idleMs);
  const mb = residentMb(child.pid ?? 0);
  await end(child, 'SIGTERM');
  return { ms, cpu, mb };
}

/** Once in an empty folder; in a full run once more with what the first start has left there. */
async function turn({ isQuick, size }: Stage, program: Program): Promise<Sample> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-start-'));
  try {
    const fresh = await start(program, folder, size(IDLE_MS.full, IDLE_MS.quick));
    const figures = { 'start ms': fresh.ms, 'idle MB': fresh.mb, 'cpu ms': fresh.cpu };
    if (isQuick) return figures;
    const again = await start(program, folder, 0);
    return { ...figures, 'restart ms': again.ms, 'restart cpu ms': again.cpu };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function open(stage: Stage): Promise<Opened> {
  const stock = compile('embedded.main', 'stock.entities', 'stock.resolvers', 'tokens');
  const programs = {
    [PARLEY]: { main: MAIN, env: {} },
    stock: { main: stock, env: { AUTH_SECRET: SECRET, DATABASE_FILE: 'stock.sqlite' } },
  };
  return Promise.resolve({
    rivals: Object.entries(programs).map(([name, program]) => ({
      name,
      warmUp: 'full',
      turn: () => turn(stage, program),
    })),
    // A start that does not answer the question ends the run.
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  });
}

export const startUp: Work = {
  name: 'start',
  about:
    'from spawn to the first answer with an embedded database in an empty folder; memory at idle',
  goals: [
    { figure: 'start ms', isBetter: 'less', beside: 'stock', reach: 2.5 },
    { figure: 'idle MB', isBetter: 'less', beside: 'stock', reach: 2 },
  ],
  turns: { full: 7, quick: 1 },
  open,
};
