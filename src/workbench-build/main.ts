/** Builds the workbench into dist/workbench, and only when something it is made of has changed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { precompress } from './compressed.files';
import { bringOperationsUpToDate } from './operations';
import { sourcesDigest } from './sources.digest';
import { bundle } from './vite.bundle';
import { weighFirstLoad } from './weight';

const PROJECT = join(__dirname, '../../..');
/** Inside of what it stands for: a build that was deleted, or did not finish, has none. */
const STAMP = join(PROJECT, 'dist/workbench/.stamp');

function stamped(): string | undefined {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return undefined; // never built
  }
}

async function build(): Promise<void> {
  await bringOperationsUpToDate(PROJECT);
  const folder = await bundle(PROJECT);
  precompress(folder);
  console.log(weighFirstLoad(folder));
  // The operations are among the sources, and may have been written just now.
  writeFileSync(STAMP, sourcesDigest(PROJECT));
}

async function main(): Promise<void> {
  if (process.argv.includes('--watch')) {
    await bringOperationsUpToDate(PROJECT);
    await bundle(PROJECT, { watch: true });
  } else if (stamped() !== sourcesDigest(PROJECT)) await build();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
