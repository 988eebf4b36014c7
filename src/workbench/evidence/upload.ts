/** A file becomes evidence: its hash is announced, then its bytes go to the signed address (EV-1, EV-2). */
import type { Client } from 'urql';
import { AnnounceEvidenceDocument } from '../api/operations';

/** What a file is evidence for: a ticket, or a report of an order. */
export type EvidenceFor = { readonly ticketId: string } | { readonly orderId: string };

export interface Uploading {
  readonly client: Client;
  readonly about: EvidenceFor;
  readonly file: File;
  readonly onProgress: (percent: number) => void;
}

/** Why a file was not taken, in the reader's language where the server said it. */
export class UploadRefused extends Error {}

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Answers the evidence's id. */
export async function upload({ client, about, file, onProgress }: Uploading): Promise<string> {
  const sha256 = hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  const { name: fileName, type: contentType, size: byteSize } = file;
  const input = { ...about, fileName, contentType, byteSize, sha256 };
  const { data } = await client.mutation(AnnounceEvidenceDocument, { input }).toPromise();
  const { evidence, userErrors } = data?.evidenceUploadCreate ?? {};
  const url = evidence?.uploadUrl ?? undefined;
  if (!evidence || url === undefined) throw new UploadRefused(userErrors?.[0]?.message);
  await put(url, file, onProgress);
  return evidence.id;
}

/** XMLHttpRequest, because fetch does not tell how far an upload is. */
function put(url: string, file: File, onProgress: (percent: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => onProgress((loaded / total) * 100);
    request.onload = () => {
      if (request.status === 204) resolve();
      else reject(new UploadRefused());
    };
    request.onerror = () => reject(new UploadRefused());
    request.open('PUT', url);
    request.send(file);
  });
}
