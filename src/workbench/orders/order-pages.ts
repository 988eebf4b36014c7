import { useMemo } from 'react';
import type { Entry } from '../api/live';
import { usePages, type Pages } from '../api/use-pages';
import {
  OrdersDocument,
  type InboxEntryKind,
  type OrderFilter,
  type OrderRowFragment,
  type OrdersQuery,
} from '../api/operations';

export const VIEWS = ['due', 'late', 'done', 'all'] as const;
export type OrderView = (typeof VIEWS)[number];

const FILTERS: Record<OrderView, OrderFilter> = {
  due: { sla: ['RUNNING'] },
  late: { sla: ['BREACHED'] },
  done: { sla: ['MET', 'VOID'] },
  all: {},
};

/** Acts after which an order may stand elsewhere in the list, or no longer in it. */
const MOVES: ReadonlySet<InboxEntryKind> = new Set<InboxEntryKind>([
  'ORDER_IMPORTED',
  'ORDER_PICKED_UP',
  'ORDER_CLOSED',
  'SHIP_BY_MET',
  'SHIP_BY_BREACHED',
  'SHIP_BY_MOVED',
  'PROPOSAL_ACCEPTED',
  'REPORT_APPROVED',
]);

const movesOrders = ({ kind }: Entry): boolean => MOVES.has(kind);

/** The orders of a view, or those of one number whatever their state. */
export function useOrderPages(view: OrderView, orderNo: string): Pages<OrderRowFragment> {
  const request = useMemo(
    () => ({
      document: OrdersDocument,
      variables: {
        filter: orderNo === '' ? FILTERS[view] : { orderNo },
        sort: view === 'done' ? 'SHIP_BY_DESC' : 'SHIP_BY_ASC',
      },
      connectionOf: (data: OrdersQuery) => data.orders,
    }),
    [view, orderNo],
  );
  return usePages(request, movesOrders);
}
