/** Files a shop gives as evidence, by the API. */
import { createHash } from 'node:crypto';
import { colouredTile } from '../../src/demo/coloured.tile';
import type { Market } from './market';

export interface GivenFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

interface Announced {
  readonly answer: { readonly evidence: { readonly id: string; readonly uploadUrl: string } };
}

export const picture = (
  fileName: string,
  colour: readonly [number, number, number],
  side = 16,
): GivenFile => ({ fileName, contentType: 'image/png', bytes: colouredTile(side, colour) });

/** As much of a PDF as anybody needs to recognise it. */
export const pdf = (fileName: string): GivenFile => ({
  fileName,
  contentType: 'application/pdf',
  bytes: Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n', 'latin1'),
});

/** Answers the evidence's id. */
export async function upload(market: Market, orderId: string, file: GivenFile): Promise<string> {
  const { bytes, fileName, contentType } = file;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { answer } = await market.as.seller<Announced>(
    'mutation ($input: EvidenceUploadCreateInput!) { answer: evidenceUploadCreate(input: $input) { evidence { id uploadUrl } } }',
    { input: { orderId, fileName, contentType, byteSize: bytes.length, sha256 } },
  );
  const { id, uploadUrl } = answer.evidence;
  const headers = { 'content-type': contentType };
  const url = new URL(uploadUrl, market.origin);
  const put = await fetch(url, { method: 'PUT', body: new Uint8Array(bytes), headers });
  if (!put.ok) throw new Error(await put.text());
  return id;
}
