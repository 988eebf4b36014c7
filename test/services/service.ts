import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { end, lastWill, spawnBound, untilReady } from './child-process';

export interface ServiceDescription {
  readonly program: string;
  readonly args: string[];
  /** The service's own folder: its data and its log. It goes when the service is stopped. */
  readonly folder: string;
  readonly isReady: () => Promise<boolean>;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A server of ours that a test may kill and start again, as often as it likes. */
export interface Service {
  readonly pid: number;
  /** SIGKILL: no goodbye, nothing flushed. */
  kill(): Promise<void>;
  /** Starts it again on the same port with the same data; stops it first when it still runs. */
  restart(): Promise<void>;
  /** SIGTERM, then its folder is removed. */
  stop(): Promise<void>;
}

export async function startService(description: ServiceDescription): Promise<Service> {
  const { folder } = description;
  // The pause lets the killed server let go of its files.
  const will = lastWill('sleep 1; rm -rf "$1"', folder);
  let child = await start(description);
  return {
    get pid() {
      return child.pid ?? 0;
    },
    kill: () => end(child, 'SIGKILL'),
    restart: async () => {
      await end(child, 'SIGTERM');
      child = await start(description);
    },
    stop: async () => {
      await end(child, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
      will.dismiss();
    },
  };
}

async function start({ program, args, folder, isReady, env }: ServiceDescription) {
  const log = join(folder, 'server.log');
  const child = spawnLoggingTo(log, program, args, env);
  await untilReady(child, isReady, () => readFileSync(log, 'utf8'));
  return child;
}

function spawnLoggingTo(
  log: string,
  program: string,
  args: string[],
  env: ServiceDescription['env'] = {},
): ChildProcess {
  const file = openSync(log, 'a');
  try {
    return spawnBound(program, args, {
      stdio: ['ignore', file, file],
      env: { ...process.env, ...env },
    });
  } finally {
    closeSync(file);
  }
}
