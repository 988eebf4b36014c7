/** `evidenceUploadCreate`: announces a file; the address to upload it to comes with it (EV-1, EV-2). */
import { invalid } from '../lib/check';
import { isId, newId } from '../lib/ids';
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import type { Viewer } from '../lib/viewer';
import type { Act } from '../inbox/act';
import type { Command } from '../inbox/perform';
import { lockOrder } from '../orders/lock-order';
import type { Order } from '../orders/order.entity';
import { Evidence } from './evidence.entity';
import { insertEvidence } from './evidence.repository';
import { announcementRefusals, uploaderRefusals, type Announced } from './evidence.rules';

export interface Announcement extends Announced {
  readonly orderId?: string | null | undefined;
  readonly ticketId?: string | null | undefined;
}

export const createEvidenceUpload: Command<Announcement, string> = async (act, viewer, input) => {
  const orderId = input.orderId ?? undefined;
  const ticketId = input.ticketId ?? undefined;
  if ((orderId === undefined) === (ticketId === undefined))
    return new Refused([invalid('orderId', 'oneSubject')]);
  const field = ticketId === undefined ? 'orderId' : 'ticketId';
  const lockId = ticketId === undefined ? orderId : await orderOf(act, ticketId);
  const order = lockId === undefined ? undefined : await lockOrder(act, viewer, lockId);
  if (order === undefined) return refuse(UserErrorCode.NOT_FOUND, field);
  const forbidden = uploaderRefusals(viewer, field);
  if (forbidden.length > 0) return new Refused(forbidden);
  const reasons = announcementRefusals(input, act.policy);
  if (reasons.length > 0) return new Refused(reasons);
  const piece = pieceOf(act, viewer, order, input);
  insertEvidence(act.tx, piece);
  return piece.id;
};

/** The row of a file that has not come yet. */
function pieceOf(act: Act, viewer: Viewer, order: Order, input: Announcement): Evidence {
  const { fileName, contentType, byteSize, sha256, ticketId = null } = input;
  return Object.assign(new Evidence(), {
    id: newId('evidence'),
    orderId: order.id,
    ticketId,
    shopKey: order.shopKey,
    fileName,
    contentType,
    byteSize,
    sha256: sha256.toLowerCase(),
    uploader: viewer.sub,
    createdAt: act.now,
    storedAt: null,
  });
}

/** The order of a ticket, or of whatever else collects evidence (`App.evidenceSubjects`). */
async function orderOf({ app, tx }: Act, id: string): Promise<string | undefined> {
  const subject = app.evidenceSubjects.find(({ idType }) => isId(idType, id));
  return subject?.orderIdOf(tx, id);
}
