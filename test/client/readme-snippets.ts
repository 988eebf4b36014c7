import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The TypeScript blocks of the client's README, as they stand. */
export function readmeSnippets(): string[] {
  const readme = readFileSync(join(__dirname, '../../src/client/README.md'), 'utf8');
  return [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
}
