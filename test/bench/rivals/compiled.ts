/** Programs of the benchmark as plain JavaScript: a start must not be charged for compiling. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { transformSync, type Options } from '@swc/core';

const swc = createRequire(__filename)('../../swc.config.js') as Options;

/** Within the project, so that packages are found. */
const FOLDER = join(__dirname, '../../../dist/bench-rivals');

/** Compiles these files of this folder; the path of the first. */
export function compile(...names: readonly string[]): string {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of names) {
    const filename = join(__dirname, `${name}.ts`);
    const { code } = transformSync(readFileSync(filename, 'utf8'), { ...swc, filename });
    writeFileSync(join(FOLDER, `${name}.js`), code);
  }
  return join(FOLDER, `${names[0] ?? ''}.js`);
}
