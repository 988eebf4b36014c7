/** Every rival serves from a process of its own, as ours does: none shares a core's time or a heap with the load. */
import { join } from 'node:path';
import { end, spawnBound, untilReady } from '../../services/child-process';
import { ENGINE_ARGS } from '../../services/server-process';

export interface RivalProcess {
  /** Of GraphQL over HTTP. */
  readonly url: string;
  readonly wsUrl: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const RUN_TYPESCRIPT = join(__dirname, '../../run-typescript.js');
const LISTENING = /listening on (\d+)/;

/** Starts `rivals/NAME.main.ts`, which says `listening on PORT` once it serves. */
export async function startRival(
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<RivalProcess> {
  const main = join(__dirname, `${name}.main.ts`);
  const child = spawnBound(process.execPath, [...ENGINE_ARGS, '--require', RUN_TYPESCRIPT, main], {
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (chunk: Buffer): void => void (said += chunk.toString());
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  await untilReady(
    child,
    () => LISTENING.test(said),
    () => said,
  );
  const port = LISTENING.exec(said)?.[1] ?? '';
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    wsUrl: `ws://127.0.0.1:${port}/graphql`,
    pid: child.pid ?? 0,
    stop: () => end(child, 'SIGTERM'),
  };
}
