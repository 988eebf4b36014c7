/** A violation by the API: a reply with a picture, and staff who find it forged (PT-1). */
import { createHash } from 'node:crypto';
import { colouredTile } from '../../src/demo/coloured.tile';
import { openTicket, recordContact, type Market } from './market';

interface Announced {
  readonly answer: { readonly evidence: { readonly id: string; readonly uploadUrl: string } };
}

/** What the shop uploads for an order. */
export async function upload(market: Market, orderId: string): Promise<string> {
  const bytes = colouredTile(16, [120, 60, 60]);
  const file = {
    orderId,
    fileName: 'invoice.png',
    contentType: 'image/png',
    byteSize: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const { answer } = await market.as.seller<Announced>(
    'mutation ($input: EvidenceUploadCreateInput!) { answer: evidenceUploadCreate(input: $input) { evidence { id uploadUrl } } }',
    { input: file },
  );
  const { id, uploadUrl } = answer.evidence;
  const headers = { 'content-type': file.contentType };
  const put = await fetch(new URL(uploadUrl, market.origin), {
    method: 'PUT',
    body: new Uint8Array(bytes),
    headers,
  });
  if (!put.ok) throw new Error(await put.text());
  return id;
}

/** The shop replies with a picture. Answers its id, for staff to look at. */
export async function replyWithPicture(market: Market, orderId: string): Promise<string> {
  const ticketId = await openTicket(market, orderId, 'QUALITY', '杯口有缺口。');
  const { serverTime } = await market.as.seller<{ serverTime: string }>('{ serverTime }');
  await recordContact(market, { ticketId, reached: true, contactedAt: serverTime, note: '已联系' });
  const evidenceId = await upload(market, orderId);
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
