/** A violation by the API: a reply with a picture, and staff who find it forged (PT-1). */
import { openTicket, recordContact, type Market } from './market';
import { picture, upload } from './uploads';

/** The shop replies with a picture. Answers its id, for staff to look at. */
export async function replyWithPicture(market: Market, orderId: string): Promise<string> {
  const ticketId = await openTicket(market, orderId, 'QUALITY', '杯口有缺口。');
  const { serverTime } = await market.as.seller<{ serverTime: string }>('{ serverTime }');
  await recordContact(market, { ticketId, reached: true, contactedAt: serverTime, note: '已联系' });
  const evidenceId = await upload(market, orderId, picture('invoice.png', [120, 60, 60]));
  await market.as.seller(
    'mutation ($input: TicketReplyInput!) { ticketReply(input: $input) { userErrors { code } } }',
    { input: { ticketId, option: 'UNRESOLVED_NOT_AGREED', evidenceIds: [evidenceId] } },
  );
  return evidenceId;
}

export const recordViolation = (
  market: Market,
  evidenceId: string,
  note: string,
): Promise<unknown> =>
  market.as.platform(
    'mutation ($input: ViolationRecordInput!) { violationRecord(input: $input) { violation { id } } }',
    { input: { evidenceId, severity: 'GENERAL', note } },
  );

/** The shop reached the consumer and says that they agree (TK-7). */
export async function replyAgreed(market: Market, ticketId: string): Promise<void> {
  const { serverTime } = await market.as.seller<{ serverTime: string }>('{ serverTime }');
  await recordContact(market, { ticketId, reached: true, contactedAt: serverTime, note: 'Agreed' });
  await market.as.seller(
    'mutation ($input: TicketReplyInput!) { ticketReply(input: $input) { userErrors { code } } }',
    { input: { ticketId, option: 'RESOLVED_AGREED' } },
  );
}
