import { createHash } from 'node:crypto';
import type { Call } from '../story';
import { AnswerDiffers, checkAnswer } from './answer.check';

/** A picture, and what it is evidence for. */
export interface Picture {
  readonly ticketId: string;
  readonly fileName: string;
  readonly bytes: Buffer;
}

const ANNOUNCE = `mutation ($input: EvidenceUploadCreateInput!) {
  answer: evidenceUploadCreate(input: $input) {
    evidence { id uploadUrl }
    userErrors { code message }
  }
}`;

interface Announced {
  readonly answer: { readonly evidence: { readonly id: string; readonly uploadUrl: string } };
}

/** Announces a PNG and brings its bytes to the signed address (EV-1, EV-2); answers the evidence's id. */
export async function uploadPicture(
  url: string,
  seller: Call,
  { bytes, ...said }: Picture,
): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const input = { ...said, contentType: 'image/png', byteSize: bytes.length, sha256 };
  const { answer } = await seller<Announced>(ANNOUNCE, { input });
  checkAnswer('Announcing the picture', answer, { userErrors: [] });
  const { id, uploadUrl } = answer.evidence;
  const request = { method: 'PUT', body: new Uint8Array(bytes) };
  const { status } = await fetch(new URL(uploadUrl, url), request);
  if (status !== 204) throw new AnswerDiffers(`Uploading answered ${status} instead of 204.`);
  return id;
}
