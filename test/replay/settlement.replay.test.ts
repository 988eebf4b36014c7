import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFullScale, oneIn, random, scale, seed } from '../services/scale';
import { runCommand } from '../story/run-command';
import { boundaryOrders } from './boundary-orders';
import { withFile } from './order-csv';
import { tableIn } from './table';

const INDEPENDENT = join(__dirname, 'independent-settlement.js');
const SAMPLE = join(__dirname, '../../../shared/data/orders-sample.csv');

interface Settled {
  readonly shopId: string;
  readonly orderNo: string;
  readonly sla: string;
  readonly shipBy: string;
  readonly compensationMinor: number;
  readonly card: string | null;
}

/** One object a line, in an order that both sides share. */
function settledIn(lines: string): Settled[] {
  const orders = lines.trimEnd().split('\n');
  return orders
    .map((line) => JSON.parse(line) as Settled)
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

const keyOf = ({ shopId, orderNo }: Settled): string => `${shopId} ${orderNo}`;

/** Plays a file, settles it independently, and compares order by order. Returns the independent result and the table. */
async function settleTwice(csv: string, ...options: string[]) {
  return withFile(csv, async (path) => {
    const result = `${path}.result`;
    const ended = await runCommand('replay', path, '--result', result, ...options);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const independent = (...more: string[]) =>
      execFileSync(process.execPath, [INDEPENDENT, path, ...options, ...more], {
        encoding: 'utf8',
      });
    const expected = settledIn(independent('--json'));
    expect(settledIn(readFileSync(result, 'utf8'))).toEqual(expected);
    return { expected, table: tableIn(ended), totals: totalsIn(independent()) };
  });
}

/** The totals the independent script prints: `{ orders: 3, … }`. */
const totalsIn = (printed: string): Record<string, number> =>
  Object.fromEntries(
    [...printed.matchAll(/^(\S.*?) +([\d.]+)$/gm)].map(([, name, value]) => [name, Number(value)]),
  );

function expectSameTotals({ table, totals }: Awaited<ReturnType<typeof settleTwice>>): void {
  expect(table).toMatchObject({
    'orders imported': totals['orders'],
    'rows refused': 0,
    'ship-by BREACHED': totals['breaches'],
    'ship-by MET': totals['orders']! - totals['breaches']!,
    compensations: totals['compensations'],
    'their sum in yuan': totals['their sum'],
  });
}

function expectSameCards({ table, totals }: Awaited<ReturnType<typeof settleTwice>>): void {
  const names = ['accepted', 'declined', 'expired', 'voided', 'refused'].map(
    (end) => `cards ${end}`,
  );
  for (const name of names) expect([name, table[name]]).toEqual([name, totals[name]]);
  expect(table['cards sent']).toBe(
    totals['cards accepted']! +
      totals['cards declined']! +
      totals['cards expired']! +
      totals['cards voided']!,
  );
}

/** Every way a card and its order can end; who lets a card expire has let the ship-by pass too. */
const ENDS = ['ACCEPTED', 'DECLINED', 'no card'].flatMap((card) => [
  `${card} MET`,
  `${card} BREACHED`,
]);
ENDS.push('EXPIRED BREACHED', 'VOIDED MET');

describe('a replay beside an independent settlement of the same file', () => {
  const [header, ...lines] = boundaryOrders(random(seed(), 'settlement')).split('\n');
  const orders = [header, ...oneIn(4, lines, 'boundary orders')].join('\n');

  it('OR-4 OR-6 OR-10 CO-1 TM-3 agree about every order on every boundary', async () => {
    const settled = await settleTwice(orders);
    expectSameTotals(settled);
    expect(settled.expected.every(({ card }) => card === null)).toBe(true);
    if (!isFullScale()) return;
    expect(new Set(settled.expected.map(({ sla }) => sla))).toEqual(new Set(['MET', 'BREACHED']));
    const paid = new Set(settled.expected.map(({ compensationMinor }) => compensationMinor));
    for (const amount of [0, 500, 501, 1_234, 1_235, 10_000]) expect(paid).toContain(amount);
  }, 300_000);

  it('SP-1 SP-6 SP-8 SP-9 SP-13 CO-2 agree about every card on every boundary', async () => {
    const settled = await settleTwice(orders, '--proposals');
    expectSameTotals(settled);
    expectSameCards(settled);
    if (!isFullScale()) return;
    // The file must hold all there is to disagree about.
    expect(new Set(settled.expected.map(({ card, sla }) => `${card ?? 'no card'} ${sla}`))).toEqual(
      new Set(ENDS),
    );
  }, 300_000);

  if (existsSync(SAMPLE))
    it.each([[[]], [['--proposals']]])(
      'OR-4 OR-6 SP-8 CO-1 CO-2 agree about the sample of real orders, played with %j',
      async (options: string[]) => {
        const lines = readFileSync(SAMPLE, 'utf8').trimEnd().split('\n');
        const settled = await settleTwice(
          lines.slice(0, scale(1500, 40) + 1).join('\n'),
          ...options,
        );
        expectSameTotals(settled);
        if (options.length > 0) expectSameCards(settled);
      },
      300_000,
    );
  else console.log(`The sample of real orders is not played: there is no ${SAMPLE}.`);

  if (existsSync(SAMPLE))
    it('OR-6 the independent settlement finds what was counted by hand in the sample', () => {
      const printed = execFileSync(process.execPath, [INDEPENDENT, SAMPLE], { encoding: 'utf8' });
      expect(totalsIn(printed)).toMatchObject({
        orders: 1500,
        breaches: 349,
        compensations: 349,
        'their sum': 6495.95,
      });
    });
});
