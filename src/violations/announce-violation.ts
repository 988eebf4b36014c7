/** How shop and staff hear of a violation: history, a system message where there is a conversation, the inboxes (IN-1). */
import type { Facts } from '../lib/refusal';
import type { Act, Told } from '../inbox/act';
import type { ActKind } from '../inbox/act-kind';
import { shopInbox, STAFF_INBOX } from '../inbox/inbox.repository';
import { postResult } from '../conversations/post-message';
import type { Violation } from './violation.entity';

/** AC-5: for the shop and the platform only. */
export function traceViolation(
  act: Act,
  { id: subjectId, orderId }: Violation,
  rule: string,
  change: { readonly from: string | null; readonly to: string },
): void {
  act.trace({ orderId, subjectId, rule, ...change, confidential: true });
}

/** MS-1: shop and platform talk about tickets; about a report they have no conversation. */
export async function sayInTicket(
  act: Act,
  { id: violationId, ticketId }: Violation,
  code: string,
  facts: Facts,
): Promise<string | undefined> {
  if (ticketId === null) return undefined;
  return postResult(act, ticketId, code, { violationId, ticketId, ...facts });
}

export function announceViolation(
  act: Act,
  { id: violationId, orderId, shopKey, ticketId, reportId }: Violation,
  kind: ActKind,
  also: Told,
): void {
  const found = { ...(ticketId !== null && { ticketId }), ...(reportId !== null && { reportId }) };
  const told = { orderId, violationId, ...found, ...also };
  act.announce(kind, [shopInbox(shopKey), STAFF_INBOX], told);
}
