/** Starts the process that takes out guards, and reads its report. */
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { spawnBound } from '../services/child-process';
import type { MutantReport } from './mutants.main';

const root = join(__dirname, '../..');
const PRELOADED = ['run-typescript.js', 'rights/with-switches.js'];

/** So many guards, chosen by the seed, or all of them. */
export async function tryMutants(count: number | 'all', seed: number): Promise<MutantReport> {
  const preloads = PRELOADED.flatMap((file) => ['--require', join(root, 'test', file)]);
  const main = join(root, 'test/rights/mutants.main.ts');
  const child = spawnBound(process.execPath, [...preloads, main, String(count), String(seed)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await Promise.all([text(child.stdout!), once(child, 'exit')]);
  return JSON.parse(said) as MutantReport;
}
