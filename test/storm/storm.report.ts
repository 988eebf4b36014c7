/** A storm as a person reads it. */
import { HEAP_MIB, type Life } from './storm.nodes';
import type { StormReport } from './storm';

export function tableOf({ orders, cards, settleMs, lives, checks }: StormReport): string {
  const perSecond = Math.round((orders + cards) / (settleMs / 1_000));
  return [
    `  ${'process'.padEnd(22)}${'recorded'.padStart(10)}${'per second'.padStart(12)}${'peak MiB'.padStart(10)}`,
    ...lives.map(lifeLine),
    line('all', orders + cards, perSecond, ''),
    '',
    ...checks.map(
      ({ what, wrong }) =>
        `  ${wrong === 0 ? 'ok   ' : 'WRONG'} ${what}${wrong ? `: ${wrong}` : ''}`,
    ),
  ].join('\n');
}

function lifeLine({ node, pid, swept, peakMiB, startedAt, endedAt, wasKilled }: Life): string {
  const lived = (endedAt ?? performance.now()) - startedAt;
  const name = `${node} (pid ${pid})${wasKilled ? ' killed' : ''}`;
  return line(name, swept, Math.round(swept / (lived / 1_000)), peakMiB.toFixed(0));
}

const line = (name: string, recorded: number, perSecond: number, peak: string): string =>
  `  ${name.padEnd(22)}${String(recorded).padStart(10)}${String(perSecond).padStart(12)}${peak.padStart(10)}`;

/** The most memory any process took in a storm, in MiB. */
export const peakOf = ({ lives }: StormReport): number =>
  Math.max(...lives.map(({ peakMiB }) => peakMiB));

/** Ten times the orders; what the collector leaves lying about is no growth. */
const MOST_GROWTH = 1.25;

export const isFlat = (small: StormReport, large: StormReport): boolean =>
  peakOf(large) / peakOf(small) <= MOST_GROWTH;

export function flatnessOf(small: StormReport, large: StormReport): string {
  const sizes = [small, large].map(
    (report) => `${report.orders} orders ${peakOf(report).toFixed(0)} MiB`,
  );
  const times = (large.orders / small.orders).toFixed(0);
  const growth = (peakOf(large) / peakOf(small)).toFixed(2);
  const verdict = isFlat(small, large) ? 'ok   ' : 'WRONG';
  return `  ${verdict} peak memory with a heap of ${HEAP_MIB} MiB: ${sizes.join(', ')}: ${times} times the orders, ${growth} times the memory`;
}
