import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const BUILT = join(__dirname, '../../dist/src');

/**
 * Evaluates expressions over built modules, by name and path under src, in a process of its own whose machine stands in
 * that zone.
 */
export function evaluateIn(
  zone: string,
  modules: Readonly<Record<string, string>>,
  expressions: readonly string[],
): unknown[] {
  const imports = Object.entries(modules).map(
    ([name, path]) => `const ${name} = require(${JSON.stringify(`${BUILT}/${path}.js`)});`,
  );
  const program = `require('reflect-metadata'); ${imports.join(' ')}
    console.log(JSON.stringify([${expressions.join(',')}]));`;
  const output = execFileSync(process.execPath, ['-e', program], {
    env: { PATH: process.env['PATH'], TZ: zone },
    cwd: join(__dirname, '../..'),
    encoding: 'utf8',
  });
  return JSON.parse(output) as unknown[];
}
