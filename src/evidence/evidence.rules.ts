/** The rules of evidence (EV-1, AC-5), pure: what may be announced, by whom, and what may be named. */
import { checkText, invalid, NAME_LENGTH } from '../lib/check';
import type { Policy } from '../lib/policy';
import { refusal, UserErrorCode, type Refusal } from '../lib/refusal';
import { may, Permission, Role, type Viewer } from '../lib/viewer';
import type { Evidence } from './evidence.entity';

/** EV-1: each with the endings that make a computer open it as what it is. */
export const EVIDENCE_TYPES: Readonly<Record<string, readonly string[]>> = {
  'image/gif': ['.gif'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
  'application/pdf': ['.pdf'],
};

/** What the uploader says of a file before it comes. */
export interface Announced {
  readonly fileName: string;
  readonly contentType: string;
  readonly byteSize: number;
  readonly sha256: string;
}

/** AC-5: evidence is for the shop and the platform. */
export const seesEvidence = (viewer: Viewer, { shopKey }: Pick<Evidence, 'shopKey'>): boolean =>
  viewer.role === Role.PLATFORM || (viewer.role === Role.SELLER && viewer.shop === shopKey);

/** Who reports or handles tickets brings evidence for them; staff bring their own. */
export const mayUpload = (viewer: Viewer): boolean =>
  viewer.role === Role.PLATFORM ||
  may(viewer, Permission.reports) ||
  may(viewer, Permission.tickets);

/** AC-1, AC-5: a buyer sees the order, but must not learn that there is such a thing as evidence on it. */
export function uploaderRefusals(viewer: Viewer, field: string): Refusal[] {
  if (viewer.role === Role.BUYER) return [refusal(UserErrorCode.NOT_FOUND, field)];
  return mayUpload(viewer) ? [] : [refusal(UserErrorCode.FORBIDDEN)];
}

export const limitRefusal = (field: string, policy: Policy): Refusal =>
  refusal(UserErrorCode.EVIDENCE_LIMIT, field, {
    files: policy.evidenceFiles,
    bytes: policy.evidenceBytes,
  });

/** EV-1: every reason against a file, before a byte of it has come. */
export function announcementRefusals(announced: Announced, policy: Policy): Refusal[] {
  const { fileName, contentType, byteSize, sha256 } = announced;
  const reasons = checkFileName(fileName);
  if (!Object.hasOwn(EVIDENCE_TYPES, contentType))
    reasons.push(refusal(UserErrorCode.EVIDENCE_TYPE, 'contentType'));
  if (byteSize < 1 || byteSize > policy.evidenceBytes)
    reasons.push(limitRefusal('byteSize', policy));
  if (!/^[0-9a-f]{64}$/i.test(sha256)) reasons.push(invalid('sha256', 'sha256'));
  return reasons;
}

/**
 * Controls and line breaks have no place in a name; marks that turn the direction of text make `fdp.exe` of `exe.pdf`. Slashes
 * and dots may stay: a name is shown, and never leads anywhere.
 */
const DECEPTIVE = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

function checkFileName(fileName: string): Refusal[] {
  const problems = checkText('fileName', fileName, NAME_LENGTH);
  if (problems.length > 0 || !DECEPTIVE.test(fileName)) return problems;
  return [invalid('fileName', 'fileName')];
}

/** EV-1: so many files for one reply, report, contact or addition, each of them once. */
export function listRefusals(ids: readonly string[], field: string, policy: Policy): Refusal[] {
  if (ids.length > policy.evidenceFiles) return [limitRefusal(field, policy)];
  return ids.flatMap((id, index) =>
    ids.indexOf(id) === index ? [] : [invalid(`${field}.${index}`, 'twice')],
  );
}

/** AC-1: evidence of another order is not there; a file that has not come proves nothing. */
export function pieceRefusals(
  piece: Evidence | undefined,
  orderId: string,
  field: string,
): Refusal[] {
  if (piece?.orderId !== orderId) return [refusal(UserErrorCode.NOT_FOUND, field)];
  return piece.storedAt === null ? [invalid(field, 'notUploaded')] : [];
}
