import type { Ended } from '../story/run-command';

/** The final table of a replay as it reads: `{ 'orders imported': 3, … }`. */
export function tableIn({ stdout }: Ended): Record<string, number> {
  const lines = [...stdout.matchAll(/^ {2}(\S.*?) {2,}([\d,.]+)$/gm)];
  return Object.fromEntries(
    lines.map(([, name = '', count = '']) => [name, Number(count.replaceAll(',', ''))]),
  );
}
