/**
 * What an uploaded file goes through before it is evidence (EV-1): it comes whole, is what was announced, is what it claims to
 * be, is kept, and only then is seen. Whatever ends it earlier leaves nothing behind.
 */
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import type { App } from '../inbox/app';
import type { Evidence } from './evidence.entity';
import { keyOf, receive, TooLong, type FileProblem, type Received } from './evidence.file';
import { markStored } from './evidence.repository';

/** Null when the file is evidence from now on. The signal ends an upload that takes too long. */
export async function storeEvidence(
  app: App,
  piece: Evidence,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<FileProblem | null> {
  if (piece.storedAt !== null) return 'ALREADY_UPLOADED';
  const mismatch = announcedOtherwise(app, piece, request);
  if (mismatch !== null) return mismatch;
  const path = await app.files.place();
  try {
    const received = await receiveUpload(request, path, piece, signal);
    if (typeof received === 'string') return received;
    return (await judge(piece, path, received)) ?? (await keep(app, piece, path));
  } finally {
    await rm(path, { force: true });
  }
}

/** A length that cannot be right is refused before a byte is read; one that is not told is counted. */
function announcedOtherwise(
  { clock }: App,
  { byteSize, createdAt }: Evidence,
  { headers }: IncomingMessage,
): FileProblem | null {
  const length = headers['content-length'];
  if (length === undefined || Number(length) === byteSize) return null;
  const { evidenceBytes } = clock.policies.at(createdAt);
  return Number(length) > evidenceBytes ? 'EVIDENCE_LIMIT' : 'EVIDENCE_MISMATCH';
}

async function receiveUpload(
  request: IncomingMessage,
  path: string,
  { byteSize }: Evidence,
  signal: AbortSignal,
): Promise<Received | FileProblem> {
  try {
    return await receive(bodyOf(request), path, byteSize, signal);
  } catch (error) {
    if (error instanceof TooLong) return 'EVIDENCE_MISMATCH';
    if (signal.aborted) return 'UPLOAD_TOO_SLOW';
    if (!request.complete) return 'UPLOAD_INCOMPLETE';
    throw error;
  }
}

/** The body as a stream of its own: ending it early leaves the connection, which the answer still has to go through. */
function bodyOf(request: IncomingMessage): Readable {
  const body = new PassThrough();
  const breakOff = () => {
    if (!request.complete) body.destroy(new Error('The connection was lost.'));
  };
  request.once('error', breakOff).once('close', breakOff);
  if (request.destroyed) breakOff();
  return request.pipe(body);
}

/** EV-1: size and hash as announced, type by content and as claimed. */
async function judge(
  { byteSize, sha256, contentType }: Evidence,
  path: string,
  received: Received,
): Promise<FileProblem | null> {
  if (received.byteSize !== byteSize || received.sha256 !== sha256) return 'EVIDENCE_MISMATCH';
  return (await typeOf(path)) === contentType ? null : 'EVIDENCE_TYPE';
}

/**
 * file-type: knows the most forms of the five by their bytes; loaded with the first file. A file it stumbles over is none of
 * them.
 */
async function typeOf(path: string): Promise<string | undefined> {
  const { fileTypeFromFile } = await import('file-type/node');
  return fileTypeFromFile(path).then(
    (type) => type?.mime,
    () => undefined,
  );
}

/**
 * The file first, then the row that shows it. Two uploads at once can only write the same bytes, as both had the announced
 * hash; the second to finish is told that it came too late.
 */
async function keep(
  app: App,
  { id, byteSize }: Evidence,
  path: string,
): Promise<FileProblem | null> {
  try {
    await app.files.keep(keyOf(id), path, byteSize);
  } catch (error) {
    app.log.error({ error, evidenceId: id }, 'a file could not be kept');
    return 'SERVICE_UNAVAILABLE';
  }
  const isFirst = await app.db.transact(async (tx) => markStored(tx, id, await app.clock.now(tx)));
  return isFirst ? null : 'ALREADY_UPLOADED';
}
