/** The figures of a shop in the order a seller reads them; each with the days it is made of (MT-1). */
import type { ShopFiguresQuery } from '../api/operations';
import type { Key } from '../words';

type Shop = NonNullable<ShopFiguresQuery['viewer']['shop']>;
export type Metrics = NonNullable<Shop['metrics']>;
type Day = Metrics['daily'][number];

export interface Figure {
  readonly title: Key;
  readonly is: 'rate' | 'span' | 'count';
  readonly valueOf: (of: Metrics | Day) => number | null;
  /** What it was worked out of, as the facts of the words under `basis`. */
  readonly basis: Key;
  readonly basisOf: (
    metrics: Metrics,
    write: (value: number) => string,
  ) => Record<string, number | string>;
}

/** A judged dispute counts under the name of the shop's kind (TK-15). */
const disputes = (kind: Shop['kind']): Figure => ({
  title: kind === 'TAOBAO' ? 'shop.disputeRefundRate' : 'shop.platformDisputeRate',
  is: 'rate',
  valueOf: (of) => (kind === 'TAOBAO' ? of.disputeRefundRate : of.platformDisputeRate),
  basis: 'shop.disputesOf',
  basisOf: ({ liableJudgments: part, ordersPaid: whole }) => ({ part, whole }),
});

export const figuresOf = (kind: Shop['kind']): readonly Figure[] => [
  {
    title: 'shop.lateRate',
    is: 'rate',
    valueOf: ({ lateRate }) => lateRate,
    basis: 'shop.lateOf',
    basisOf: ({ ordersLate: part, ordersDue: whole }) => ({ part, whole }),
  },
  disputes(kind),
  {
    title: 'shop.acceptance',
    is: 'rate',
    valueOf: ({ proposalAcceptanceRate }) => proposalAcceptanceRate,
    basis: 'shop.acceptanceOf',
    basisOf: ({ proposalsAccepted: part, proposalsSent: whole }) => ({ part, whole }),
  },
  {
    title: 'shop.reply',
    is: 'span',
    valueOf: ({ replySecondsMedian }) => replySecondsMedian,
    basis: 'shop.replyOf',
    basisOf: ({ ticketsReplied: whole, replySecondsP90: most }, write) => ({
      whole,
      most: most === null ? '–' : write(most),
    }),
  },
  {
    title: 'shop.overdue',
    is: 'count',
    valueOf: ({ ticketsOverdue }) => ticketsOverdue,
    basis: 'shop.overdueOf',
    basisOf: () => ({}),
  },
];
