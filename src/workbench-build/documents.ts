import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type DocumentNode } from 'graphql';

interface Located {
  readonly location: string;
  readonly document: DocumentNode;
}

/** Every `*.graphql` below a folder, in one order on every machine. */
export function documentsOf(folder: string): Located[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const found = names.filter((name) => name.endsWith('.graphql')).sort();
  return found.map((location) => ({
    location,
    document: parse(readFileSync(join(folder, location), 'utf8')),
  }));
}
