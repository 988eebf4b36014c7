import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** All that decides what the build comes to; the lock file stands for every package. */
const SOURCES = [
  'src/workbench',
  'src/workbench-build',
  'src/client',
  'schema.graphql',
  'package-lock.json',
];

/** What is written about the page is not in it. */
const isSource = (name: string): boolean => !name.endsWith('.md') && name !== 'pictures';

function filesBelow(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  const names = readdirSync(path).sort();
  return names.filter(isSource).flatMap((name) => filesBelow(join(path, name)));
}

/** Changes when any source does. Contents, not dates: a fresh checkout has new dates only. */
export function sourcesDigest(project: string): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesBelow(join(project, source)))) {
    const content = readFileSync(file);
    hash.update(`${file.slice(project.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
