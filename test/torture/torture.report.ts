/** A torture as a person reads it: a line per round, and a table at the end. */
import type { RoundReport } from './chapter';
import type { TortureReport } from './torture';

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

export function lineOf({
  number,
  done,
  tally,
  interruptions,
  ms,
  masked,
  wrong,
}: RoundReport): string {
  const { acts, acknowledged, refused, retried, abandoned } = tally;
  const parts = [
    `${String(number).padStart(5)} `,
    (done.join(' + ') || 'no fault').padEnd(44),
    `${acts} acts: ${acknowledged} acknowledged, ${refused} refused`,
    `${retried + abandoned} in doubt`,
    `${interruptions} reconnects`,
    ...(masked > 0 ? [`${masked} masked faults`] : []),
    seconds(ms),
    wrong.length === 0 ? 'ok' : 'WRONG',
  ];
  return parts.join('  ');
}

/** What each line of the last table counts, by the names of the checks. */
const COUNTED: readonly (readonly [string, readonly string[]])[] = [
  ['acknowledged writes lost', ['acknowledged']],
  ['acts done twice, or another object for one key', ['once', 'same', 'refused']],
  ['entries lost', ['lost', 'another']],
  ['entries doubled', ['doubled']],
  ['entries out of order', ['out of order']],
  ['gaps in a log or a conversation', ['gap-free']],
  ['recorded early', ['early']],
  ['acts that are only half there', ['whole']],
  [
    'cards, acceptances or tickets too many',
    ['three cards', 'one acceptance', 'one pending', 'one ticket'],
  ],
  ['claims of the ledger that fail', ['ledger', 'money']],
  ['rounds that did not end', ['stuck']],
];

const row = (name: string, value: string | number): string =>
  `  ${name.padEnd(50)}${String(value).padStart(12)}`;

export function tableOf(report: TortureReport): string {
  const { tally, wrong } = report;
  const known = COUNTED.map(
    ([name, checks]) => [name, wrong.filter(({ check }) => checks.includes(check)).length] as const,
  );
  return [
    row('rounds', report.rounds),
    row('acknowledged writes', tally.acknowledged),
    row('refused by the rules', tally.refused),
    row('in doubt on the way, then known', tally.retried + tally.abandoned),
    row('entries delivered to live views', report.delivered),
    row('reconnects of live views', report.interruptions),
    row('answers that masked a fault', report.masked),
    row('time, all told', seconds(report.ms)),
    row('time per round', seconds(report.ms / Math.max(1, report.rounds))),
    '',
    ...known.map(([name, count]) => `${row(name, count)}  ${count === 0 ? 'ok' : 'WRONG'}`),
  ].join('\n');
}

/** So many are shown; one fault often has many consequences. */
const SHOWN = 12;

export function failureOf(report: TortureReport, again: string): string {
  const shown = report.wrong.slice(0, SHOWN).map(({ check, what }) => `  ${check}: ${what}`);
  const more = report.wrong.length - shown.length;
  return [
    ...shown,
    ...(more > 0 ? [`  and ${more} more`] : []),
    '',
    `Round ${report.failed ?? '?'} again: ${again}`,
    `What the servers said: ${report.logs ?? 'nowhere'}`,
  ].join('\n');
}
