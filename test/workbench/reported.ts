/** Deadline reports by the API: the shop asks for more time, staff decide (DR-1, DR-2). */
import type { Market } from './market';
import { picture, upload } from './uploads';

interface Submitted {
  readonly answer: { readonly report: { readonly id: string } };
}

/** Answers the report's id. `newShipBy` is RFC 3339. */
export async function submitReport(
  market: Market,
  orderId: string,
  newShipBy: string,
  remark = '',
): Promise<string> {
  const evidenceIds = [await upload(market, orderId, picture('notice.png', [150, 170, 200], 40))];
  const { answer } = await market.as.seller<Submitted>(
    'mutation ($input: DeadlineReportSubmitInput!) { answer: deadlineReportSubmit(input: $input) { report { id } } }',
    { input: { orderId, newShipBy, reason: 'WEATHER', remark, evidenceIds } },
  );
  return answer.report.id;
}

export const decideReport = (
  market: Market,
  reportId: string,
  approve: boolean,
  note: string,
): Promise<unknown> =>
  market.as.platform(
    'mutation ($input: DeadlineReportDecideInput!) { deadlineReportDecide(input: $input) { report { id } } }',
    { input: { reportId, approve, note } },
  );
