import type { Answer } from './call';
import type { TestNode } from './node';
import { staff, type Person } from './people';

export const FIGURES = `ordersPaid liableJudgments disputeRefundRate platformDisputeRate ordersDue ordersLate lateRate
  proposalsSent proposalsAccepted proposalAcceptanceRate ticketsReplied replySecondsMedian replySecondsP90 ticketsOverdue
  points { year general severe severeCarriedOver }`;

/** A shop's metrics as the API shows them; null where it does not. */
export async function metricsOf(
  node: TestNode,
  shopId: string,
  { days = 2, person = staff }: { days?: number; person?: Person } = {},
): Promise<Answer['data']> {
  const query = `query ($days: Int!) { shops(first: 100) { nodes { shopId
    metrics { from to ${FIGURES} daily(days: $days) { day ${FIGURES} } } } } }`;
  const { nodes } = (await node.ask(person, query, { days })).data.shops;
  return nodes.find((shop: { shopId: string }) => shop.shopId === shopId).metrics;
}
