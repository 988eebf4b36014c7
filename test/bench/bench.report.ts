/** A run as a person reads it, and as a file keeps it. */
import { cpus, totalmem } from 'node:os';
import { execFileSync } from 'node:child_process';
import { dependencies, devDependencies } from '../../package.json';
import { findProgram, versionOf } from '../services/programs';
import { median, type Played, type Result } from './play';
import type { Work } from './work';

const PEERS = [
  '@apollo/server',
  'graphql',
  'graphql-ws',
  'mercurius',
  'mysql2',
  'type-graphql',
  'typeorm',
  'ws',
];

/** Everything is pinned: what package.json says is what runs. */
const pinned: Readonly<Record<string, string>> = { ...dependencies, ...devDependencies };

const commit = (): string =>
  execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();

/** What the figures were measured on. */
export function surroundings(): string[] {
  const mariaDb = findProgram('mariadbd');
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `${new Date().toISOString().slice(0, 10)}, commit ${commit()}`,
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${memory} GiB`,
    `Node ${process.versions.node}, MariaDB ${mariaDb === undefined ? 'none' : versionOf(mariaDb)}`,
    PEERS.map((name) => `${name} ${pinned[name] ?? ''}`).join(', '),
  ];
}

/** Three digits tell enough of a figure that varies by some percent. */
const shown = (value: number): string =>
  value >= 1_000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));

const HEAD = ['work', 'figure', 'ours', 'beside', 'theirs', 'ratio', 'lowest–highest', 'asked', ''];

const cells = (name: string, { goal, ...result }: Result): string[] => [
  name,
  goal.figure,
  shown(result.ours),
  goal.beside,
  shown(result.theirs),
  result.ratio.toFixed(2),
  `${result.lowest.toFixed(2)}–${result.highest.toFixed(2)}`,
  `${goal.isBetter === 'more' ? '≥' : '≤'} ${goal.reach}`,
  result.isReached ? 'reached' : 'NOT reached',
];

export const rowsOf = (played: readonly Played[]): string[][] => [
  HEAD,
  ...played.flatMap(({ work, results }) => results.map((result) => cells(work.name, result))),
];

/** Columns as wide as their widest cell. */
export function textTable(rows: readonly string[][]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** All figures of all rivals, those without a goal, too: where to look when a goal is not reached. */
export const figuresOf = ({ samples }: Played): string[] =>
  Object.entries(samples).map(([rival, turns]) => {
    const figures = Object.keys(turns[0] ?? {}).map(
      (figure) => `${shown(median(turns.map((turn) => turn[figure] ?? NaN)))} ${figure}`,
    );
    return `${rival}: ${figures.join(', ')}`;
  });

/** What a quick run has not come to. */
export function leftOut(works: readonly Work[]): string {
  const names = works.map(({ name }) => name).join(',');
  return `A quick run takes three minutes at most, and this machine is slow now. Not measured: npm run bench -- --quick --only ${names}`;
}

export function markdown(played: readonly Played[], left: readonly Work[] = []): string {
  const [head = [], ...rows] = rowsOf(played);
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  return [
    ...surroundings().map((text) => `${text}  `),
    '',
    line(head),
    line(head.map(() => '---')),
    ...rows.map(line),
    '',
    ...(left.length > 0 ? [leftOut(left), ''] : []),
    ...played.map(
      (one) => `- **${one.work.name}**: ${one.work.about}. ${figuresOf(one).join('; ')}.`,
    ),
    '',
  ].join('\n');
}
