/** A storm as a person reads it. */
import type { Life } from './storm.nodes';
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

/** Memory that grows with the orders would show here as a ratio near their own. */
export function flatnessOf(small: StormReport, large: StormReport): string {
  const [one, other] = [peakOf(small), peakOf(large)];
  const sizes = `${small.orders} orders ${one.toFixed(0)} MiB, ${large.orders} orders ${other.toFixed(0)} MiB`;
  return `  peak memory: ${sizes}: ${(large.orders / small.orders).toFixed(0)} times the orders, ${(other / one).toFixed(2)} times the memory`;
}
