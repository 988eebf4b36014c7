/** The server processes of a storm: started, killed and started again, with an eye on their memory and their work. */
import { readFileSync } from 'node:fs';
import { gauge } from '../live/gauges';
import { startServerProcess, type ServerProcess } from '../services/server-process';
import { SECRET } from '../support/node';

/**
 * Without a limit Node takes what the machine has before it collects garbage, and the peaks tell of the collector's mood. With
 * one, a process that needed more for more orders would end for want of it.
 */
export const HEAP_MIB = 128;

/** One process from its start to its end. */
export interface Life {
  readonly node: number;
  readonly pid: number;
  /** Things it recorded, as of the last look. */
  swept: number;
  /** The most memory it ever held, in MiB (VmHWM). */
  peakMiB: number;
  readonly startedAt: number;
  /** On the same clock as `startedAt`, in ms; undefined while it lives. */
  endedAt?: number;
  wasKilled: boolean;
}

interface Running {
  readonly server: ServerProcess;
  readonly life: Life;
}

export class StormNodes {
  readonly lives: Life[] = [];
  private readonly running = new Map<number, Running>();

  constructor(private readonly databaseUrl: string) {}

  get urls(): string[] {
    return [...this.running.values()].map(({ server }) => server.url);
  }

  async start(node: number): Promise<void> {
    const server = await startServerProcess({
      DATABASE_URL: this.databaseUrl,
      AUTH_SECRET: SECRET,
      SANDBOX: 'true',
      LOG_LEVEL: 'error',
      NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}`,
    });
    const { pid } = server;
    const startedAt = performance.now();
    const life = { node, pid, swept: 0, peakMiB: 0, startedAt, wasKilled: false };
    this.lives.push(life);
    this.running.set(node, { server, life });
  }

  /** Looks at what every process has done so far, and at the memory it took. */
  async look(): Promise<void> {
    await Promise.all([...this.running.values()].map(lookAt));
  }

  /** SIGKILL in the middle of whatever it is doing. */
  async kill(node: number): Promise<void> {
    await this.look();
    const { server, life } = this.get(node);
    this.running.delete(node);
    await server.kill();
    Object.assign(life, { endedAt: performance.now(), wasKilled: true });
  }

  /** What the processes said that they should not have said. */
  async stopAll(): Promise<string> {
    await this.look();
    const said = await Promise.all(
      [...this.running.values()].map(async ({ server, life }) => {
        await server.stop();
        life.endedAt = performance.now();
        return server.output();
      }),
    );
    this.running.clear();
    return said.join('\n');
  }

  private get(node: number): Running {
    const found = this.running.get(node);
    if (found === undefined) throw new Error(`Node ${node} does not run.`);
    return found;
  }
}

async function lookAt({ server, life }: Running): Promise<void> {
  life.peakMiB = peakOf(life.pid);
  life.swept = await gauge(server.url, 'parley_swept');
}

/** The high-water mark the kernel keeps of a process's resident memory, in MiB. */
function peakOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
