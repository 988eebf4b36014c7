import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

const START_LIMIT_MS = 30_000;
const BETWEEN_TRIES_MS = 20;

/** Keeps a shell command ready for the case that this process ends without tidying up. */
export interface LastWill {
  /** All is tidy: the command will not be run. */
  dismiss(): void;
}

/**
 * Runs `command` when this process ends, however it ends, SIGKILL included: a shell waits for the end of a
 * pipe that only we hold open. A line in the pipe tells it to leave without doing anything.
 */
export function lastWill(command: string, ...args: string[]): LastWill {
  const script = `read -r line || { ${command}; }`;
  const shell = spawn('sh', ['-c', script, 'last-will', ...args], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true, // a Ctrl-C in the terminal must not take the shell along
  });
  shell.unref();
  (shell.stdin as unknown as { unref(): void }).unref();
  return { dismiss: () => void shell.stdin.end('tidy\n') };
}

/** Starts a program that is killed when this process ends, however it ends. */
export function spawnBound(program: string, args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn(program, args, options);
  child.on('error', () => undefined); // seen by `exited`: a program that did not start has no pid
  if (child.pid === undefined) throw new Error(`${program} could not be started`);
  const will = lastWill('kill -9 "$1"', String(child.pid));
  child.once('exit', () => will.dismiss());
  return child;
}

export function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Sends the signal and waits for the end. Does nothing for a process that has already ended. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasExited(child)) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** Asks again and again until `isReady` says true; fails early when the process ends instead. */
export async function untilReady(
  child: ChildProcess,
  isReady: () => Promise<boolean> | boolean,
  whatItSaid: () => string,
): Promise<void> {
  const giveUpAt = Date.now() + START_LIMIT_MS;
  while (!(await isReady())) {
    if (hasExited(child)) throw new Error(`The process ended while starting:\n${whatItSaid()}`);
    if (Date.now() > giveUpAt)
      throw new Error(`Not ready in ${START_LIMIT_MS} ms:\n${whatItSaid()}`);
    await wait(BETWEEN_TRIES_MS);
  }
}
