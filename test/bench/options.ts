/** The options of `npm run bench`. */
import { parseArgs } from 'node:util';
import { WORKS } from './works';

export interface Options {
  readonly isQuick: boolean;
  readonly names: readonly string[];
  readonly file: string;
}

export const USAGE = `npm run bench -- [options]

Parley beside hand-written twins and peers that do the same work on the same data and give the same answer. They take turns
(A B A B …); what counts is the median of the ratios. MariaDB and Redis are started for it and stopped after it.

  --quick           smaller counts, two to three minutes: where the machine is too slow for all works the last ones are left out, and named
  --only a,b        only these works
  --out FILE        where the table is written, as Markdown; beside it, as JSON, all that was measured (dist/bench.md)
  --help

Works:
${WORKS.map(({ name, about }) => `  ${name.padEnd(14)}${about}`).join('\n')}`;

const OPTIONS = {
  quick: { type: 'boolean' },
  only: { type: 'string' },
  out: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** The options, `help`, or a sentence that says what is wrong with them. */
export function readOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    if (values.help === true) return 'help';
    const known = WORKS.map(({ name }) => name);
    const names = values.only?.split(',').map((name) => name.trim()) ?? known;
    const unknown = names.find((name) => !known.includes(name));
    if (unknown !== undefined)
      return `There is no work "${unknown}". There are: ${known.join(', ')}.`;
    return { isQuick: values.quick === true, names, file: values.out ?? 'dist/bench.md' };
  } catch (error) {
    return (error as Error).message;
  }
}
