import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a seller's browser loads before the first order is on the screen; of the two languages the heavier. */
const FIRST_LOAD = ['index.html', 'orders/orders-page.tsx', 'words/zh-CN/index.ts'];

/** Kilobytes of compressed script (gzip: the worse of the two that are served). */
const MOST_KB = 350;

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

function filesOf(manifest: Manifest, name: string, seen: Set<string>): void {
  const chunk = manifest[name];
  if (chunk === undefined) throw new Error(`The build has no chunk ${name}.`);
  if (seen.has(chunk.file)) return;
  seen.add(chunk.file);
  for (const imported of chunk.imports ?? []) filesOf(manifest, imported, seen);
}

/** A line that says it; throws when the seller's page has become too heavy. */
export function weighFirstLoad(folder: string): string {
  const manifest = JSON.parse(
    readFileSync(join(folder, '.vite/manifest.json'), 'utf8'),
  ) as Manifest;
  const files = new Set<string>();
  for (const name of FIRST_LOAD) filesOf(manifest, name, files);
  const weigh = (ending: string): number =>
    [...files].reduce((sum, file) => sum + statSync(join(folder, file + ending)).size, 0) / 1_000;
  const [gzip, brotli] = [weigh('.gz'), weigh('.br')];
  const said = `The workbench's first load for a seller: ${gzip.toFixed(0)} kB of script by gzip, ${brotli.toFixed(0)} kB by brotli, in ${files.size} files.`;
  if (gzip > MOST_KB) throw new Error(`${said} More than ${MOST_KB} kB.`);
  return said;
}
