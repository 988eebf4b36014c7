/** The worked values of domain.md §2, each as an expression over the built modules and what it must give. */
export interface WorkedValue {
  readonly name: string;
  readonly expression: string;
  readonly expected: string | boolean;
}

const zone = `'Asia/Shanghai'`;
const at = (text: string): string => `Date.parse('${text}+08:00')`;
const shipBy = at('2023-02-01T10:00:00');
const allowed = (day: string): string =>
  `proposals.shipDateRefusals('${day}', { order: { shipBy: ${shipBy} }, now: ${at('2023-01-30T12:00:00')}, policy: first.FIRST_POLICY, zone: ${zone} }).length === 0`;

export const WORKED_VALUES: readonly WorkedValue[] = [
  {
    name: 'OR-1 paid 2023-01-30 10:00, 48 h promised',
    expression: `time.rfc3339(orders.originalShipBy({ paidAt: ${at('2023-01-30T10:00:00')}, promisedHours: 48 }, first.FIRST_POLICY, ${zone}))`,
    expected: '2023-02-01T02:00:00Z',
  },
  {
    name: 'OR-1 paid 2023-01-30 10:00, by the policy’s promise',
    expression: `time.rfc3339(orders.originalShipBy({ paidAt: ${at('2023-01-30T10:00:00')} }, first.FIRST_POLICY, ${zone}))`,
    expected: '2023-02-01T02:00:00Z',
  },
  {
    name: 'SP-6 card sent 2023-01-30 12:00: answer by 24 h later',
    expression: `time.rfc3339(proposals.answerByOf(${at('2023-01-30T12:00:00')}, ${shipBy}, first.FIRST_POLICY))`,
    expected: '2023-01-31T04:00:00Z',
  },
  {
    name: 'SP-6 card sent 2023-02-01 09:30: the ship-by comes first',
    expression: `time.rfc3339(proposals.answerByOf(${at('2023-02-01T09:30:00')}, ${shipBy}, first.FIRST_POLICY))`,
    expected: '2023-02-01T02:00:00Z',
  },
  {
    name: 'TM-2 agreed date 2023-02-05',
    expression: `time.rfc3339(time.endOfDay('2023-02-05', ${zone}))`,
    expected: '2023-02-05T15:59:59Z',
  },
  {
    name: 'SP-7 agreed date 2023-02-01: allowed, 23:59:59 is later than 10:00:00',
    expression: allowed('2023-02-01'),
    expected: true,
  },
  {
    name: 'SP-7 agreed date 2023-01-31: refused, not later than the ship-by',
    expression: allowed('2023-01-31'),
    expected: false,
  },
  {
    name: 'TM-4 ticket opened 2022-02-15 15:20: due',
    expression: `time.rfc3339(${at('2022-02-15T15:20:00')} + time.DAY_MS)`,
    expected: '2022-02-16T07:20:00Z',
  },
  {
    name: 'TM-2 the year of penalty points ends',
    expression: `time.rfc3339(time.endOfDay('2023-12-31', ${zone}))`,
    expected: '2023-12-31T15:59:59Z',
  },
];

/** What the machine itself would make of a local time: shows that TZ is really in force. */
export const LOCAL_MIDNIGHT = `time.rfc3339(new Date(2023, 0, 1).getTime())`;
