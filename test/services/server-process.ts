import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { end, spawnBound, untilReady } from './child-process';

const ROOT = join(__dirname, '../..');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: { start: string };
};
/** What `npm start` tells the engine; whatever is measured beside the server is told the same. */
export const ENGINE_ARGS = / node (.*)dist\/src\/main\.js$/
  .exec(scripts.start)?.[1]
  ?.trim()
  .split(' ') as string[];
const MAIN = join(ROOT, 'dist/src/main.js');

/** The server names its address in the first lines it prints, in plain text or in a log record. */
const ADDRESS = /http:\/\/[\w.:[\]]+?:(\d+)\/graphql/;

/** Tests, like a storm, ask from one address and mostly as few people: limits are set where they are the subject. */
export const UNLIMITED: Readonly<Record<string, string>> = {
  RATE_PER_VIEWER: '0',
  RATE_PER_ADDRESS: '0',
  SOCKETS_PER_VIEWER: '0',
  SOCKETS_PER_ADDRESS: '0',
};

/** The server as users run it, in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly wsUrl: string;
  readonly pid: number;
  /** All it has printed so far. */
  output(): string;
  /** Sends the signal (SIGKILL by default) and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Stops it as an operator would: SIGTERM. */
  stop(): Promise<void>;
  /** Sends the signal and does not wait. */
  signal(signal: NodeJS.Signals): void;
  /** What it ended with; null for a signal. */
  readonly exitCode: Promise<number | null>;
}

/** Starts what `npm start` does on a free port with `env` as its only settings. */
export async function startServerProcess(
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawnBound(process.execPath, [...ENGINE_ARGS, MAIN], {
    env: { ...cleanEnvironment(), ...UNLIMITED, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collectOutput(child);
  const exitCode = once(child, 'exit').then(([code]) => code as number | null);
  await untilReady(child, () => ADDRESS.test(output()), output);
  const port = ADDRESS.exec(output())?.[1] ?? '';
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    wsUrl: `ws://127.0.0.1:${port}/graphql`,
    pid: child.pid ?? 0,
    output,
    kill: (signal = 'SIGKILL') => end(child, signal),
    stop: () => end(child, 'SIGTERM'),
    signal: (signal) => void child.kill(signal),
    exitCode,
  };
}

/** No setting of the shell that runs the tests may reach the server. */
function cleanEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME'].map((name) => [name, process.env[name] ?? '']);
  return Object.fromEntries(kept) as Record<string, string>;
}

function collectOutput(child: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  const keep = (chunk: Buffer): unknown => chunks.push(chunk);
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => Buffer.concat(chunks).toString('utf8');
}
