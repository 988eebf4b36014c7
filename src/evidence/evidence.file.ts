/** What can go wrong with a file on its way in or out, and how it is answered (EV-1, EV-2). */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The code of an answer, its HTTP status, and the key of its sentence. */
export const FILE_PROBLEMS = {
  URL_INVALID: { status: 403, says: 'file.URL_INVALID' },
  URL_EXPIRED: { status: 403, says: 'file.URL_EXPIRED' },
  NOT_FOUND: { status: 404, says: 'refusal.NOT_FOUND' },
  UPLOAD_INCOMPLETE: { status: 400, says: 'file.UPLOAD_INCOMPLETE' },
  UPLOAD_TOO_SLOW: { status: 408, says: 'file.UPLOAD_TOO_SLOW' },
  ALREADY_UPLOADED: { status: 409, says: 'file.ALREADY_UPLOADED' },
  EVIDENCE_LIMIT: { status: 422, says: 'refusal.EVIDENCE_LIMIT' },
  EVIDENCE_TYPE: { status: 422, says: 'refusal.EVIDENCE_TYPE' },
  EVIDENCE_MISMATCH: { status: 422, says: 'refusal.EVIDENCE_MISMATCH' },
  FILE_DAMAGED: { status: 500, says: 'file.FILE_DAMAGED' },
  SERVICE_UNAVAILABLE: { status: 503, says: 'file.SERVICE_UNAVAILABLE' },
} as const;

export type FileProblem = keyof typeof FILE_PROBLEMS;

/** Of the id alone: no name that anybody chose reaches the storage. Its last letters spread files over folders. */
export const keyOf = (id: string): string => `${id.slice(-2)}/${id}`;

export interface Received {
  readonly byteSize: number;
  readonly sha256: string;
}

/** More came than was announced: what follows is not even read. */
export class TooLong extends Error {
  override readonly name = 'TooLong';
}

/**
 * Writes a stream into a new file, counting and hashing what passes, a piece at a time. Throws TooLong after `most` bytes, and
 * whatever ends the stream or the signal early. What is there by then stays: the caller removes it.
 */
export async function receive(
  source: Readable,
  path: string,
  most: number,
  signal?: AbortSignal,
): Promise<Received> {
  const hash = createHash('sha256');
  let byteSize = 0;
  async function* measured(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      byteSize += piece.length;
      if (byteSize > most) throw new TooLong();
      hash.update(piece);
      yield piece;
    }
  }
  // Flushed to the disk before it is taken for received: a commit says that the file is there.
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  await pipeline(source, measured, file, signal === undefined ? {} : { signal });
  return { byteSize, sha256: hash.digest('hex') };
}
